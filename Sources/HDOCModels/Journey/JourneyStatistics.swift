/// Numbers about one participant's days: when they were written, about what, and when day 100 will be reached.
public struct JourneyStatistics: Sendable, Equatable {
    /// The number of days with an entry.
    public let daysLogged: Int
    /// The highest day number with an entry; 0 if there is none.
    public let lastDay: Int
    /// The first date with an entry; nil if no entry has a date.
    public let firstDate: CalendarDay?
    /// The last date with an entry, up to today.
    public let lastDate: CalendarDay?
    /// The runs of consecutive dates with an entry.
    public let streak: Streak
    /// The number of dates with an entry for each day of the week, from Monday to Sunday.
    public let weekdays: [Int]
    /// The tags with the number of entries that have them, most used first.
    public let tags: [Tag]
    /// The share of the dates with an entry in the last four weeks, or since the first entry if that is later: 0.0 to 1.0. Nil if there
    /// is no entry yet.
    public let pace: Double?
    /// The date of day 100: that of its entry, or an estimate by the pace. Nil if the estimate is more than ten years away.
    public let day100: CalendarDay?

    /// The number of days over which the pace is measured.
    public static let paceWindow = 28
    private static let farthest = 3_653

    /// The statistics of a journey.
    /// - Parameters:
    ///   - journey: the days with an entry.
    ///   - tags: the tags of each entry.
    public init(_ journey: Journey, tags: [[String]]) {
        let dates = journey.dates.filter { $0 <= journey.today }
        daysLogged = journey.daysLogged
        lastDay = journey.nextDay - 1
        (firstDate, lastDate) = (dates.min(), dates.max())
        streak = journey.streak
        weekdays = (1...7).map { weekday in dates.count { $0.weekday == weekday } }
        let counts = Dictionary(tags.flatMap { Set($0) }.map { ($0, 1) }, uniquingKeysWith: +)
        self.tags = counts.map { Tag(tag: $0, count: $1) }.sorted { ($1.count, $0.tag) < ($0.count, $1.tag) }
        let pace = Self.pace(dates, today: journey.today)
        self.pace = pace
        day100 =
            journey.records[EntryRules.lastDay]?.date ?? Self.estimate(of: EntryRules.lastDay - lastDay, pace: pace, today: journey.today)
    }

    private static func pace(_ dates: Set<CalendarDay>, today: CalendarDay) -> Double? {
        guard let first = dates.min() else { return nil }
        // Today counts only if it has an entry; until then today is not a missed day.
        let last = dates.contains(today) ? today : today.adding(days: -1)
        let begin = max(first, last.adding(days: 1 - paceWindow))
        return Double(dates.count { $0 >= begin && $0 <= last }) / Double(begin.days(to: last) + 1)
    }

    private static func estimate(of rest: Int, pace: Double?, today: CalendarDay) -> CalendarDay? {
        guard rest > 0, let pace, pace > 0 else { return nil }
        let days = (Double(rest) / pace).rounded(.up)
        return days <= Double(farthest) ? today.adding(days: Int(days)) : nil
    }
}
