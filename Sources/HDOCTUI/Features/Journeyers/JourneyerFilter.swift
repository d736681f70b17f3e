import FoundationEssentials
import HDOCModels
import TerminalKit

/// A filter of the journeyers. The search applies to the filtered journeyers. `malformed` is meant for maintainers.
enum JourneyerFilter: Int, Sendable, CaseIterable {
    case all, active, new, inactive, longInactive, malformed

    /// A journeyer with an entry within this many days is active.
    static let activeDays = 7
    static let newDays = 30
    static let longInactiveDays = 30

    var title: String {
        switch self {
        case .all: "all"
        case .active: "active"
        case .new: "new"
        case .inactive: "inactive > \(Self.activeDays) d"
        case .longInactive: "> \(Self.longInactiveDays) d"
        case .malformed: "malformed"
        }
    }

    /// The name of the filter when it is shown without the others.
    var longTitle: String { self == .longInactive ? "inactive \(title)" : title }

    /// How old an instant may be. Negated: those who are not that recent, and those of whom it is unknown.
    struct Requirement {
        let sort: JourneyerSort
        let days: Int
        var isNegated = false

        var seconds: Double { Double(days) * 86_400 }
    }

    /// What the filter requires of an instant; nil if nothing.
    var requirement: Requirement? {
        switch self {
        case .all, .malformed: nil
        case .active: Requirement(sort: .lastEntry, days: Self.activeDays)
        case .new: Requirement(sort: .joined, days: Self.newDays)
        case .inactive: Requirement(sort: .lastEntry, days: Self.activeDays, isNegated: true)
        case .longInactive: Requirement(sort: .lastEntry, days: Self.longInactiveDays, isNegated: true)
        }
    }
}

/// A line with all filters and their counts: `all 302  active 120  …`. If there is no room, only the chosen filter is shown.
enum FilterChips {
    static func draw(_ screen: JourneyersState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        guard !area.isEmpty else { return }
        let unreadable = state.model.journeyers.unreadable
        let tail = unreadable > 0 ? [Span("  + \(unreadable) unreadable", .dim)] : []
        let all = Array(JourneyerFilter.allCases.flatMap { chip($0, screen, $0.title) }.dropFirst())
        let alone = Array(chip(screen.filter, screen, screen.filter.longTitle).dropFirst())
        let choices = [all + tail, all, alone]
        frame.put(choices.first { $0.reduce(0) { $0 + StatusLine.columns(of: $1) } <= area.width } ?? alone, in: area)
    }

    private static func chip(_ filter: JourneyerFilter, _ screen: JourneyersState, _ title: String) -> [Span] {
        let style: Style = filter == screen.filter ? .accent.bold.underlined : .dim
        // Before all journeyers are read, only the number of all is known.
        return [Span("  "), Span(screen.counts[filter].map { "\(title) \($0)" } ?? title, style)]
    }
}
