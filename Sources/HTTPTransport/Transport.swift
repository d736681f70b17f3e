/// Makes HTTP exchanges: it sends one request and receives one response. Routes, errors and retries are built on this one
/// method. Tests replace it.
///
/// `CurlTransport` is the implementation that uses the network. `RetryingTransport` and `LoggingTransport` of `HDOCClient` wrap another
/// transport.
public protocol Transport: Sendable {
    /// Sends a request and waits for the complete response. Every status is returned as a response, including errors and
    /// redirects; redirects are never followed. It may be called from any task. Cancelling the task cancels the exchange.
    /// - Throws: `TransportError` if no complete response was received.
    func send(_ request: Request) async throws(TransportError) -> Response
}

/// A transport that uses no network, for `--offline`. Every request fails with the cause `offline`.
public struct OfflineTransport: Transport {
    /// Creates the transport.
    public init() {}

    /// Always throws `TransportError` with the cause `offline`.
    public func send(_ request: Request) async throws(TransportError) -> Response {
        throw TransportError(.offline, mayHaveArrived: false)
    }
}
