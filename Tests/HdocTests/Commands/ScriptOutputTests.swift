import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// Output for scripts: tab-separated values, errors as JSON, and help as JSON.
@Suite struct ScriptOutputTests {
    private func world(_ fill: @escaping (inout ScriptedClient.Script) -> Void = { _ in }) throws -> CommandWorld {
        try CommandWorld { script in
            script.journeyers = Samples.cached(Samples.journeyers)
            script.refresh[.journeyers] = Samples.report(.journeyers)
            fill(&script)
        }
    }

    @Test func `a list is tab-separated, without a header, if standard output is not a terminal`() async throws {
        let run = try await world().run("users")
        #expect(
            run.out == """
                ada\tAda Okafor\t23\t91\t5\t\(Timestamp.format(Samples.hoursAgo3))
                bare\t\t-\t-\t-\t-
                ZihanLi\t李子涵\t-\t260\t-\t-

                """)
        #expect(try await world().run("users", columns: 80).out.hasPrefix("HANDLE "))
    }

    @Test func `a text with tabs and line breaks stays one field, and is not cut`() async throws {
        var ada = Journeyer(handle: "a\tb\r\nc")
        ada.fullName = "x\ty\u{2028}z\u{B}" + String(repeating: "雲", count: 3000)
        let run = try await world { $0.journeyers = Samples.cached([ada]) }.run("users")
        let fields = run.out.split(separator: "\t", omittingEmptySubsequences: false)
        #expect(run.out.filter { $0 == "\n" }.count == 1 && fields.count == 6)
        #expect(fields[1].count >= 3000 && fields[1].hasSuffix("雲"))
    }

    @Test func `a record is one line for each field, with a tab after the label`() async throws {
        var ada = Samples.journeyers[1]
        ada.bio = "one\ttwo\nthree"
        let run = try await world { script in
            script.journeyer["ada"] = Samples.cached(ada)
            script.refresh[.journeyer("ada")] = Samples.report(.journeyer("ada"))
        }.run("user", "ada")
        #expect(run.out.hasPrefix("Handle\tada\nName\tAda Okafor\nBio\tone two three\nDays\t23 of 100\n"), "\(run.out)")
    }

    // MARK: Errors

    private func error(_ run: CommandWorld.Run) throws -> [String: JSONValue] {
        let line = try #require(run.err.split(separator: "\n").last)
        return try #require(try JSONParser.read(line.utf8).object?["error"]?.object)
    }

    @Test(arguments: [
        (["users", "--json", "--limit", "0"], ExitStatus.usage, "usage"), (["bogus", "--json"], .usage, "usage"),
        (["users", "--json", "--bogus"], .usage, "usage"), (["help", "bogus", "--json"], .usage, "usage"),
        (["user", "nobody", "--json"], .failed, "not_found"), (["stage", "use", "prod", "--json"], .failed, "configuration"),
        (["articles", "--author", "me", "--json"], .failed, "no_handle"), (["outbox", "show", "x", "--json"], .failed, "not_found"),
        (["tags", "--json"], .unreachable, "unreachable"), (["tags", "--json", "--offline"], .unreachable, "not_cached"),
        (["whoami", "--json"], .signInNeeded, "sign_in_needed"), (["status", "--json", "--stage", "x"], .failed, "configuration"),
    ])
    func `with --json, the last line on standard error is the error as JSON`(
        _ arguments: [String], _ status: ExitStatus, _ code: String
    ) async throws {
        let run = try await world { script in
            script.refresh[.journeyer("nobody")] = .failure(Failures.notFound)
            script.tags = Snapshot(value: [])
            script.refresh[.tags] = .failure(Failures.refused)
        }.run(arguments)
        #expect(run.status == status, "\(run)")
        #expect(run.out == "" || arguments[0] == "whoami")
        let error = try error(run)
        #expect(error.keys.sorted() == ["code", "message", "remedy"] && error["code"]?.text == code, "\(run.err)")
        #expect(error["message"]?.text?.isEmpty == false)
        #expect(ErrorCode(rawValue: code)?.status == status)
    }

    @Test func `an error as JSON has the whole text of the server and no control characters`() async throws {
        let text = ConsoleTests.hostile + "👍🏽"
        let run = try await world {
            $0.refresh[.journeyers] = .failure(ClientError(.rejected([]), operation: .listUsers, status: 400, serverText: text))
            $0.journeyers = Snapshot(value: [])
        }.run("users", "--json")
        #expect(ConsoleTests.isClean(run.err), "\(run.err.debugDescription)")
        #expect(try error(run)["code"]?.text == "rejected")
    }

    @Test func `without --json, and for a text that looks like it, an error is a sentence`() async throws {
        #expect(try await world().run("outbox", "show", "x").err.hasPrefix("hdoc: "))
        let run = try await CommandWorld(configured: false).run("log", "--offline", "--", "--json")
        #expect(run.status == .failed && run.err.hasPrefix("hdoc: No stage is configured"), "\(run)")
    }

    @Test func `a failed write is reported as JSON too`() async throws {
        let run = try await world().run("users", "--json", failure: .failed(detail: "No space left on device"))
        #expect(try run.status == .failed && error(run)["code"]?.text == "output", "\(run)")
    }

    // MARK: Help

    @Test func `help as JSON lists every command with its arguments and options`() async throws {
        let help = try JSONProbe(try await world().run("help", "--json").out)
        let commands = help.object?["commands"]?.array ?? []
        let names = Set(commands.compactMap { $0.object?["name"]?.text })
        let known = HelpCompletion.groups[0].names.filter { HelpTopic(rawValue: $0) == nil }
        #expect(known.count > 20 && names.isSuperset(of: known.map { "hdoc \($0)" }))
        #expect(!names.contains("hdoc screens") && help.object?["version"]?.text == Version.current)
        let users = try JSONProbe(try await world().run("help", "users", "--json").out)
        let sort = users.object?["options"]?.array?.first { $0.object?["names"] == .array([.string("--sort")]) }?.object
        #expect(sort?["values"]?.array?.count == JourneyerSort.allCases.count && sort?["default"]?.text == "handle")
        #expect(users.object?["json_schema"]?.text == "journeyers.schema.json")
    }

    @Test(arguments: HelpTopic.allCases) func `help explains each topic`(_ topic: HelpTopic) async throws {
        let run = try await world().run("help", topic.rawValue)
        #expect(run.status == .done && run.err == "")
        #expect(run.out.utf8.count > 300 && run.out.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(try await world().run("--help").out.contains(topic.rawValue))
    }

    @Test func `the help, the README and the manual have the same exit statuses and error codes`() throws {
        let readme = try String(contentsOf: Checkout.root.appendingPathComponent("README.md"), encoding: .utf8)
        for status in ExitStatus.allCases { #expect(readme.contains("\n| \(status.rawValue) | \(status.meaning) |\n")) }
        let manual = try String(contentsOf: Checkout.root.appendingPathComponent("docs/scripts.md"), encoding: .utf8)
        for code in ErrorCode.allCases {
            #expect(manual.contains("\n| `\(code.rawValue)` | \(code.status.rawValue) | \(code.meaning) |\n"), "\(code)")
        }
    }

    @Test func `the help names every environment variable that hdoc reads`() throws {
        let text = HelpTopic.environment.text
        let sources = Checkout.root.appendingPathComponent("Sources")
        var read = Set<String>()
        for module in ["hdoc", "HDOCTUI", "HDOCClient", "HDOCModels", "TerminalKit", "HTTPTransport"] {
            let files = FileManager.default.enumerator(atPath: sources.appendingPathComponent(module).path)
            while let file = files?.nextObject() as? String {
                guard file.hasSuffix(".swift") else { continue }
                let source = try String(contentsOf: sources.appendingPathComponent("\(module)/\(file)"), encoding: .utf8)
                for match in source.matches(of: /environment\["([A-Z_]+)"\]|variable\("([A-Z_]+)"\)|isSet\("([A-Z_]+)"\)/) {
                    read.insert(String(match.1 ?? match.2 ?? match.3 ?? ""))
                }
            }
        }
        #expect(read.count > 20)
        for name in read { #expect(text.contains(name), "\(name)") }
    }
}
