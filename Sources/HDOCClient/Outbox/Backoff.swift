import FoundationEssentials

/// When to try again: doubling from two seconds to a quarter of an hour, each time somewhere in the upper half of that,
/// so that clients that failed together do not come back together.
enum Backoff {
    static let longest = 900.0
    /// What a backend may ask for: more than this is not believed.
    static let longestAsked = 3600.0

    static func delay(attempts: Int, using generator: inout some RandomNumberGenerator) -> TimeInterval {
        let ceiling = min(longest, 2 * Double(1 << min(max(attempts, 1) - 1, 12)))
        return Double.random(in: (ceiling / 2)...ceiling, using: &generator)
    }

    static func delay(attempts: Int) -> TimeInterval {
        var generator = SystemRandomNumberGenerator()
        return delay(attempts: attempts, using: &generator)
    }
}
