import FoundationEssentials
import HDOCModels

/// The values that satisfy a comparison: all from `low` to `high`. Empty if `low` is greater than `high`.
package struct QueryBounds<Value: Comparable & Hashable & Sendable>: Sendable, Hashable {
    package let low: Value
    package let high: Value

    /// Whether a value satisfies the comparison.
    @inlinable package func contain(_ value: Value) -> Bool { low <= value && value <= high }
}

extension QueryBounds where Value: FixedWidthInteger {
    init(_ comparison: QueryComparison<Value>) {
        switch comparison {
        case .equal(let bound): (low, high) = (bound, bound)
        case .less(let bound): (low, high) = bound == .min ? (.max, .min) : (.min, bound - 1)
        case .atMost(let bound): (low, high) = (.min, bound)
        case .greater(let bound): (low, high) = bound == .max ? (.max, .min) : (bound + 1, .max)
        case .atLeast(let bound): (low, high) = (bound, .max)
        case .between(let first, let last): (low, high) = (first, last)
        }
    }
}

/// Bounds of instants in seconds since 1970. An unknown instant is minus infinity, which no bounds contain.
extension QueryBounds<Double> {
    private static var first: Double { -.greatestFiniteMagnitude }
    private static var last: Double { .greatestFiniteMagnitude }

    /// The instants whose age satisfies the comparison. `14d` means at least 14 days and less than 15; the other comparisons are exact.
    init(_ comparison: QueryComparison<QueryAge>, now: Double) {
        switch comparison {
        case .equal(let age): (low, high) = ((now - (Double(age.amount) + 1) * age.unit.seconds).nextUp, now - age.seconds)
        case .less(let age): (low, high) = ((now - age.seconds).nextUp, Self.last)
        case .atMost(let age): (low, high) = (now - age.seconds, Self.last)
        case .greater(let age): (low, high) = (Self.first, (now - age.seconds).nextDown)
        case .atLeast(let age): (low, high) = (Self.first, now - age.seconds)
        case .between(let least, let most): (low, high) = (now - most.seconds, now - least.seconds)
        }
    }

    /// The instants whose date in `zone` satisfies the comparison.
    init(_ comparison: QueryComparison<CalendarDay>, in zone: LocalZone) {
        func end(_ day: CalendarDay) -> Double { day.end(in: zone).timeIntervalSince1970 }
        // The first and the last date of the calendar have no neighbours.
        func start(_ day: CalendarDay) -> Double { day.adding(days: -1) == day ? Self.first : end(day.adding(days: -1)) }
        func last(_ day: CalendarDay) -> Double { day.adding(days: 1) == day ? Self.last : end(day).nextDown }
        switch comparison {
        case .equal(let day): (low, high) = (start(day), last(day))
        case .less(let day): (low, high) = (Self.first, start(day) == Self.first ? -.infinity : start(day).nextDown)
        case .atMost(let day): (low, high) = (Self.first, last(day))
        case .greater(let day): (low, high) = (last(day) == Self.last ? .infinity : last(day).nextUp, Self.last)
        case .atLeast(let day): (low, high) = (start(day), Self.last)
        case .between(let from, let to): (low, high) = (start(from), last(to))
        }
    }
}
