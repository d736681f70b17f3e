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

    func shows(_ facts: JourneyerFacts, now: Date) -> Bool {
        func wrote(within days: Int) -> Bool {
            Self.isWithin(days, facts.lastEntry, now)
        }
        switch self {
        case .all: return true
        case .active: return wrote(within: Self.activeDays)
        case .new: return Self.isWithin(Self.newDays, facts.joined, now)
        case .inactive: return !wrote(within: Self.activeDays)
        case .longInactive: return !wrote(within: Self.longInactiveDays)
        case .malformed: return facts.isMalformed
        }
    }

    /// Whether the instant, in seconds since 1970, is at most `days` days before `now`. False for an unknown one.
    private static func isWithin(_ days: Int, _ instant: Float64, _ now: Date) -> Bool {
        now.timeIntervalSince1970 - instant <= Double(days) * 86_400
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
        return [Span("  "), Span("\(title) \(screen.counts[filter] ?? 0)", style)]
    }
}
