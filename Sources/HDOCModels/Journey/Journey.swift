import FoundationEssentials

/// One participant's journey, computed from their articles on the backend and the entries in the outbox.
public struct Journey: Sendable, Equatable {
    /// The current date in the participant's time zone.
    public let today: CalendarDay
    /// The days with an entry, by number. For a day that is both posted and in the outbox, this is the posted entry.
    public let records: [Int: JourneyRecord]
    /// All dates with an entry.
    public let dates: Set<CalendarDay>

    /// A journey with these days. Day numbers below 1 or above `EntryRules.largestDay` are left out; their dates still count.
    public init(records: [JourneyRecord], today: CalendarDay) {
        self.today = today
        self.records = Dictionary(records.filter(\.hasPlausibleDay).map { ($0.day, $0) }) { $0.isPosted ? $0 : $1 }
        dates = Set(records.compactMap(\.date))
    }

    /// The journey of one author. Drafts and rejected entries do not count.
    /// - Parameters:
    ///   - articles: the author's articles on the backend.
    ///   - outbox: the author's entries on this machine.
    ///   - today: the current date in the author's time zone.
    ///   - id: an entry to leave out, so that its own day and date count as free.
    public init(articles: [Article], outbox: [OutboxEntry], today: CalendarDay, besides id: String? = nil) {
        let changed = outbox.changedArticleIDs
        let posted = articles.filter { $0.id != id && !changed.contains($0.id) }.compactMap { article in
            article.day.map { JourneyRecord(day: $0, date: article.date, isPosted: true, title: article.title ?? article.id) }
        }
        let waiting = outbox.filter { $0.id != id }.compactMap { row in
            row.counted.map { JourneyRecord(day: $0.day, date: $0.date, isPosted: row.posted != nil, title: $0.title) }
        }
        self.init(records: posted + waiting, today: today)
    }

    /// The day number of the next entry: one more than the highest one so far.
    public var nextDay: Int { (records.keys.max() ?? 0) + 1 }

    /// `day` if it has no entry yet, otherwise `nextDay`: days that were missed stay missed.
    public func freeDay(_ day: Int) -> Int { records[day] == nil ? day : nextDay }

    /// The entry for a date; if there are several, the one with the highest day number.
    public func record(on date: CalendarDay) -> JourneyRecord? {
        records.values.filter { $0.date == date }.max { $0.day < $1.day }
    }

    /// The number of days with an entry.
    public var daysLogged: Int { records.count }

    /// The progress of a day, as the map of the journey shows it.
    public func progress(of day: Int) -> DayProgress {
        if let record = records[day] { return record.isPosted ? .posted : .queued }
        if day == nextDay { return .next }
        return day < nextDay ? .missed : .toCome
    }

    /// The runs of consecutive dates with an entry.
    public var streak: Streak { Streak(dates: dates, today: today) }

    /// The share of the calendar days since the first entry that have an entry, from 0.0 to 1.0. Nil if there is no entry yet.
    ///
    /// This is an estimate: the organisers do not publish their formula.
    public var consistency: Double? {
        guard let first = dates.filter({ $0 <= today }).min() else { return nil }
        // Today counts only if it has an entry; until then today is not a missed day.
        let span = first.days(to: today) + (dates.contains(today) ? 1 : 0)
        return span > 0 ? Double(dates.filter { $0 <= today }.count) / Double(span) : 1
    }

    /// The lowest consistency with which the organisers consider a participant for prizes.
    public static let prizeConsistency = 0.7
}

extension OutboxEntry {
    /// The text that counts as the entry of its day. Nil for a new entry that is a draft or rejected, and for a removed article. An
    /// article that is being removed counts until the stage has removed it.
    var counted: Entry? {
        if isRemoved { return nil }
        return state.isWaiting || state == .sent ? entry : posted?.entry
    }
}

/// One day of a journey that has an entry.
public struct JourneyRecord: Sendable, Equatable {
    /// The day number, from 1.
    public let day: Int
    /// The date of the entry; nil if the article has no date.
    public let date: CalendarDay?
    /// Whether the backend has the entry.
    public let isPosted: Bool
    /// The title of the entry or article; the article's id if it has no title.
    public let title: String

    /// A day with an entry.
    public init(day: Int, date: CalendarDay?, isPosted: Bool, title: String = "") {
        (self.day, self.date, self.isPosted, self.title) = (day, date, isPosted, title)
    }
}

/// The progress of one day of a journey.
public enum DayProgress: Sendable, Equatable {
    /// The backend has an entry for the day.
    case posted
    /// The day's entry waits in the outbox.
    case queued
    /// The day is the next one to write.
    case next
    /// The day has no entry, but a later day has one.
    case missed
    /// The day comes after the next one to write.
    case toCome
}

extension JourneyRecord {
    /// Whether hdoc could have posted this day number. A backend may store any number, for example a time in seconds;
    /// `nextDay` must not continue from such a number.
    fileprivate var hasPlausibleDay: Bool { (1...EntryRules.largestDay).contains(day) }
}
