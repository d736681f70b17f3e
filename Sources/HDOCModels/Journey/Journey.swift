import FoundationEssentials

/// One participant's journey, computed from what they posted and what still waits in the outbox.
public struct Journey: Sendable, Equatable {
    /// The date that counts as today, in the participant's zone.
    public let today: CalendarDay
    /// The days with an entry, by number. Of a day that is both posted and in the outbox, the posted entry.
    public let records: [Int: JourneyRecord]
    /// All dates with an entry.
    public let dates: Set<CalendarDay>

    /// A journey of these days.
    public init(records: [JourneyRecord], today: CalendarDay) {
        self.today = today
        self.records = Dictionary(records.filter(\.hasPlausibleDay).map { ($0.day, $0) }) { $0.isPosted ? $0 : $1 }
        dates = Set(records.compactMap(\.date))
    }

    /// The journey of the author of `articles` and of the entries in `outbox`. Drafts and rejected entries do not count.
    /// - Parameters:
    ///   - articles: the articles that the backend has by this author.
    ///   - outbox: the entries on this machine.
    ///   - today: the current date in the author's time zone.
    ///   - id: an entry to leave out, so that its own day and date count as free.
    public init(articles: [Article], outbox: [OutboxEntry], today: CalendarDay, besides id: String? = nil) {
        let posted = articles.filter { $0.id != id }.compactMap { article in
            article.day.map { JourneyRecord(day: $0, date: article.date, isPosted: true, title: article.title ?? article.id) }
        }
        let waiting = outbox.filter { $0.id != id && $0.state.countsForJourney }.map {
            JourneyRecord(day: $0.entry.day, date: $0.entry.date, isPosted: $0.state == .sent, title: $0.entry.title)
        }
        self.init(records: posted + waiting, today: today)
    }

    /// The number that the next entry gets: one more than the highest so far.
    public var nextDay: Int { (records.keys.max() ?? 0) + 1 }

    /// `day` where it has no entry yet, else the next day.
    public func freeDay(_ day: Int) -> Int { records[day] == nil ? day : nextDay }

    /// The entry for a date; of several the one with the highest day.
    public func record(on date: CalendarDay) -> JourneyRecord? {
        records.values.filter { $0.date == date }.max { $0.day < $1.day }
    }

    /// The number of days with an entry.
    public var daysLogged: Int { records.count }

    /// What a map of the journey shows for a day.
    public func progress(of day: Int) -> DayProgress {
        if let record = records[day] { return record.isPosted ? .posted : .queued }
        if day == nextDay { return .next }
        return day < nextDay ? .missed : .toCome
    }

    /// The run of days with an entry.
    public var streak: Streak { Streak(dates: dates, today: today) }

    /// The share of calendar days since the first entry that have one, from 0.0 to 1.0. Nil before the first entry.
    ///
    /// This is an estimate: the organisers do not publish their formula.
    public var consistency: Double? {
        guard let first = dates.filter({ $0 <= today }).min() else { return nil }
        // Today counts only once it has an entry: in the morning it is not a missed day.
        let span = first.days(to: today) + (dates.contains(today) ? 1 : 0)
        return span > 0 ? Double(dates.filter { $0 <= today }.count) / Double(span) : 1
    }

    /// The consistency below which the organisers do not consider a participant for prizes.
    public static let prizeConsistency = 0.7
}

extension EntryState {
    /// Drafts and rejected entries do not count.
    var countsForJourney: Bool { isWaiting || self == .sent }
}

/// A day of a journey: its number, its date, and whether the backend has it.
public struct JourneyRecord: Sendable, Equatable {
    /// From 1.
    public let day: Int
    /// The date it was written for; nil where the article has none.
    public let date: CalendarDay?
    /// Whether the backend has it.
    public let isPosted: Bool
    /// The title of the entry or article; the article's id where it has none.
    public let title: String

    /// A day of a journey.
    public init(day: Int, date: CalendarDay?, isPosted: Bool, title: String = "") {
        (self.day, self.date, self.isPosted, self.title) = (day, date, isPosted, title)
    }
}

/// How far a day of a journey is.
public enum DayProgress: Sendable, Equatable {
    /// The backend has it.
    case posted
    /// It waits in the outbox.
    case queued
    /// It is the next one to write.
    case next
    /// It has no entry, but a later day has.
    case missed
    /// It comes after the next one.
    case toCome
}

extension JourneyRecord {
    /// Whether the day is one that hdoc posts. A backend may hold any number, for example a time in seconds; such a number must
    /// not become the base of the next day.
    fileprivate var hasPlausibleDay: Bool { (1...EntryRules.largestDay).contains(day) }
}
