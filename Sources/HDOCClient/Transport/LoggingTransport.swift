import FoundationEssentials
import HDOCModels
import Logging
import SafeText

/// Logs one line for each exchange at debug level: method, path, status or error, body size and duration. Hosts, headers,
/// bodies and query values are never logged, because they may be secret or private.
public struct LoggingTransport: Transport {
    private let base: any Transport
    private let logger: Logger
    private let clock: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - base: the transport that makes the exchange.
    ///   - logger: receives one line for each exchange.
    ///   - clock: returns the time with which durations are measured.
    public init(
        _ base: any Transport, logger: Logger, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.base, self.logger, self.clock) = (base, logger, clock)
    }

    /// Sends the request with the base transport, and logs the outcome.
    public func send(_ request: Request) async throws(TransportError) -> Response {
        let begun = clock()
        do throws(TransportError) {
            let response = try await base.send(request)
            write(request, "\(response.status) \(response.bodySize) bytes", since: begun)
            return response
        } catch {
            write(request, Self.name(error.cause), since: begun)
            throw error
        }
    }

    private func write(_ request: Request, _ outcome: String, since begun: ContinuousClock.Instant) {
        let retry = request.retry > 0 ? ", retry \(request.retry)" : ""
        logger.debug("\(request.method.rawValue) \(Self.path(request.url)) → \(outcome), \((clock() - begun).milliseconds) ms\(retry)")
    }

    /// The path and the names of the query items. It omits the host, and the query values because they may be private.
    static func path(_ url: String) -> String {
        guard let parts = URLComponents(string: url) else { return "(no address)" }
        let names = (parts.queryItems ?? []).map { "\($0.name)=…" }.joined(separator: "&")
        return TerminalText.line(parts.percentEncodedPath + (names.isEmpty ? "" : "?\(names)"), limit: 200)
    }

    /// The cause only, because libcurl's description may contain the host.
    private static func name(_ cause: TransportError.Cause) -> String {
        switch cause {
        case .bodyTooLarge(let limit): "more than \(limit) bytes"
        case .headTooLarge(let limit): "headers of more than \(limit) bytes"
        default: "\(cause)"
        }
    }
}
