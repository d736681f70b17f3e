import HDOCClient
import HDOCModels

/// Texts about the comparison of routes with the API contract.
package enum StageCheckStrings {
    package static func state(_ verdict: RouteVerdict) -> String {
        switch verdict {
        case .present, .presentForSignedIn: "present"
        case .absent: "absent"
        case .drifted: "drifted"
        case .unanswered: "unanswered"
        }
    }

    /// The reason for the verdict; empty if the route matches the API contract.
    package static func reason(_ check: RouteCheck) -> String {
        switch check.verdict {
        case .present: ""
        case .presentForSignedIn: "requires sign-in"
        case .absent(let status, let reason): reason.isEmpty ? "\(status)" : "\(status) \(reason)"
        case .drifted(let drifts): drifts.map(describe).joined(separator: "; ")
        case .unanswered(let error): ErrorDescriber().describe(error).what
        }
    }

    package static func describe(_ drift: Drift) -> String {
        switch drift {
        case .status(let status, let expected, let text):
            "status \(status)\(text.map { " (\($0))" } ?? ""), not \(expected.map(String.init).joined(separator: " or "))"
        case .emptyBody: "the body is empty"
        case .notJSON: "the body is not JSON"
        case .body(let expected, let found): "the body is \(name(found)), not \(name(expected))"
        case .otherKey(let attribute, let asked, let found):
            "\(attribute) is \(found.map { "“\($0)”" } ?? "missing"), requested was “\(asked)”"
        case .attribute(let attribute, let expected, let found, let wrong, let count):
            "\(attribute) is \(name(found)), not \(expected.map(name).joined(separator: " or ")) (\(wrong) of \(count))"
        case .missing(let attribute, let missing, let count): "\(attribute) is missing (\(missing) of \(count))"
        }
    }

    package static func time(_ took: Duration) -> String { "\(milliseconds(took)) ms" }

    package static func milliseconds(_ took: Duration) -> Int {
        took.milliseconds
    }

    private static func name(_ kind: JSONKind) -> String {
        switch kind {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .text: "text"
        case .list: "a list"
        case .object: "an object"
        case .instant: "an ISO 8601 time"
        case .day: "a date"
        }
    }

    package static func summary(_ report: StageCheckReport) -> String {
        let drifted = report.drifted.count
        let absent = report.routes.count { if case .absent = $0.verdict { true } else { false } }
        let parts = [
            drifted == 0 ? nil : "\(drifted) drifted", absent == 0 ? nil : "\(absent) absent",
            report.unanswered.isEmpty ? nil : "\(report.unanswered.count) unanswered",
        ].compactMap { $0 }
        let rest = parts.isEmpty ? "all match the API contract" : parts.joined(separator: ", ")
        return "\(report.stage): \(Amounts.count(report.routes.count, "route")) checked, \(rest)."
    }
}
