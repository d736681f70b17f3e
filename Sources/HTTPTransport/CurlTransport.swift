import CCurl
import FoundationEssentials
import Glibc
import HDOCModels
import Synchronization

/// Sends HTTP requests with libcurl. One thread runs one multi handle, which reuses connections. The thread starts with the
/// first request, so that a process that only reads the cache does not start it. It ends when the transport is released.
///
/// It sends requests only over HTTPS, or over HTTP to this machine. It does not follow redirects and never repeats a POST,
/// unless the request says that it is idempotent.
public final class CurlTransport: Transport {
    private let engine: CurlEngine
    private let plainHosts: Set<String>

    /// - Parameters:
    ///   - userAgent: the value of the `User-Agent` header.
    ///   - certificates: the path of a CA bundle. Nil means the bundle that the environment names, or else the system's.
    ///   - environment: the environment variables. Proxies (`https_proxy`, `all_proxy`, `no_proxy`) and a CA bundle
    ///     (`CURL_CA_BUNDLE`, `SSL_CERT_FILE`) are read from it.
    public convenience init(
        userAgent: String, certificates: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.init(userAgent: userAgent, certificates: certificates, environment: environment, plainHosts: [])
    }

    /// - Parameter plainHosts: hosts other than this machine to which plain HTTP is allowed, in lower case.
    package init(userAgent: String, certificates: String?, environment: [String: String], plainHosts: Set<String>) {
        self.plainHosts = plainHosts
        engine = CurlEngine(
            CurlSettings(
                userAgent: userAgent, certificates: certificates ?? CertificateBundle.path(environment: environment),
                proxy: ProxySettings(environment: environment)))
    }

    deinit { engine.stop() }

    /// The versions of libcurl and of its TLS library, such as `libcurl/7.88.1 OpenSSL/3.0.17`.
    package static func libraryVersions() throws(TransportError) -> String {
        try loadLibrary()
        return String(cString: hdoc_curl_version()).split(separator: " ").prefix(2).joined(separator: " ")
    }

    /// Begins to load libcurl on a thread of its own, for a program that will send a request but has something else to do first. A
    /// request that comes meanwhile waits for the end, and reports what goes wrong.
    package static func prepare() { CurlThread.start { _ = hdoc_curl_load() } }

    private static func loadLibrary() throws(TransportError) {
        guard let problem = hdoc_curl_load() else { return }
        throw TransportError(.noLibrary, mayHaveArrived: false, detail: String(cString: problem))
    }

    /// Sends a request; see `Transport`. Throws `badURL` or `insecure` for URLs that are not allowed, and `noLibrary` without libcurl.
    public func send(_ request: Request) async throws(TransportError) -> Response {
        guard let url = RequestURL(request.url) else { throw TransportError(.badURL, mayHaveArrived: false) }
        guard url.isSecure || plainHosts.contains(url.host) else { throw TransportError(.insecure, mayHaveArrived: false) }
        try Self.loadLibrary()
        let id = engine.nextID()
        let result: Result<Response, TransportError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.submit(.start(id, request, { continuation.resume(returning: $0) }))
                // If the task was cancelled before the start was submitted, the engine had nothing to cancel then.
                if Task.isCancelled { engine.submit(.cancel(id)) }
            }
        } onCancel: {
            engine.submit(.cancel(id))
        }
        return try result.get()
    }
}

/// The orders to the engine's thread.
private enum CurlEngineOrder: Sendable {
    case start(UInt64, Request, @Sendable (Result<Response, TransportError>) -> Void)
    case cancel(UInt64)
    /// The receiver of a body has room again.
    case resume(UInt64)
    case stop
}

/// The thread that owns all curl handles, and an inbox for orders from other threads.
private final class CurlEngine: Sendable {
    private struct Shared {
        var inbox: [CurlEngineOrder] = []
        var lastID: UInt64 = 0
        var isRunning = false
        /// Used only for `curl_multi_wakeup`, which may be called from any thread.
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

    func submit(_ order: CurlEngineOrder) {
        let mustStart = shared.withLock { shared in
            shared.inbox.append(order)
            if let multi = shared.multi { hdoc_curl_multi_wakeup(UnsafeMutableRawPointer(multi)) }
            defer { shared.isRunning = true }
            return !shared.isRunning
        }
        guard mustStart else { return }
        CurlThread.start { [self] in run() }
    }

    private func run() {
        signal(SIGPIPE, SIG_IGN)
        guard let multi = hdoc_curl_multi_init() else { return }
        shared.withLock { $0.multi = OpaquePointer(multi) }
        var exchanges: [UInt64: CurlExchange] = [:]
        var running: Int32 = 0
        while take(into: &exchanges, multi) {
            hdoc_curl_multi_perform(multi, &running)
            finish(&exchanges, multi)
            // Sleeps until a socket is ready, an order arrives or a timeout of libcurl expires.
            hdoc_curl_multi_poll(multi, 3_600_000)
        }
        for exchange in exchanges.values { exchange.end(.failure(.cancelled), multi) }
        shared.withLock { $0.multi = nil }
        hdoc_curl_multi_cleanup(multi)
    }

    /// Executes the orders in the inbox. False after the order to stop.
    private func take(into exchanges: inout [UInt64: CurlExchange], _ multi: UnsafeMutableRawPointer) -> Bool {
        let orders = shared.withLock { shared in
            defer { shared.inbox = [] }
            return shared.inbox
        }
        for order in orders {
            switch order {
            case .start(let id, let request, let done):
                guard let exchange = CurlExchange(id, request, settings, done, resume: { [weak self] in self?.submit(.resume(id)) }) else {
                    done(.failure(TransportError(.badURL, mayHaveArrived: false)))
                    continue
                }
                exchanges[id] = exchange
                hdoc_curl_multi_add_handle(multi, exchange.easy)
            case .resume(let id): exchanges[id]?.resume()
            case .cancel(let id): exchanges.removeValue(forKey: id)?.end(.failure(.cancelled), multi)
            case .stop: return false
            }
        }
        return true
    }

    private func finish(_ exchanges: inout [UInt64: CurlExchange], _ multi: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = hdoc_curl_multi_info_read(multi, &left) {
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
