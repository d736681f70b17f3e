import FoundationEssentials

/// Retries GET requests that failed for a passing reason: throttling (429), a broken backend (502, 503), or a connection
/// that was interrupted. A request is sent at most three times, with about a quarter and then half a second in between, or
/// the time that `Retry-After` names, up to five seconds. A POST is sent once.
public struct RetryingTransport: Transport {
    /// Waits for a time; throws at once where the task is cancelled.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    private let base: any Transport
    private let sleep: Sleep
    private let random: @Sendable (ClosedRange<Double>) -> Double

    static let mostRetries = 2
    /// A response that asks for a longer wait is returned at once.
    static let longestWait = Duration.seconds(5)

    /// - Parameters:
    ///   - base: makes the exchanges.
    ///   - sleep: waits, and throws at once where the task is cancelled.
    ///   - random: returns a number in a range, for the jitter.
    public init(
        _ base: any Transport, sleep: @escaping Sleep = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) }
    ) {
        (self.base, self.sleep, self.random) = (base, sleep, random)
    }

    /// Sends through the base transport, again where that makes sense. Throws the error of the last attempt.
    public func send(_ request: Request) async throws(TransportError) -> Response {
        guard request.method == .get else { return try await base.send(request) }
        var request = request
        while true {
            let result = await result(of: request)
            guard request.retry < Self.mostRetries, let wait = wait(after: result, retry: request.retry) else {
                return try result.get()
            }
            do { try await sleep(wait) } catch { throw .cancelled }
            if Task.isCancelled { throw .cancelled }
            request.retry += 1
        }
    }

    private func result(of request: Request) async -> Result<Response, TransportError> {
        do throws(TransportError) { return .success(try await base.send(request)) } catch { return .failure(error) }
    }

    /// Nil where another attempt makes no sense, or would come too late.
    private func wait(after result: Result<Response, TransportError>, retry: Int) -> Duration? {
        switch result {
        case .failure(let error): return error.cause == .interrupted ? backoff(retry) : nil
        case .success(let response):
            // A 504 is not retried: it has taken half a minute already.
            guard [429, 502, 503].contains(response.status) else { return nil }
            guard let asked = response.header("Retry-After") else { return backoff(retry) }
            guard let seconds = Int(asked), seconds >= 0, .seconds(seconds) <= Self.longestWait else { return nil }
            return max(.seconds(seconds), backoff(retry))
        }
    }

    /// At most a quarter of a second, then half a second; at least half of that.
    private func backoff(_ retry: Int) -> Duration {
        let ceiling = 0.25 * Double(1 << retry)
        return .milliseconds(Int(1000 * random(ceiling / 2...ceiling)))
    }
}
