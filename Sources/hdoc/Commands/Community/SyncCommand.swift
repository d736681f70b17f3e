import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct SyncCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .sync, abstract: "Fetch all data of the stage into the cache.",
        discussion: """
            Of the journeyers, hdoc fetches only what has changed, if the stage can say so, and continues an interrupted list where it was.
            """)

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    @Flag(help: "Fetch whole lists, for example if the cache lacks a change that the stage has.")
    var full = false

    var needsNetwork: Bool { true }
    var usesOutbox: Bool { false }

    func validate() throws {
        if options.offline { throw ValidationError("sync needs the network: remove --offline.") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let console = session.context.console
        let report = await session.client.sync(full: full) { step in
            if let list = step.list { return console.show(ResourceStrings.progress(list)) }
            console.progress("\(ResourceStrings.name(step.resource)) (\(step.done) of \(step.total))")
        }
        console.show("")
        if format.json { console.json(Self.json(report)) } else { show(report, console) }
        for failure in report.failed {
            console.say("\(ResourceStrings.name(failure.resource)): \(session.describer.sentence(failure.error))")
        }
        return Self.status(report)
    }

    private func show(_ report: SyncReport, _ console: Console) {
        let rows = report.refreshed.map { part in
            [
                ResourceStrings.name(part.resource), String(part.received),
                (Self.extent(part) + ResourceStrings.remarks(part)).joined(separator: "; "),
                part.mayBePartial ? "may be partial" : "",
            ]
        }
        if !rows.isEmpty { console.table(TextTable([.text("WHAT"), .number("RECEIVED"), .text(""), .text("")], rows: rows)) }
    }

    private static func extent(_ part: RefreshReport) -> [String] {
        let removed = part.removed > 0 ? ["\(part.removed) removed"] : []
        return switch part.extent {
        case .whole: removed
        case .changes: ["only changes"] + removed
        case .unchanged: ["unchanged"]
        }
    }

    /// The exit status of a sync. A missing route does not make the sync fail, unless no resource was refreshed.
    static func status(_ report: SyncReport) -> ExitStatus {
        let statuses = report.failed.map { ExitStatus(for: $0.error) }
        if statuses.contains(.cancelled) { return .cancelled }
        let serious = statuses.filter { $0 != .routeAbsent }
        if serious.isEmpty { return report.refreshed.isEmpty && !statuses.isEmpty ? .routeAbsent : .done }
        return serious.allSatisfy { $0 == serious[0] } ? serious[0] : .failed
    }

    /// The report as JSON, with one element for each resource. All elements have the same members.
    static func json(_ report: SyncReport) -> JSONValue {
        let refreshed = report.refreshed.map { part in
            element(part.resource, part)
        }
        let failed = report.failed.map { part in
            element(part.resource, error: ErrorDescriber().describe(part.error).what, status: part.error.status)
        }
        return .object(["resources": .array(refreshed + failed)])
    }

    private static func element(
        _ resource: Resource, _ part: RefreshReport? = nil, error: String? = nil, status: Int? = nil
    ) -> JSONValue {
        .object([
            "resource": .string(ResourceStrings.name(resource)), "received": .optional(part?.received),
            "unreadable": .optional(part?.unreadable), "removed": .optional(part?.removed),
            "merged_handles": part.map { .array($0.mergedHandles.map(JSONValue.string)) } ?? .null,
            "may_be_partial": part.map { .bool($0.mayBePartial) } ?? .null, "extent": .optional(part?.extent.rawValue),
            "error": .optional(error), "status": .optional(status),
        ])
    }
}
