import FoundationEssentials

/// A date of the Gregorian calendar, without time and zone.
public struct CalendarDay: Sendable, Hashable, Comparable {
    /// From 1.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// The day that `instant` falls on in `zone`.
    public init(_ instant: Date, in zone: TimeZone) {
        let parts = Self.calendar(zone).dateComponents([.year, .month, .day], from: instant)
        self.init(unchecked: parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
    }

    /// Reads `YYYY-MM-DD`. Nil where the text has another form or that day does not exist.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            year > 0, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(unchecked: year, month, day)
        // Catches the 31st of April and digits with a sign alike.
        guard CalendarDay(noon, in: .gmt) == self, description == text else { return nil }
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Whether `a` is earlier than `b`.
    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// Noon UTC: far enough from either midnight for arithmetic in whole days.
    private var noon: Date {
        let parts = DateComponents(year: year, month: month, day: day, hour: 12)
        return Self.calendar(.gmt).date(from: parts) ?? .distantPast
    }

    /// The day so many days later; earlier where `days` is negative.
    public func adding(days: Int) -> CalendarDay {
        CalendarDay(noon.addingTimeInterval(Double(days) * 86_400), in: .gmt)
    }

    /// Whole days from `self` to `other`; negative where `other` is earlier.
    public func days(to other: CalendarDay) -> Int {
        Int((other.noon.timeIntervalSince(noon) / 86_400).rounded())
    }

    /// The instant at which this day ends in `zone`. Daylight saving time is taken into account.
    public func end(in zone: TimeZone) -> Date {
        let next = adding(days: 1)
        let parts = DateComponents(year: next.year, month: next.month, day: next.day)
        let calendar = Self.calendar(zone)
        // Where midnight does not exist (some DST changes), startOfDay finds the first instant that does.
        return calendar.date(from: parts).map(calendar.startOfDay) ?? noon
    }

    /// 1 for Monday to 7 for Sunday.
    public var weekday: Int {
        let sundayFirst = Self.calendar(.gmt).component(.weekday, from: noon)
        return (sundayFirst + 5) % 7 + 1
    }

    private static func calendar(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}

extension CalendarDay: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
