import FoundationEssentials

/// ISO 8601 instants as the backend writes them: `2020-07-30T00:22:31.096Z`.
public enum Timestamp {
    private static let longest = 40
    private static let millisecondsPerDay = 86_400_000

    /// Reads an instant.
    ///
    /// Seconds may be left out, and their fraction may have any number of digits, of which three are read. A space is accepted
    /// instead of `T`. The offset may be `Z`, `+01:00`, `+0100` or `+01`; without an offset (as Python's `isoformat()` writes) the
    /// time is UTC. A date alone means midnight UTC.
    /// - Returns: nil if `text` has another form or more than 40 bytes.
    public static func parse(_ text: String) -> Date? {
        guard text.utf8.count <= longest else { return nil }
        var reader = TimestampReader(text)
        return reader.read()
    }

    /// Reads an instant in exactly one of the forms `2020-07-30T00:22:31.096Z` and `2020-07-30T00:22:31Z`, several times faster than
    /// ``parse(_:)`` and with the same result.
    package static func parseUsual(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
        guard text.count == 24 || text.count == 20, text[text.count - 1] == UInt8(ascii: "Z"), text[4] == UInt8(ascii: "-"),
            text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text.count == 20 || text[19] == UInt8(ascii: ".")
        else { return nil }
        func number(_ range: Range<Int>) -> Int {
            var value = 0
            for index in range {
                let digit = text[index] &- UInt8(ascii: "0")
                guard digit < 10 else { return -1_000_000 }
                value = value * 10 + Int(digit)
            }
            return value
        }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        let thousandths = text.count == 24 ? number(20..<23) : 0
        guard CivilDate.exists(year: year, month: month, day: day), (0..<24).contains(hour), (0..<60).contains(minute),
            (0...60).contains(second), thousandths >= 0
        else { return nil }
        let seconds = CivilDate.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
        return Date(timeIntervalSince1970: Double(seconds) + Double(thousandths) / 1000)
    }

    /// The instant in UTC with milliseconds and `Z`, as the website writes it. Smaller fractions of a second are cut off.
    public static func format(_ date: Date) -> String {
        var bytes: [UInt8] = []
        write(date, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text that `format` returns.
    public static func write(_ date: Date, to bytes: inout [UInt8]) {
        let milliseconds = date.millisecondsSince1970
        let days = CivilDate.floorDivide(milliseconds, millisecondsPerDay)
        let (year, month, day) = CivilDate.date(days: days)
        let rest = milliseconds - days * millisecondsPerDay
        write(year, 1_000, "-", to: &bytes)
        write(month, 10, "-", to: &bytes)
        write(day, 10, "T", to: &bytes)
        write(rest / 3_600_000, 10, ":", to: &bytes)
        write(rest / 60_000 % 60, 10, ":", to: &bytes)
        write(rest / 1_000 % 60, 10, ".", to: &bytes)
        write(rest % 1_000, 100, "Z", to: &bytes)
    }

    /// Appends the digits of a number, from the one of `unit`, and a character.
    private static func write(_ value: Int, _ unit: Int, _ end: Unicode.Scalar, to bytes: inout [UInt8]) {
        var unit = unit
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value / unit % 10))
            unit /= 10
        }
        bytes.append(UInt8(ascii: end))
    }
}

extension Date {
    /// Whole milliseconds since 1970, rounded down and clamped to the years 1 to 9999.
    package var millisecondsSince1970: Int {
        let milliseconds = min(max(timeIntervalSince1970, -62_135_596_800), 253_402_300_799.999) * 1_000
        // A `Double` seldom holds a millisecond exactly. Without this correction, about half of the results would be 1 ms too early.
        let nearest = milliseconds.rounded()
        return Int(abs(milliseconds - nearest) < 0.01 ? nearest : milliseconds.rounded(.down))
    }
}

/// Reads one instant from left to right.
private struct TimestampReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    mutating func read() -> Date? {
        guard let day = date() else { return nil }
        var (seconds, fraction) = (0, 0.0)
        if !rest.isEmpty {
            guard take("T") || take("t") || take(" "), let time = time() else { return nil }
            (seconds, fraction) = time
            guard let offset = offset() else { return nil }
            seconds -= offset
        }
        guard rest.isEmpty else { return nil }
        return Date(timeIntervalSince1970: Double(day * 86_400 + seconds) + fraction)
    }

    private mutating func date() -> Int? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
            CivilDate.exists(year: year, month: month, day: day)
        else { return nil }
        return CivilDate.days(year: year, month: month, day: day)
    }

    private mutating func time() -> (seconds: Int, fraction: Double)? {
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else { return nil }
        guard take(":") else { return (hour * 3_600 + minute * 60, 0) }
        // 60 is a leap second.
        guard let second = number(2), second <= 60 else { return nil }
        var fraction = 0.0
        if take(".") || take(",") {
            let digits = rest.prefix(while: Self.isDigit)
            rest = rest[digits.endIndex...]
            guard !digits.isEmpty, let value = Double("0." + String(decoding: digits.prefix(3), as: UTF8.self)) else { return nil }
            fraction = value
        }
        return (hour * 3_600 + minute * 60 + second, fraction)
    }

    /// The offset from UTC in seconds, positive east of Greenwich; 0 at the end of the text. Nil if the text is not an offset.
    private mutating func offset() -> Int? {
        if rest.isEmpty || take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = rest.isEmpty ? 0 : number(2), minutes < 60 else { return nil }
        return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(_ width: Int) -> Int? {
        let digits = rest.prefix(width)
        guard digits.count == width, digits.allSatisfy(Self.isDigit) else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
