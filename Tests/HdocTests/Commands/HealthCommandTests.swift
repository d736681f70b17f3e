import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct HealthCommandTests {
    private static func journeyer(_ handle: String, joined: Double, last: Double?) -> Journeyer {
        var journeyer = Journeyer(handle: handle)
        (journeyer.fullName, journeyer.daysCompleted, journeyer.githubScore) = ("A", 1, 1)
        journeyer.dateJoined = CommandWorld.now.addingTimeInterval(-86_400 * joined)
        journeyer.lastEntryAt = last.map { CommandWorld.now.addingTimeInterval(-86_400 * $0) }
        return journeyer
    }

    private static var journeyers: [Journeyer] {
        var broken = journeyer("broken", joined: 50, last: 1)
        broken.daysCompleted = -3
        broken.githubScore = nil
        broken.extra = ["github_score": .string("many")]
        return [
            journeyer("gone", joined: 90, last: 20), journeyer("fresh", joined: 2, last: 1), journeyer("never", joined: 40, last: nil),
            broken,
        ]
    }

    private func world() throws -> CommandWorld {
        try CommandWorld { script in
            script.journeyers = Samples.cached(Self.journeyers)
            script.refresh[.journeyers] = Samples.report(.journeyers)
        }
    }

    @Test func `health reports new, inactive and malformed users, and what a malformed attribute holds`() async throws {
        let run = try await world().run("health", columns: 100)
        #expect(run.status == .done)
        #expect(run.err.contains("4 users.") && run.err.contains("New since"))
        #expect(run.err.contains("No entry for more than 14 days: 1, and 1 without a known entry."))
        let lines = run.out.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
        #expect(lines.contains { $0.hasPrefix("new fresh joined ") } && lines.contains { $0.hasPrefix("inactive gone last entry ") })
        #expect(lines.contains("malformed broken github_score is unreadable: \"many\""))
        #expect(lines.contains("malformed broken days_completed is out of range: -3"))
        #expect(lines.contains("malformed never last_entry_at is missing"))
    }

    @Test func `the options change what counts, and the lists are limited while the counts are not`() async throws {
        let run = try await world().run("health", "--json", "--since", "2000-01-01", "--inactive", "0", "--limit", "1")
        let report = try JSONParser.read(run.out.utf8).object ?? [:]
        func group(_ name: String) -> (count: JSONValue?, handles: [String?]) {
            let group = report[name]?.object
            return (group?["count"], group?["first"]?.array?.map { $0.object?["github_username"]?.text } ?? [])
        }
        #expect(group("new").count == .optional(4) && group("new").handles == ["broken"])
        #expect(group("inactive").count == .optional(3) && group("inactive").handles.count == 1)
        #expect(report["movement"] == .null && report["comparison"] == .null)
    }

    @Test func `a stage without users in its cache cannot be compared`() async throws {
        let run = try await world().run("health", "--compare", "nowhere")
        #expect(run.status == .failed && run.err.contains("Unknown stage “nowhere”"))
        let wrong = try await world().run("health", "--inactive=-1")
        #expect(wrong.status == .usage)
    }

    @Test func `H shows the report as a page that scrolls`() throws {
        var state = AppState(
            settings: Settings(stage: Stage(name: "dev", api: "https://a.test/"), zone: .utc), now: CommandWorld.now,
            size: Size(width: 80, height: 24))
        state.settings.configured.stages = [Stage(name: "prod", api: "https://b.test/")]
        state.tab = .journeyers
        state.model.take(.journeyerIndex(JourneyerIndex(Snapshot(value: Self.journeyers, fetchedAt: CommandWorld.now))))
        state.rebuild()
        let effects = Update.apply(.key(.char("H")), to: &state, at: state.now)
        guard case .cache(.reportHealth(let order))? = effects.first else { return #expect(Bool(false), "\(effects)") }
        let client = try world().client
        let asked = Mutex<[String]>([])
        let result = order.report(from: client) { here, there, limit in
            asked.withLock { $0.append("\(here.name) with \(there.name), \(limit)") }
            return nil
        }
        #expect(asked.withLock { $0 } == ["\(client.stage.name) with prod, 100"], "each other stage is compared")
        _ = Update.apply(.cache(.healthReported(result)), to: &state, at: state.now)
        let frame = View.frame(of: state, size: state.size)
        #expect(frame.text.contains("Health of dev") && frame.text.contains("@gone: last entry"))
        _ = Update.apply(.key(.escape), to: &state, at: state.now)
        #expect(state.dialogs.isEmpty)
    }
}
