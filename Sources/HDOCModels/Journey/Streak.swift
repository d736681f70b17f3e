/// Runs of consecutive calendar days with an entry.
public struct Streak: Sendable, Equatable {
    /// The length in days of the current run, which ends today, or yesterday if today has no entry yet. 0 if there is none.
    public let current: Int
    /// The length in days of the longest run.
    public let longest: Int
    /// Whether the current run ends yesterday: it breaks unless today gets an entry.
    public let isAtRisk: Bool
    /// The first date without an entry after the last run. Nil if the last run is the current one, or if there is no run.
    public let brokenOn: CalendarDay?
    /// The first date without an entry after the longest run; of several equally long runs, the latest counts. Nil if that run is
    /// the current one, or if there is no run.
    public let longestBrokenOn: CalendarDay?

    /// The runs in `dates`; dates after `today` do not count.
    public init(dates: Set<CalendarDay>, today: CalendarDay) {
        let past = dates.filter { $0 <= today }
        let last = past.max()
        let alive = last.map { $0.days(to: today) <= 1 } ?? false
        current = alive ? Self.run(endingAt: last, in: past) : 0
        let runs = past.filter { !past.contains($0.adding(days: 1)) }.map { (length: Self.run(endingAt: $0, in: past), end: $0) }
        let best = runs.max { ($0.length, $0.end) < ($1.length, $1.end) }
        longest = best?.length ?? 0
        longestBrokenOn = best.flatMap { alive && $0.end == last ? nil : $0.end.adding(days: 1) }
        isAtRisk = alive && last != today
        brokenOn = alive ? nil : last?.adding(days: 1)
    }

    private static func run(endingAt last: CalendarDay?, in dates: Set<CalendarDay>) -> Int {
        var length = 0
        var day = last
        while let current = day, dates.contains(current) {
            length += 1
            day = current.adding(days: -1)
        }
        return length
    }
}
