import CCurl
import Foundation
import Synchronization

/// libcurl behind `Transport`: one multi handle on a thread of its own, which keeps connections for reuse.
/// The thread starts with the first request, so that a start-up that only reads the cache pays nothing.
public final class CurlTransport: Transport {
    private let engine: CurlEngine

    /// - Parameter certificates: a CA bundle; nil means libcurl's own, or where other distributions keep theirs.
    public init(userAgent: String, certificates: String? = nil) {
        engine = CurlEngine(userAgent: userAgent, certificates: certificates ?? CertificateBundle.path())
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
    private let userAgent: String
    private let certificates: String?

    init(userAgent: String, certificates: String?) {
        self.userAgent = userAgent
        self.certificates = certificates
    }

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
                guard let exchange = CurlExchange(id, request, userAgent, certificates, done) else {
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

/// One easy handle with what it sends and what it has received; used by the engine's thread only.
private final class CurlExchange {
    let id: UInt64
    let easy: UnsafeMutableRawPointer
    private let request: Request
    private let done: @Sendable (Result<Response, TransportError>) -> Void
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var received = Data()
    private var headers: [Header] = []
    private var isTooLarge = false

    init?(
        _ id: UInt64, _ request: Request, _ userAgent: String, _ certificates: String?,
        _ done: @escaping @Sendable (Result<Response, TransportError>) -> Void
    ) {
        let credential = request.signing == nil
            ? request.authorization.map { Header("Authorization", $0.exposed) }
            : request.signing?.sessionToken.map { Header("X-Amz-Security-Token", $0.exposed) }
        let all = request.headers + [credential].compactMap(\.self)
        // A line break in a header would let its value write further headers.
        guard all.allSatisfy({ ($0.name + $0.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }),
              let easy = curl_easy_init() else { return nil }
        (self.id, self.request, self.done, self.easy) = (id, request, done, easy)
        for header in all { headerList = curl_slist_append(headerList, "\(header.name): \(header.value)") }
        configure(userAgent, certificates)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
    }

    private func configure(_ userAgent: String, _ certificates: String?) {
        hdoc_curl_set_text(easy, CURLOPT_URL, request.url)
        hdoc_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        hdoc_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        hdoc_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        hdoc_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        hdoc_curl_set_text(easy, CURLOPT_ACCEPT_ENCODING, "")
        hdoc_curl_set_text(easy, CURLOPT_USERAGENT, userAgent)
        if let certificates { hdoc_curl_set_text(easy, CURLOPT_CAINFO, certificates) }
        hdoc_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, request.limits.connect.milliseconds)
        hdoc_curl_set_long(easy, CURLOPT_TIMEOUT_MS, request.limits.total.milliseconds)
        hdoc_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
        hdoc_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, max(1, request.limits.stall.milliseconds / 1000))
        if request.method == .post {
            let body = request.body ?? []
            hdoc_curl_set_long(easy, CURLOPT_POST, 1)
            hdoc_curl_set_body(easy, body, body.count)
            // On a kept connection that dies libcurl sends the request again by itself: never a write.
            hdoc_curl_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
            // Without this libcurl waits a second for "100 Continue" that API Gateway never sends. A signed request is
            // too small for that, and libcurl 7.88 would sign this header without sending it.
            if request.signing == nil { headerList = curl_slist_append(headerList, "Expect:") }
        }
        if let signing = request.signing { sign(signing) }
        hdoc_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
        let context = Unmanaged.passUnretained(self).toOpaque()
        hdoc_curl_set_context(easy, CURLOPT_PRIVATE, context)
        hdoc_curl_set_context(easy, CURLOPT_WRITEDATA, context)
        hdoc_curl_set_context(easy, CURLOPT_HEADERDATA, context)
        hdoc_curl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            CurlExchange.from(context)?.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        hdoc_curl_set_bytes(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            CurlExchange.from(context)?.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
    }

    private func sign(_ signing: RequestSigning) {
        hdoc_curl_set_text(easy, CURLOPT_AWS_SIGV4, "aws:amz:\(signing.region):\(signing.service)")
        hdoc_curl_set_text(easy, CURLOPT_USERNAME, signing.keyID)
        hdoc_curl_set_text(easy, CURLOPT_PASSWORD, signing.secret.exposed)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
        context.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Counts decoded bytes: libcurl's own limit sees Content-Length only.
    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        isTooLarge = received.count + bytes.count > request.limits.body
        guard !isTooLarge else { return 0 }
        received.append(contentsOf: bytes)
        return bytes.count
    }

    private func take(header bytes: UnsafeRawBufferPointer) -> Int {
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            headers.append(Header(String(line[..<colon]), String(value.prefix { $0 != "\r\n" && $0 != "\r" && $0 != "\n" })))
        }
        return bytes.count
    }

    func result(_ code: CURLcode) -> Result<Response, TransportError> {
        if isTooLarge {
            return .failure(TransportError(.bodyTooLarge(limit: request.limits.body), mayHaveArrived: true))
        }
        guard code == CURLE_OK else {
            var sent = 0
            hdoc_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &sent)
            let detail = String(cString: curl_easy_strerror(code))
            return .failure(TransportError(Self.cause(code, sent: sent > 0), mayHaveArrived: sent > 0, detail: detail))
        }
        var status = 0
        hdoc_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return .success(Response(status: status, headers: headers, body: received))
    }

    func end(_ result: Result<Response, TransportError>, _ multi: UnsafeMutableRawPointer) {
        curl_multi_remove_handle(multi, easy)
        done(result)
    }

    private static func cause(_ code: CURLcode, sent: Bool) -> TransportError.Cause {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badURL
        case CURLE_COULDNT_RESOLVE_HOST: .unresolvable
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
        case CURLE_COULDNT_CONNECT: .refused
        case CURLE_OPERATION_TIMEDOUT: sent ? .timeout : .connectTimeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE: .tls
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM,
             CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .interrupted
        default: .other
        }
    }
}

extension TransportError {
    static let cancelled = TransportError(.cancelled, mayHaveArrived: true)
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
