import FoundationEssentials

/// When a request to DynamoDB is sent again. The delays have full jitter: a random time up to a limit that doubles.
package struct DynamoDBRetries: Sendable {
    package var attempts = 6
    /// The limit of the first delay.
    package var firstDelay = Duration.milliseconds(25)
    package var longestDelay = Duration.seconds(1)
    /// The time for all attempts together. API Gateway ends a call after 29 s, and a call makes several requests.
    package var total = Duration.seconds(6)
    /// The time for one attempt.
    package var attempt = Duration.seconds(3)
    package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    package var random: @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) }

    package init() {}

    func delay(after attempt: Int) -> Duration {
        let limit = min(longestDelay, firstDelay * (1 << min(attempt, 10)))
        return limit * random(0...1)
    }
}
