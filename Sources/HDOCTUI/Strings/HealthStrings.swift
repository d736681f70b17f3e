import FoundationEssentials
import HDOCClient
import HDOCModels

/// The texts of a report about the health of a community, for the command and the screen.
package enum HealthStrings {
    /// A line of the report: the kind, the handle, and the detail.
    package typealias Row = (kind: String, handle: String, detail: String)

    /// One sentence for each part of the report.
    package static func summary(_ report: HealthReport, stage: String) -> [String] {
        let options = report.options
        let unread = report.list.unreadable > 0 ? ", \(report.list.unreadable) more unreadable" : ""
        let entries = "No entry for more than \(Amounts.count(options.inactiveDays, "day")): \(report.inactive.count)"
        return [
            "\(Amounts.count(report.list.value, "user"))\(unread).", "New since \(options.since): \(report.new.count).",
            "\(entries), and \(report.withoutEntry) without a known entry.", "Malformed: \(report.malformed.count).", movement(report),
        ] + report.comparisons.map { comparison($0, stage) }
    }

    /// The users of all lists.
    package static func rows(_ report: HealthReport, stage: String, zone: LocalZone) -> [Row] {
        func day(_ instant: Date) -> String { CalendarDay(instant, in: zone).description }
        let movers = report.movement?.movers ?? []
        return report.new.first.map { ("new", $0.handle, "joined \(day($0.instant))") }
            + report.inactive.first.map { ("inactive", $0.handle, "last entry \(day($0.instant))") }
            + report.malformed.first.flatMap { user in user.faults.map { ("malformed", user.handle, describe($0.fault, $0.value)) } }
            + movers.map { ("moved", $0.handle, "rank \($0.rank), \($0.gained > 0 ? "+" : "")\($0.gained)") }
            + report.comparisons.flatMap { other -> [Row] in
                other.onlyHere.first.map { ("only here", $0, "not on \(other.stage)") }
                    + other.onlyThere.first.map { ("only there", $0, "only on \(other.stage)") }
            }
    }

    /// What is wrong with an attribute, and what it holds.
    private static func describe(_ fault: JourneyerFault, _ value: JSONValue) -> String {
        switch fault {
        case .unreadable(let name): "\(name) is unreadable: \(JSONWriter.text(value).prefix(100))"
        case .implausible(let name): "\(name) is out of range: \(JSONWriter.text(value).prefix(100))"
        case .missing(let name): "\(name) is missing"
        }
    }

    private static func movement(_ report: HealthReport) -> String {
        guard let movement = report.movement else { return "Movement of the leaderboard: not known yet." }
        return "Other rank since \(Timestamp.format(movement.from).prefix(10)): \(Amounts.count(movement.count, "user"))."
    }

    private static func comparison(_ comparison: StageComparison, _ stage: String) -> String {
        "Only on \(stage): \(comparison.onlyHere.count). Only on \(comparison.stage): \(comparison.onlyThere.count). "
            + "On both: \(comparison.onBoth)."
    }
}
