import FoundationEssentials

/// The two clocks of the backend: the real one for tokens, and the community's, which `--today` moves.
struct BackendClock: Sendable {
    let now: @Sendable () -> Date
    private let shift: TimeInterval

    init(now: @escaping @Sendable () -> Date, today: Date?) {
        self.now = now
        self.shift = today.map { CivilDay($0).start.timeIntervalSince(CivilDay(now()).start) } ?? 0
    }

    /// Seconds since 1970, as tokens count them.
    var seconds: Int { Int(now().timeIntervalSince1970.rounded(.down)) }
    /// Now, in the community's calendar.
    var community: Date { now().addingTimeInterval(shift) }
}

/// A day of the Gregorian calendar in UTC, counted from 1970-01-01.
struct CivilDay: Hashable, Comparable, Sendable {
    let number: Int

    init(number: Int) { self.number = number }

    init(_ date: Date) { number = Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }

    /// Reads `2026-11-23`, and refuses days that do not exist.
    init?(_ text: String) {
        guard text.utf8.count == 10, let date = try? Date(text, strategy: Self.style) else { return nil }
        self.init(date)
        guard self.text == text else { return nil }
    }

    private static var style: Date.ISO8601FormatStyle { .iso8601.year().month().day() }

    var start: Date { Date(timeIntervalSince1970: TimeInterval(number) * 86_400) }
    var text: String { start.formatted(Self.style) }

    static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
    static func + (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number + days) }
    static func - (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number - days) }
}

extension Date {
    /// `2026-11-23T10:15:30.123Z`, the backend's spelling of an instant.
    var instantText: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
}
