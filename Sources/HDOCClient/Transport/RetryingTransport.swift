import FoundationEssentials

/// Retries GET requests after temporary failures: throttling (429), a backend failure (502, 503) or an interrupted connection.
/// A request is sent at most three times. The delay is up to a quarter of a second before the first retry and up to half a
/// second before the second, or the `Retry-After` time if that is longer. A response with a `Retry-After` above five seconds is
/// not retried. All attempts together take no longer than the time limit of the request allows. A POST is sent once.
public struct RetryingTransport: Transport {
    /// Waits for a duration. It must throw immediately if the task is cancelled.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    private let base: any Transport
    private let sleep: Sleep
    private let random: @Sendable (ClosedRange<Double>) -> Double
    private let clock: @Sendable () -> ContinuousClock.Instant

    static let mostRetries = 2
    /// If a response asks for a longer delay, it is returned without a retry.
    static let longestWait = Duration.seconds(5)
    /// If less time remains for an attempt, the request is not retried.
    static let leastTime = Duration.seconds(1)

    /// - Parameters:
    ///   - base: the transport that makes the exchanges.
    ///   - sleep: waits for a duration, and throws immediately if the task is cancelled.
    ///   - random: returns a random number in a range, for the jitter.
    ///   - clock: returns the time with which the attempts are measured.
    public init(
        _ base: any Transport, sleep: @escaping Sleep = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) },
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.base, self.sleep, self.random, self.clock) = (base, sleep, random, clock)
    }

    /// Sends the request with the base transport, and retries it if appropriate. Throws the error of the last attempt, or
    /// `cancelled`.
    public func send(_ request: Request) async throws(TransportError) -> Response {
        guard request.method == .get else { return try await base.send(request) }
        let end = clock() + request.limits.total
        var request = request
        while true {
            let result = await result(of: request)
            guard request.retry < Self.mostRetries, let wait = wait(after: result, retry: request.retry),
                clock() + wait + Self.leastTime < end
            else { return try result.get() }
            do { try await sleep(wait) } catch { throw .cancelled }
            if Task.isCancelled { throw .cancelled }
            request.retry += 1
            request.limits.total = min(request.limits.total, max(Self.leastTime, end - clock()))
        }
    }

    private func result(of request: Request) async -> Result<Response, TransportError> {
        do throws(TransportError) { return .success(try await base.send(request)) } catch { return .failure(error) }
    }

    /// The delay before the next attempt. Nil if the request must not be retried.
    private func wait(after result: Result<Response, TransportError>, retry: Int) -> Duration? {
        switch result {
        case .failure(let error): return error.cause == .interrupted ? backoff(retry) : nil
        case .success(let response):
            // A 504 is not retried, because it has already taken half a minute.
            guard [429, 502, 503].contains(response.status) else { return nil }
            guard let asked = response.header("Retry-After") else { return backoff(retry) }
            guard let seconds = Int(asked), seconds >= 0, .seconds(seconds) <= Self.longestWait else { return nil }
            return max(.seconds(seconds), backoff(retry))
        }
    }

    /// A random delay between half of an upper limit and the limit. The limit is 0.25 seconds for the first retry and 0.5
    /// seconds for the second.
    private func backoff(_ retry: Int) -> Duration {
        let ceiling = 0.25 * Double(1 << retry)
        return .milliseconds(Int(1000 * random(ceiling / 2...ceiling)))
    }
}
