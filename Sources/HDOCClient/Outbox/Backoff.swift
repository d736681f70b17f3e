import FoundationEssentials

/// How long to wait before the next attempt. The ceiling doubles from two seconds to a quarter of an hour; the delay is random
/// between half the ceiling and the ceiling, so that clients that failed together do not return together.
enum Backoff {
    /// In seconds.
    static let longest = 900.0
    /// The longest pause that a backend may ask for, in seconds.
    static let longestAsked = 3600.0

    /// The delay in seconds after so many attempts.
    static func delay(attempts: Int, using generator: inout some RandomNumberGenerator) -> TimeInterval {
        let ceiling = min(longest, 2 * Double(1 << min(max(attempts, 1) - 1, 12)))
        return Double.random(in: (ceiling / 2)...ceiling, using: &generator)
    }

    static func delay(attempts: Int) -> TimeInterval {
        var generator = SystemRandomNumberGenerator()
        return delay(attempts: attempts, using: &generator)
    }
}
