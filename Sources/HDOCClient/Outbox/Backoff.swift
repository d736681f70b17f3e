import FoundationEssentials

/// The delay before the next attempt to send an entry. An upper limit starts at 2 seconds and doubles with each attempt, up to
/// 15 minutes. The delay is random between half of that limit and the limit, so that clients whose requests failed at the same
/// time do not retry at the same time.
enum Backoff {
    /// The largest upper limit, in seconds.
    static let longest = 900.0
    /// The longest delay that hdoc accepts from a backend, in seconds.
    static let longestAsked = 3600.0

    /// The delay in seconds after this number of attempts.
    static func delay(attempts: Int, using generator: inout some RandomNumberGenerator) -> TimeInterval {
        let ceiling = min(longest, 2 * Double(1 << min(max(attempts, 1) - 1, 12)))
        return Double.random(in: (ceiling / 2)...ceiling, using: &generator)
    }

    static func delay(attempts: Int) -> TimeInterval {
        var generator = SystemRandomNumberGenerator()
        return delay(attempts: attempts, using: &generator)
    }
}
