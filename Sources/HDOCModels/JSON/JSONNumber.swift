/// A JSON number that keeps its text, because a `Double` rounds whole numbers above 2^53 and cannot hold `1e400`.
///
/// Two numbers are equal if their texts are equal: `5` and `5.0` are different.
public struct JSONNumber: Sendable, Hashable {
    /// The number as it was written, in ASCII.
    public let text: String

    /// The number's digits without leading and trailing zeros. The value is `digits` × 10^`exponent`.
    private struct Decimal {
        var isNegative = false
        var digits: [UInt8] = []
        var exponent = 0
    }

    /// Larger exponents are read as this one, which is far larger than any that hdoc uses.
    private static let largestExponent = 1_000_000
    /// The most digits that `wholeText` writes out.
    private static let longestWhole = 64
    /// 2^53.
    private static let largestInteger = 9_007_199_254_740_992

    /// A whole number.
    public init(_ number: Int) { text = String(number) }

    /// Reads a number such as `-12.5e+3`. A leading `+` and leading zeros are accepted too, because some programs send numbers as
    /// strings in that form.
    /// - Returns: nil if `text` is not a number.
    public init?(_ text: String) {
        self.init(checked: text)
        guard decimal != nil else { return nil }
    }

    /// A number whose text the caller has checked.
    init(checked text: String) { self.text = text }

    /// All digits of a whole number, without fraction and exponent: `5.0` gives `5`. Nil if the number has a fraction or more than
    /// 64 digits.
    public var wholeText: String? {
        guard let decimal else { return nil }
        if decimal.digits.isEmpty { return "0" }
        guard decimal.exponent >= 0, decimal.digits.count + decimal.exponent <= Self.longestWhole else { return nil }
        let digits = String(decoding: decimal.digits, as: UTF8.self) + String(repeating: "0", count: decimal.exponent)
        return decimal.isNegative ? "-" + digits : digits
    }

    /// The number rounded down to a whole number; nil beyond ±2^53.
    public var integer: Int? {
        guard let decimal else { return nil }
        guard decimal.exponent < 0 else {
            guard let whole = wholeText.flatMap({ Int($0) }), whole.magnitude <= Self.largestInteger else { return nil }
            return whole
        }
        let digits = decimal.digits.dropLast(-decimal.exponent)
        guard let whole = digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self)), whole < Self.largestInteger else {
            return nil
        }
        // Trailing zeros are already removed, so the fraction is not zero and a negative number must be rounded down.
        return decimal.isNegative ? -whole - 1 : whole
    }

    private var decimal: Decimal? {
        var result = Decimal()
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            result.isNegative = rest.removeFirst() == UInt8(ascii: "-")
        }
        let whole = Self.takeDigits(&rest)
        var fraction: [UInt8] = []
        guard !whole.isEmpty else { return nil }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = Self.takeDigits(&rest)
            guard !fraction.isEmpty else { return nil }
        }
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            guard let exponent = Self.takeExponent(&rest) else { return nil }
            result.exponent = exponent
        }
        guard rest.isEmpty else { return nil }
        result.exponent -= fraction.count
        result.digits = Array((whole + fraction).drop { $0 == UInt8(ascii: "0") })
        while result.digits.last == UInt8(ascii: "0") {
            result.digits.removeLast()
            result.exponent += 1
        }
        return result
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> [UInt8] {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[digits.endIndex...]
        return Array(digits)
    }

    private static func takeExponent(_ rest: inout Substring.UTF8View) -> Int? {
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        let digits = takeDigits(&rest)
        guard !digits.isEmpty else { return nil }
        let exponent = min(Int(String(decoding: digits, as: UTF8.self)) ?? largestExponent, largestExponent)
        return sign == UInt8(ascii: "-") ? -exponent : exponent
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral number: Int) { self.init(number) }
}
