import FoundationEssentials

/// A participant's progress at one instant, in the numbers that a shell prompt or a status bar shows.
public struct JourneyProgress: Sendable, Equatable {
    /// The participant's date.
    public let today: CalendarDay
    /// The highest day number with an entry; 0 if there is none.
    public let day: Int
    /// The day number of the next entry.
    public let nextDay: Int
    /// The number of days with an entry.
    public let daysLogged: Int
    /// The runs of consecutive dates with an entry.
    public let streak: Streak
    /// Whether today has an entry that is sent or waits in the outbox.
    public let isLogged: Bool
    /// When today ends.
    public let end: Date
    /// Seconds until today ends; not negative.
    public let timeLeft: TimeInterval
    /// The number of entries whose delivery has begun and is not finished: `queued`, `sending` and `unknown`.
    public let queued: Int
    /// The number of entries in each state; states without an entry are left out.
    public let entries: [EntryState: Int]

    /// The progress of a journey.
    /// - Parameters:
    ///   - journey: the journey, with today's date.
    ///   - states: the states of the entries in the outbox.
    ///   - calendar: the participant's calendar.
    ///   - now: the current time.
    public init(_ journey: Journey, states: [EntryState], calendar: JourneyCalendar, now: Date) {
        today = journey.today
        day = journey.nextDay - 1
        nextDay = journey.nextDay
        daysLogged = journey.daysLogged
        streak = journey.streak
        isLogged = journey.dates.contains(journey.today)
        end = calendar.end(of: journey.today)
        timeLeft = max(0, end.timeIntervalSince(now))
        queued = states.filter(\.isWaiting).count
        entries = Dictionary(states.map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// Whole hours until today ends, rounded down.
    public var hoursLeft: Int { Int(timeLeft / 3_600) }
}
