/// What a term of a query requires of a value.
public enum QueryComparison<Value: Comparable & Hashable & Sendable>: Sendable, Hashable {
    /// `30` or `=30`.
    case equal(Value)
    /// `<30`.
    case less(Value)
    /// `<=30`.
    case atMost(Value)
    /// `>30`.
    case greater(Value)
    /// `>=30`.
    case atLeast(Value)
    /// `10..30`. Both ends are included, and the first one is not greater than the second one.
    case between(Value, Value)

    /// Whether a value satisfies the comparison.
    public func holds(for value: Value) -> Bool {
        switch self {
        case .equal(let bound): value == bound
        case .less(let bound): value < bound
        case .atMost(let bound): value <= bound
        case .greater(let bound): value > bound
        case .atLeast(let bound): value >= bound
        case .between(let first, let last): first <= value && value <= last
        }
    }

    /// The comparison as it is typed.
    func text(_ write: (Value) -> String) -> String {
        switch self {
        case .equal(let bound): write(bound)
        case .less(let bound): "<\(write(bound))"
        case .atMost(let bound): "<=\(write(bound))"
        case .greater(let bound): ">\(write(bound))"
        case .atLeast(let bound): ">=\(write(bound))"
        case .between(let first, let last): "\(write(first))..\(write(last))"
        }
    }
}

/// A time that has passed, as a query writes it: `14d`, `36h`, `2w`.
public struct QueryAge: Sendable, Hashable, Comparable {
    /// The units of an age. The raw value is the letter.
    public enum Unit: Character, Sendable, CaseIterable {
        case hour = "h"
        case day = "d"
        case week = "w"

        /// The length of the unit in seconds.
        public var seconds: Double {
            switch self {
            case .hour: 3_600
            case .day: 86_400
            case .week: 604_800
            }
        }
    }

    /// How many units; not negative.
    public let amount: Int
    /// The unit.
    public let unit: Unit

    /// An age.
    public init(amount: Int, unit: Unit) { (self.amount, self.unit) = (amount, unit) }

    /// The age in seconds.
    public var seconds: Double { Double(amount) * unit.seconds }

    /// Whether `a` is the shorter time.
    public static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }
}
