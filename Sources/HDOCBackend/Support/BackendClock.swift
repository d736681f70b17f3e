import FoundationEssentials

/// The two clocks of the backend: the real one for tokens, and the community's, which `--today` shifts.
struct BackendClock: Sendable {
    let now: @Sendable () -> Date
    private let shift: TimeInterval

    init(now: @escaping @Sendable () -> Date, today: Date?) {
        self.now = now
        self.shift = today.map { UTCDay($0).start.timeIntervalSince(UTCDay(now()).start) } ?? 0
    }

    /// Now, in seconds since 1970, as tokens use it.
    var seconds: Int { Int(now().timeIntervalSince1970.rounded(.down)) }
    /// Now, for the community.
    var community: Date { now().addingTimeInterval(shift) }
}

/// A day in UTC as a number, counted from 1970-01-01, for arithmetic on many sample dates.
struct UTCDay: Hashable, Comparable, Sendable {
    let number: Int

    init(number: Int) { self.number = number }

    init(_ date: Date) { number = Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }

    /// Reads `2026-11-23`. Nil if the day does not exist.
    init?(_ text: String) {
        guard text.utf8.count == 10, let date = try? Date(text, strategy: Self.style) else { return nil }
        self.init(date)
        guard self.text == text else { return nil }
    }

    private static var style: Date.ISO8601FormatStyle { .iso8601.year().month().day() }

    var start: Date { Date(timeIntervalSince1970: TimeInterval(number) * 86_400) }
    var text: String { start.formatted(Self.style) }

    static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }
    static func + (day: UTCDay, days: Int) -> UTCDay { UTCDay(number: day.number + days) }
    static func - (day: UTCDay, days: Int) -> UTCDay { UTCDay(number: day.number - days) }
}
