import FoundationEssentials

/// Repeats what may be repeated without harm: a GET that was throttled, that met a broken backend, or whose connection
/// broke off. A POST is sent once, always; so is what would only fail again in the same way.
public struct RetryingTransport: Transport {
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    private let base: any Transport
    private let sleep: Sleep
    private let random: @Sendable (ClosedRange<Double>) -> Double

    static let mostRetries = 2
    /// Who is told to wait longer than this is told so at once, instead of being kept waiting.
    static let longestWait = Duration.seconds(5)

    /// - Parameters:
    ///   - sleep: waits, and throws at once where the task is cancelled.
    ///   - random: a number in a range, for the jitter.
    public init(
        _ base: any Transport, sleep: @escaping Sleep = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) }
    ) {
        (self.base, self.sleep, self.random) = (base, sleep, random)
    }

    public func send(_ request: Request) async throws(TransportError) -> Response {
        guard request.method == .get else { return try await base.send(request) }
        var request = request
        while true {
            let answer = await answer(to: request)
            guard request.retry < Self.mostRetries, let wait = wait(after: answer, retry: request.retry) else {
                return try answer.get()
            }
            do { try await sleep(wait) } catch { throw .cancelled }
            if Task.isCancelled { throw .cancelled }
            request.retry += 1
        }
    }

    private func answer(to request: Request) async -> Result<Response, TransportError> {
        do throws(TransportError) { return .success(try await base.send(request)) } catch { return .failure(error) }
    }

    /// Nil where another try makes no sense, or would come too late.
    private func wait(after answer: Result<Response, TransportError>, retry: Int) -> Duration? {
        switch answer {
        case .failure(let error): return error.cause == .interrupted ? backoff(retry) : nil
        case .success(let response):
            // 504 is not among them: it has taken half a minute already.
            guard [429, 502, 503].contains(response.status) else { return nil }
            guard let asked = response.header("Retry-After") else { return backoff(retry) }
            guard let seconds = Int(asked), seconds >= 0, .seconds(seconds) <= Self.longestWait else { return nil }
            return max(.seconds(seconds), backoff(retry))
        }
    }

    /// Around a quarter of a second, then half a one; each somewhere in the upper half of that.
    private func backoff(_ retry: Int) -> Duration {
        let ceiling = 0.25 * Double(1 << retry)
        return .milliseconds(Int(1000 * random(ceiling / 2...ceiling)))
    }
}
