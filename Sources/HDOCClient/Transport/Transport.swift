/// Makes one HTTP exchange: a request out, a response in. Routes, errors and retries are built on this one method, and
/// tests replace it.
///
/// `CurlTransport` is the implementation over the network. `RetryingTransport` and `LoggingTransport` wrap another one.
public protocol Transport: Sendable {
    /// Sends a request and waits for the whole response. Any status is a response, including errors and redirects: a
    /// redirect is never followed. May be called from any task; cancelling the task cancels the exchange.
    /// - Throws: `TransportError` where no complete response was received.
    func send(_ request: Request) async throws(TransportError) -> Response
}

/// A transport without a network, for `--offline`: every request fails with the cause `offline`.
public struct OfflineTransport: Transport {
    /// A transport that never sends anything.
    public init() {}

    /// Always throws `TransportError` with the cause `offline`.
    public func send(_ request: Request) async throws(TransportError) -> Response {
        throw TransportError(.offline, mayHaveArrived: false)
    }
}
