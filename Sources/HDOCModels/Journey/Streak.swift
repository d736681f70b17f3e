/// Runs of consecutive calendar days with an entry.
public struct Streak: Sendable, Equatable {
    /// The length in days of the run that ends today, or yesterday while today has no entry yet. 0 where there is none.
    public let current: Int
    /// The length in days of the longest run.
    public let longest: Int
    /// Whether the current run ends yesterday, so that it breaks unless today gets an entry.
    public let isAtRisk: Bool
    /// The first day without an entry after the last run; nil while that run goes on.
    public let brokenOn: CalendarDay?
    /// The day without an entry that ended the longest run (of several, the latest); nil while that run goes on.
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
