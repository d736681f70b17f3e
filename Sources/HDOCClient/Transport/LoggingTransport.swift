import FoundationEssentials
import HDOCModels
import SafeText
import Logging

/// Writes one line a call, at debug level: what was asked, what came, how large, how long it took. Never a host, a header
/// or a body, so that nothing secret can get into it.
public struct LoggingTransport: Transport {
    private let base: any Transport
    private let logger: Logger
    private let clock: @Sendable () -> ContinuousClock.Instant

    public init(
        _ base: any Transport, logger: Logger, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.base, self.logger, self.clock) = (base, logger, clock)
    }

    public func send(_ request: Request) async throws(TransportError) -> Response {
        let begun = clock()
        do throws(TransportError) {
            let response = try await base.send(request)
            write(request, "\(response.status) \(response.body.count) bytes", since: begun)
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

    /// Without host; of the query the names only, because a value may be anybody's.
    static func path(_ url: String) -> String {
        guard let parts = URLComponents(string: url) else { return "(no address)" }
        let names = (parts.queryItems ?? []).map { "\($0.name)=…" }.joined(separator: "&")
        return TerminalText.line(parts.percentEncodedPath + (names.isEmpty ? "" : "?\(names)"), limit: 200)
    }

    /// libcurl's own words may hold the host, so only the kind is told.
    private static func name(_ cause: TransportError.Cause) -> String {
        switch cause {
        case .bodyTooLarge(let limit): "more than \(limit) bytes"
        default: "\(cause)"
        }
    }
}
