import FoundationEssentials
import HDOCModels
import TerminalKit

/// Streak and consistency in words.
enum TodayFacts {
    static func lines(_ state: AppState, in area: Rect) -> [[Span]] {
        if area.height == 1 { return [[compact(state, width: area.width)]] }
        let isWide = area.width >= 30
        return [streak(state)] + risk(state, isWide: isWide) + longest(state) + consistency(state, isWide: isWide) + profile(state)
    }

    /// The streak in one line. A streak at risk has priority over the longest streak.
    private static func compact(_ state: AppState, width: Int) -> Span {
        let streak = state.journey.streak
        let days = "Streak \(Amounts.count(streak.current, "day"))"
        var choices = ["\(days), longest \(streak.longest)", days]
        if streak.isAtRisk {
            let left = left(state)
            choices = ["\(days), at risk: \(left) left", "At risk: \(left) left", "At risk: \(left)", left]
        } else if let broken = streak.brokenOn {
            let day = ShortDate.full(broken, today: state.today)
            choices = ["Streak broken \(day), longest \(streak.longest)", "Broken \(day)"]
        }
        let fitting = choices.first { TextWidth.columns(of: $0) <= width } ?? choices.last ?? days
        return Span(fitting, streak.isAtRisk ? .warning : .normal)
    }

    private static func streak(_ state: AppState) -> [Span] {
        [Span("Streak  ", .dim), Span(Amounts.count(state.journey.streak.current, "day"), .title)]
    }

    /// The time that is left for a streak at risk, or else the date on which the last streak broke.
    private static func risk(_ state: AppState, isWide: Bool) -> [[Span]] {
        let streak = state.journey.streak
        if streak.isAtRisk {
            let dayEnd = state.settings.calendar.dayEnd
            let time = dayEnd == .midnight ? "midnight" : dayEnd.description
            let zone = isWide ? [[Span("  \(time) in \(state.settings.zone.identifier)", .dim)]] : []
            return [[Span("At risk: \(left(state)) left", .warning)]] + zone
        }
        guard let broken = streak.brokenOn else { return [] }
        let last = state.journey.records.values.filter { $0.date == broken.adding(days: -1) }.map(\.day).max()
        let after = isWide ? last.map { ", after day \($0)" } ?? "" : ""
        return [[Span("Broken \(ShortDate.full(broken, today: state.today))\(after)", .dim)]]
    }

    private static func longest(_ state: AppState) -> [[Span]] {
        let streak = state.journey.streak
        guard streak.longest > 0 else { return [] }
        // `risk` already shows the date on which the last streak broke.
        let isSaid = streak.brokenOn != nil && streak.longestBrokenOn == streak.brokenOn
        let end = streak.longestBrokenOn.map { ", broken \(ShortDate.text($0))" } ?? ", and going on"
        return [[Span("Longest \(streak.longest)\(isSaid ? "" : end)", .dim)]]
    }

    private static func consistency(_ state: AppState, isWide: Bool) -> [[Span]] {
        guard let consistency = state.journey.consistency else { return [] }
        let isEnough = consistency >= Journey.prizeConsistency
        return [
            [
                Span("Consistency ", .dim), Span("≈ \(twoDigits(consistency))", isEnough ? .normal : .warning),
                Span(isEnough ? " (≥ 0.7)" : " (< 0.7)", .dim), Span(isWide ? " est." : "", .dim),
            ]
        ]
    }

    /// The number of days in the profile, if the stage counts differently.
    private static func profile(_ state: AppState) -> [[Span]] {
        guard let days = state.model.me?.daysCompleted, days != state.journey.nextDay - 1 else { return [] }
        return [[Span("Profile  ", .dim), Span("\(days) days completed", .dim)]]
    }

    private static func left(_ state: AppState) -> String {
        RelativeTime.wait(until: state.settings.calendar.end(of: state.today), now: state.now)
    }

    /// Two decimals, rounded down, so that 0.699 is not shown as 0.70.
    private static func twoDigits(_ share: Double) -> String {
        let hundredths = Int(min(max(share, 0), 1) * 100)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
