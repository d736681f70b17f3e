import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

extension StageCommand {
    struct Check: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare each route of a stage with the API contract. Changes nothing.",
            discussion: "Exits with 0 if all routes match the contract, 1 if one differs, and 5 if the stage does not respond.")

        @Argument(help: "The stage (default: the current stage).", completion: .live(.stage)) var name: String?
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let stage = try context.configuration().select(option: name, environment: context.environment)
            let report: StageCheckReport
            do {
                report = try await context.session(stage).client.check { check in
                    context.console.progress("\(check.route.rawValue): \(StageCheckStrings.state(check.verdict))")
                }
            } catch {
                throw StageFailure(stage: stage.name, cause: error)
            }
            if format.json { context.console.json(Self.json(report)) } else { context.console.table(Self.table(report)) }
            context.console.say(StageCheckStrings.summary(report))
            return !report.drifted.isEmpty ? .failed : report.unanswered.isEmpty ? .done : .unreachable
        }

        private static func table(_ report: StageCheckReport) -> TextTable {
            TextTable(
                [.fixed("ROUTE"), .fixed("STATE"), .number("TOOK"), .text("WHY")],
                rows: report.routes.map { check in
                    [
                        check.route.rawValue, StageCheckStrings.state(check.verdict), StageCheckStrings.time(check.took),
                        StageCheckStrings.reason(check),
                    ]
                })
        }

        static func json(_ report: StageCheckReport) -> JSONValue {
            .object([
                "stage": .string(report.stage), "api": .string(report.api),
                "checked_at": .string(Timestamp.format(report.checkedAt)), "drifted": .optional(report.drifted.count),
                "routes": .array(report.routes.map(json)),
            ])
        }

        private static func json(_ check: RouteCheck) -> JSONValue {
            let reason = StageCheckStrings.reason(check)
            return .object([
                "route": .string(check.route.rawValue), "request": .string(check.request),
                "state": .string(StageCheckStrings.state(check.verdict)), "status": .optional(check.status),
                "milliseconds": .optional(StageCheckStrings.milliseconds(check.took)),
                "reason": reason.isEmpty ? .null : .string(reason), "drift": .array(check.drifts.map(json)),
            ])
        }

        private static func json(_ drift: Drift) -> JSONValue {
            var members: [String: JSONValue] = ["words": .string(StageCheckStrings.describe(drift))]
            switch drift {
            case .status(let status, let expected, _):
                members["kind"] = .string("status")
                members["found"] = .optional(status)
                members["expected"] = .array(expected.map { .optional($0) })
            case .emptyBody, .notJSON, .body: members["kind"] = .string("body")
            case .otherKey(let attribute, _, _), .attribute(let attribute, _, _, _, _), .missing(let attribute, _, _):
                members["kind"] = .string("attribute")
                members["attribute"] = .string(attribute)
            }
            return .object(members)
        }
    }
}
