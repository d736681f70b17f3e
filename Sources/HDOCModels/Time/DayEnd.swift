/// The time of day at which a participant's day ends. Until then, the day is still yesterday's.
public struct DayEnd: Sendable, Hashable, Codable {
    /// Minutes after midnight, 0 to `latest`.
    public let minutes: Int

    /// The latest possible end in minutes after midnight: noon. A later time would be meant as an end before midnight.
    public static let latest = 12 * 60
    /// Days end at midnight, as in the calendar.
    public static let midnight = DayEnd(minutes: 0)

    private init(minutes: Int) { self.minutes = minutes }

    /// Reads a time in the form `HH:MM` or `H:MM`, from 00:00 to 12:00. Nil if the text has another form or the time is later.
    public init?(_ text: String) {
        guard let minutes = ClockTime.minutes(text), minutes <= Self.latest else { return nil }
        self.minutes = minutes
    }
}

extension DayEnd: CustomStringConvertible {
    /// `HH:MM`.
    public var description: String { ClockTime.text(minutes: minutes) }
}

/// Times of day in minutes after midnight.
package enum ClockTime {
    /// The number of minutes in a day.
    package static let day = 24 * 60

    /// Reads `HH:MM` or `H:MM`, from 00:00 to 23:59. Nil if the text has another form.
    package static func minutes(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2, parts.joined().allSatisfy(ASCII.isDigit),
            let hour = Int(String(decoding: parts[0], as: UTF8.self)), let minute = Int(String(decoding: parts[1], as: UTF8.self)),
            hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// `HH:MM`.
    package static func text(minutes: Int) -> String { "\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))" }
}
