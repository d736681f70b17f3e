import ArgumentParser
import HDOCClient
import HDOCModels

struct SyncCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Fetch everything the stage offers into the cache.")

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func validate() throws {
        if options.offline { throw ValidationError("sync needs the network: leave --offline out.") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let console = session.context.console
        let report = await session.client.sync { step in
            console.progress("\(ResourceWords.name(step.resource)) (\(step.done) of \(step.total))")
        }
        if format.json { console.json(Self.json(report)) } else { show(report, console) }
        for failure in report.failed {
            console.say("\(ResourceWords.name(failure.resource)): \(session.words.sentence(failure.error))")
        }
        return Self.status(report)
    }

    private func show(_ report: SyncReport, _ console: Console) {
        let rows = report.refreshed.map { part in
            [ResourceWords.name(part.resource), String(part.received), part.unreadable == 0 ? "" : "\(part.unreadable) unreadable",
             part.mayBePartial ? "may be partial" : ""]
        }
        if !rows.isEmpty { console.table(TextTable([.text("WHAT"), .number("RECEIVED"), .text(""), .text("")], rows: rows)) }
    }

    /// A route that the stage does not have is no failure of a sync, unless there is nothing else.
    static func status(_ report: SyncReport) -> ExitStatus {
        let statuses = report.failed.map { ExitStatus(for: $0.error) }
        if statuses.contains(.cancelled) { return .cancelled }
        let serious = statuses.filter { $0 != .routeAbsent }
        if serious.isEmpty { return report.refreshed.isEmpty && !statuses.isEmpty ? .routeAbsent : .done }
        return serious.allSatisfy { $0 == serious[0] } ? serious[0] : .failed
    }

    static func json(_ report: SyncReport) -> JSONValue {
        .object([
            "refreshed": .array(report.refreshed.map { part in
                .object(["resource": .string(ResourceWords.name(part.resource)), "received": .optional(part.received),
                         "unreadable": .optional(part.unreadable), "may_be_partial": .bool(part.mayBePartial)])
            }),
            "failed": .array(report.failed.map { part in
                .object(["resource": .string(ResourceWords.name(part.resource)),
                         "error": .string(ErrorWords().words(part.error).what), "status": .optional(part.error.status)])
            }),
        ])
    }
}
