import FoundationEssentials

/// A date of the Gregorian calendar without a time and a time zone, from 0001-01-01 to 9999-12-31.
public struct CalendarDay: Sendable, Hashable, Comparable {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int

    private static let secondsPerDay = 86_400
    private static let earliest = CivilDate.days(year: 1, month: 1, day: 1)
    private static let latest = CivilDate.days(year: 9_999, month: 12, day: 31)

    /// The date at `instant` in `zone`, kept within the years 1 to 9999.
    public init(_ instant: Date, in zone: LocalZone) {
        let seconds = LocalZone.seconds(instant)
        self.init(epochDay: CivilDate.floorDivide(seconds + zone.offset(atSecond: seconds), Self.secondsPerDay))
    }

    /// Reads a date in the form `YYYY-MM-DD`. Nil if the text has another form or the date does not exist.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]), let day = Self.number(bytes[8..<10]),
            CivilDate.exists(year: year, month: month, day: day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The date that is `epochDay` days after 1970-01-01, kept within the years 1 to 9999.
    init(epochDay: Int) {
        (year, month, day) = CivilDate.date(days: min(max(epochDay, Self.earliest), Self.latest))
    }

    /// The number that the digits stand for; nil if a byte is not an ASCII digit.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// Whole days since 1970-01-01.
    var epochDay: Int { CivilDate.days(year: year, month: month, day: day) }

    /// Whether `a` is earlier than `b`.
    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// The date that is `days` days later, or earlier if `days` is negative. The result is kept within the years 1 to 9999.
    public func adding(days: Int) -> CalendarDay {
        let (sum, overflow) = epochDay.addingReportingOverflow(days)
        return CalendarDay(epochDay: overflow ? (days < 0 ? Self.earliest : Self.latest) : sum)
    }

    /// The number of days from `self` to `other`; negative if `other` is earlier.
    public func days(to other: CalendarDay) -> Int { other.epochDay - epochDay }

    /// The instant at which this date ends in `zone`: the first instant of a later date.
    ///
    /// The result is right for days with a change of daylight saving time, and for zones that skipped midnight or a whole day.
    public func end(in zone: LocalZone) -> Date { JourneyCalendar(zone: zone).end(of: self) }

    /// The day of the week, from 1 for Monday to 7 for Sunday.
    public var weekday: Int {
        // 1970-01-01 was a Thursday.
        let days = epochDay + 3
        return days - CivilDate.floorDivide(days, 7) * 7 + 1
    }
}

extension CalendarDay: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }
}

extension Int {
    /// The number with leading zeros up to `width` digits. The number must not be negative.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
