import CCurl
import Foundation
import Synchronization

/// libcurl behind `Transport`: one multi handle on a thread of its own, which keeps connections for reuse.
/// The thread starts with the first request, so that a start-up that only reads the cache pays nothing.
public final class CurlTransport: Transport {
    private let engine: CurlEngine

    /// - Parameters:
    ///   - certificates: a CA bundle; nil means libcurl's own, or where other distributions keep theirs.
    ///   - environment: names proxies and a CA bundle.
    public init(
        userAgent: String, certificates: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        engine = CurlEngine(
            CurlSettings(
                userAgent: userAgent, certificates: certificates ?? CertificateBundle.path(environment: environment),
                proxy: ProxySettings(environment: environment)))
    }

    deinit { engine.stop() }

    public func send(_ request: Request) async throws(TransportError) -> Response {
        guard let address = WebAddress(request.url) else { throw TransportError(.badURL, mayHaveArrived: false) }
        guard address.isAcceptable else { throw TransportError(.insecure, mayHaveArrived: false) }
        let id = engine.nextID()
        let result: Result<Response, TransportError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.submit(.start(id, request, { continuation.resume(returning: $0) }))
                // A cancellation that came before the start found nothing to cancel.
                if Task.isCancelled { engine.submit(.cancel(id)) }
            }
        } onCancel: {
            engine.submit(.cancel(id))
        }
        return try result.get()
    }
}

/// The thread that owns every curl handle, and the inbox through which others reach it.
private final class CurlEngine: Sendable {
    enum Command: Sendable {
        case start(UInt64, Request, @Sendable (Result<Response, TransportError>) -> Void)
        case cancel(UInt64)
        case stop
    }

    private struct Shared {
        var inbox: [Command] = []
        var lastID: UInt64 = 0
        var isRunning = false
        /// Only for curl_multi_wakeup, which may be called from any thread.
        nonisolated(unsafe) var multi: OpaquePointer?
    }

    private let shared = Mutex(Shared())
    private let settings: CurlSettings

    init(_ settings: CurlSettings) { self.settings = settings }

    func nextID() -> UInt64 {
        shared.withLock { shared in
            shared.lastID += 1
            return shared.lastID
        }
    }

    func stop() { if shared.withLock({ $0.isRunning }) { submit(.stop) } }

    func submit(_ command: Command) {
        let mustStart = shared.withLock { shared in
            shared.inbox.append(command)
            if let multi = shared.multi { curl_multi_wakeup(UnsafeMutableRawPointer(multi)) }
            defer { shared.isRunning = true }
            return !shared.isRunning
        }
        guard mustStart else { return }
        let thread = Thread { [self] in run() }
        thread.name = "hdoc.curl"
        thread.start()
    }

    private func run() {
        signal(SIGPIPE, SIG_IGN)
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { return }
        shared.withLock { $0.multi = OpaquePointer(multi) }
        var exchanges: [UInt64: CurlExchange] = [:]
        var running: Int32 = 0
        while take(into: &exchanges, multi) {
            curl_multi_perform(multi, &running)
            finish(&exchanges, multi)
            // Woken by a socket, a command, or libcurl's own time-outs; otherwise it sleeps.
            curl_multi_poll(multi, nil, 0, 3_600_000, nil)
        }
        for exchange in exchanges.values { exchange.end(.failure(.cancelled), multi) }
        shared.withLock { $0.multi = nil }
        curl_multi_cleanup(multi)
    }

    /// Carries out what came in; false when told to stop.
    private func take(into exchanges: inout [UInt64: CurlExchange], _ multi: UnsafeMutableRawPointer) -> Bool {
        let commands = shared.withLock { shared in
            defer { shared.inbox = [] }
            return shared.inbox
        }
        for command in commands {
            switch command {
            case .start(let id, let request, let done):
                guard let exchange = CurlExchange(id, request, settings, done) else {
                    done(.failure(TransportError(.badURL, mayHaveArrived: false)))
                    continue
                }
                exchanges[id] = exchange
                curl_multi_add_handle(multi, exchange.easy)
            case .cancel(let id): exchanges.removeValue(forKey: id)?.end(.failure(.cancelled), multi)
            case .stop: return false
            }
        }
        return true
    }

    private func finish(_ exchanges: inout [UInt64: CurlExchange], _ multi: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = hdoc_curl_message_result(message)
            var context: UnsafeMutableRawPointer?
            hdoc_curl_get_context(easy, &context)
            guard let context else { continue }
            let exchange = Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
            exchanges[exchange.id] = nil
            exchange.end(exchange.result(code), multi)
        }
    }
}
