import FoundationEssentials

/// One participant's journey, computed from what they posted and what still waits in the outbox.
public struct Journey: Sendable, Equatable {
    public enum Cell: Sendable, Equatable {
        case posted, queued, next, missed, toCome
    }

    /// A day number with the date it was written for and whether the backend has it.
    public struct Record: Sendable, Equatable {
        public let day: Int
        public let date: CalendarDay?
        public let isPosted: Bool
        /// Of the entry or article; its id where it has none.
        public let title: String

        public init(day: Int, date: CalendarDay?, isPosted: Bool, title: String = "") {
            (self.day, self.date, self.isPosted, self.title) = (day, date, isPosted, title)
        }
    }

    public let today: CalendarDay
    /// By day number; where a day was posted and queued, the posted one.
    public let records: [Int: Record]
    /// All dates with an entry.
    public let dates: Set<CalendarDay>

    public init(records: [Record], today: CalendarDay) {
        self.today = today
        self.records = Dictionary(records.filter(\.hasPlausibleDay).map { ($0.day, $0) }) { $0.isPosted ? $0 : $1 }
        dates = Set(records.compactMap(\.date))
    }

    public init(articles: [Article], outbox: [OutboxEntry], today: CalendarDay) {
        let posted = articles.compactMap { article in
            article.day.map { Record(day: $0, date: article.date, isPosted: true, title: article.title ?? article.id) }
        }
        let waiting = outbox.filter(\.state.countsForJourney).map {
            Record(day: $0.entry.day, date: $0.entry.date, isPosted: $0.state == .sent, title: $0.entry.title)
        }
        self.init(records: posted + waiting, today: today)
    }

    /// The number the next entry gets: one more than the highest so far.
    public var nextDay: Int { (records.keys.max() ?? 0) + 1 }

    /// What was written for a date; of several the latest day.
    public func record(on date: CalendarDay) -> Record? {
        records.values.filter { $0.date == date }.max { $0.day < $1.day }
    }

    public var daysLogged: Int { records.count }

    public func cell(_ day: Int) -> Cell {
        if let record = records[day] { return record.isPosted ? .posted : .queued }
        if day == nextDay { return .next }
        return day < nextDay ? .missed : .toCome
    }

    public var streak: Streak { Streak(dates: dates, today: today) }

    /// The share of calendar days since the first entry that have one, 0.0–1.0. An estimate: the organisers'
    /// own formula is not published. Nil before the first entry.
    public var consistency: Double? {
        guard let first = dates.filter({ $0 <= today }).min() else { return nil }
        // Today only counts once it is written: a morning must not look like a missed day.
        let span = first.days(to: today) + (dates.contains(today) ? 1 : 0)
        return span > 0 ? Double(dates.filter { $0 <= today }.count) / Double(span) : 1
    }

    /// Below this the organisers do not consider a participant for prizes.
    public static let prizeConsistency = 0.7
}

extension EntryState {
    /// A draft or a refused entry is not a day yet.
    var countsForJourney: Bool { isWaiting || self == .sent }
}

/// Consecutive calendar days with an entry.
public struct Streak: Sendable, Equatable {
    /// Days in a row up to today, or up to yesterday while today may still be written.
    public let current: Int
    public let longest: Int
    /// True where the streak lives but today has no entry yet.
    public let isAtRisk: Bool
    /// The first day without an entry after the last run, where the current streak is broken.
    public let brokenOn: CalendarDay?
    /// The day without an entry that ended the longest run, the latest of several; nil while that one lives.
    public let longestBrokenOn: CalendarDay?

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

extension Journey.Record {
    /// Whether the day is one that hdoc posts. A backend may hold any number, for example a time in seconds; such a number must
    /// not become the base of the next day.
    fileprivate var hasPlausibleDay: Bool { (1...EntryRules.largestDay).contains(day) }
}
