import CCurl
import FoundationEssentials
import HDOCModels

/// One HTTP exchange on one libcurl easy handle: the request, and the response received so far. It is used only on the engine's
/// thread.
final class CurlExchange {
    let id: UInt64
    let easy: UnsafeMutableRawPointer
    private let request: Request
    private let done: @Sendable (Result<Response, TransportError>) -> Void
    private let resumeLater: @Sendable () -> Void
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var received = Data()
    /// The size of the body so far.
    private var bodyBytes = 0
    /// Whether the request's receiver takes the body.
    private var isStreaming = false
    private var headers: [Header] = []
    /// The bytes of all header lines so far, including those of interim responses and the trailers after a chunked body.
    private var headBytes = 0
    /// The expected size of the body in bytes. Nil if it is unknown or the body is compressed, because Content-Length counts compressed
    /// bytes.
    private var expected: Int?
    private var excess: TransportError.Cause?
    private let settings: CurlSettings
    /// The buffer for libcurl's message about a failure. It is more precise than the text for the error code.
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// - Parameter resumeLater: asks the engine's thread to call `resume`. It may be called on any thread.
    init?(
        _ id: UInt64, _ request: Request, _ settings: CurlSettings,
        _ done: @escaping @Sendable (Result<Response, TransportError>) -> Void, resume resumeLater: @escaping @Sendable () -> Void
    ) {
        let credential =
            request.signing == nil
            ? request.authorization.map { Header("Authorization", $0.exposed) }
            : request.signing?.sessionToken.map { Header("X-Amz-Security-Token", $0.exposed) }
        let all = request.headers + [credential].compactMap(\.self)
        // A line break in a header's value would start another header.
        guard all.allSatisfy({ ($0.name + $0.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }),
            let easy = hdoc_curl_easy_init()
        else { return nil }
        (self.id, self.request, self.done, self.easy, self.settings) = (id, request, done, easy, settings)
        self.resumeLater = resumeLater
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        for header in all { headerList = hdoc_curl_slist_append(headerList, "\(header.name): \(header.value)") }
        configure(settings)
        configureLimits()
        configureCallbacks()
    }

    deinit {
        hdoc_curl_easy_cleanup(easy)
        hdoc_curl_slist_free_all(headerList)
        message.deallocate()
    }

    private func configure(_ settings: CurlSettings) {
        hdoc_curl_set_context(easy, CURLOPT_ERRORBUFFER, message)
        hdoc_curl_set_text(easy, CURLOPT_URL, request.url)
        // Without this option libcurl removes `..` from the path, which would request another resource.
        hdoc_curl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        hdoc_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        hdoc_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        hdoc_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        hdoc_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Requests that start at the same time share one connection instead of opening one each.
        hdoc_curl_set_long(easy, CURLOPT_PIPEWAIT, 1)
        hdoc_curl_set_text(easy, CURLOPT_ACCEPT_ENCODING, "")
        hdoc_curl_set_text(easy, CURLOPT_USERAGENT, settings.userAgent)
        if let certificates = settings.certificates { hdoc_curl_set_text(easy, CURLOPT_CAINFO, certificates) }
        hdoc_curl_set_text(easy, CURLOPT_PROXY, usesHTTPS ? settings.proxy.address ?? "" : "")
        hdoc_curl_set_text(easy, CURLOPT_NOPROXY, settings.proxy.exceptions ?? "")
        if request.measuresConnection {
            for option in [CURLOPT_FRESH_CONNECT, CURLOPT_FORBID_REUSE, CURLOPT_CERTINFO] { hdoc_curl_set_long(easy, option, 1) }
        }
        // A long body comes in larger pieces, which costs fewer calls of the system.
        if request.receiver != nil { hdoc_curl_set_long(easy, CURLOPT_BUFFERSIZE, 1 << 16) }
        if request.method != .get { configureWrite() }
        if let signing = request.signing { sign(signing) }
        hdoc_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
    }

    private func configureWrite() {
        if request.method == .post || request.body != nil {
            let body = request.body ?? []
            hdoc_curl_set_long(easy, CURLOPT_POST, 1)
            hdoc_curl_set_body(easy, body, body.count)
        }
        if request.method != .post { hdoc_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        // libcurl repeats a request by itself if a reused connection breaks. A write must not be repeated, so it always uses a new
        // connection, unless it is idempotent.
        if !request.isIdempotent { hdoc_curl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
        // An empty `Expect` header prevents libcurl from waiting a second for "100 Continue", which API Gateway never sends. Signed
        // requests do not need this because they are too small for that wait. libcurl 7.88 would also include the header in the
        // signature without sending it.
        if request.signing == nil { headerList = hdoc_curl_slist_append(headerList, "Expect:") }
    }

    /// Whether the URL is https. Plain HTTP is only allowed to this machine and must not use a proxy, because a proxy would
    /// send it, including its credential, to another machine.
    private var usesHTTPS: Bool { String(decoding: request.url.utf8.prefix(6), as: UTF8.self).isSameIgnoringASCIICase(as: "https:") }

    private func sign(_ signing: RequestSigning) {
        hdoc_curl_set_text(easy, CURLOPT_AWS_SIGV4, "aws:amz:\(signing.region):\(signing.service)")
        hdoc_curl_set_text(easy, CURLOPT_USERNAME, signing.keyID)
        hdoc_curl_set_text(easy, CURLOPT_PASSWORD, signing.secret.exposed)
    }

    private func configureLimits() {
        hdoc_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, request.limits.connect.milliseconds)
        hdoc_curl_set_long(easy, CURLOPT_TIMEOUT_MS, request.limits.total.milliseconds)
        hdoc_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, Self.slowest)
        hdoc_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, max(1, request.limits.stall.milliseconds / 1000))
    }

    /// In bytes per second. A transfer that is slower for the time limit counts as stalled.
    private static let slowest = 30

    private func configureCallbacks() {
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

    private static func from(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
        context.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Continues after the receiver had no room.
    func resume() { hdoc_curl_easy_resume(easy) }

    /// Counts decoded bytes, because libcurl's own limit only checks Content-Length. Returning 0 aborts the transfer.
    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        // libcurl passes the same bytes again when it continues.
        if isStreaming, request.receiver?.hasRoom(resumeLater) == false { return Int(CURL_WRITEFUNC_PAUSE) }
        guard bodyBytes + bytes.count <= request.limits.body else {
            excess = .bodyTooLarge(limit: request.limits.body)
            return 0
        }
        if bodyBytes == 0, let receiver = request.receiver { isStreaming = receiver.begin(status) }
        bodyBytes += bytes.count
        if isStreaming { request.receiver?.take(bytes) } else { received.append(contentsOf: bytes) }
        request.reception?(bodyBytes, of: expected)
        return bytes.count
    }

    /// Stores a header line. It is called for each line of each head, and for each trailer. A server may send any number of them.
    private func take(header bytes: UnsafeRawBufferPointer) -> Int {
        headBytes += bytes.count
        guard headBytes <= request.limits.head else {
            excess = .headTooLarge(limit: request.limits.head)
            return 0
        }
        if bytes.starts(with: "HTTP/".utf8) {
            headers = []
        } else if let header = Header(line: bytes) {
            headers.append(header)
        } else {
            // The empty line at the end of a head. Each chunk of the body needs this number, so it is computed only here.
            let reply = Response(status: 0, headers: headers)
            expected = reply.header("Content-Encoding") == nil ? reply.header("Content-Length").flatMap { Int($0) } : nil
        }
        return bytes.count
    }

    private var status: Int {
        var status = 0
        hdoc_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    func result(_ code: CURLcode) -> Result<Response, TransportError> {
        if let excess { return .failure(TransportError(excess, mayHaveArrived: true)) }
        guard code == CURLE_OK else {
            return .failure(failure(code))
        }
        var response = Response(status: status, headers: headers, body: received)
        if isStreaming { response.streamed = bodyBytes }
        if request.measuresConnection { response.connection = ConnectionDetails(easy) }
        return .success(response)
    }

    private func failure(_ code: CURLcode) -> TransportError {
        var (sent, tunnel) = (0, 0)
        hdoc_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &sent)
        hdoc_curl_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &tunnel)
        let exact = String(cString: message)
        let detail = exact.isEmpty ? String(cString: hdoc_curl_easy_strerror(code)) : exact
        // The proxy refused the tunnel. Bytes were sent to the proxy, but nothing of the request itself.
        if tunnel >= 300 {
            return TransportError(
                .proxy(address: settings.proxy.publicAddress), mayHaveArrived: false, detail: "the proxy answered \(tunnel)")
        }
        let cause = cause(code, sent: sent > 0, detail: detail)
        return TransportError(cause, mayHaveArrived: sent > 0 && !Self.neverArrived.contains(cause), detail: detail)
    }

    /// Causes that prove that no server of a stage received the request, even if bytes were sent.
    private static let neverArrived: [TransportError.Cause] = [.tls, .notTLS, .notHTTP]

    func end(_ result: Result<Response, TransportError>, _ multi: UnsafeMutableRawPointer) {
        hdoc_curl_multi_remove_handle(multi, easy)
        done(result)
    }

    private func cause(_ code: CURLcode, sent: Bool, detail: String) -> TransportError.Cause {
        let proxy = TransportError.Cause.proxy(address: settings.proxy.publicAddress)
        return switch code {
        // The URL of the request was validated before, so the URL of the proxy is malformed.
        case CURLE_URL_MALFORMAT where usesProxy: proxy
        case CURLE_UNSUPPORTED_PROTOCOL where detail.contains("HTTP/0.9"): .notHTTP
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badURL
        case CURLE_COULDNT_RESOLVE_HOST: .unresolvable
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: proxy
        case CURLE_COULDNT_CONNECT where usesProxy: proxy
        case CURLE_COULDNT_CONNECT: .refused
        case CURLE_SSL_CACERT_BADFILE: .certificateFile(settings.certificates ?? "")
        case CURLE_SSL_CONNECT_ERROR where Self.speaksNoTLS(detail): .notTLS
        case CURLE_OPERATION_TIMEDOUT: sent ? .timeout : .connectTimeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM: .tls
        case CURLE_WEIRD_SERVER_REPLY: .notHTTP
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_BAD_CONTENT_ENCODING:
            .interrupted
        default: .other
        }
    }

    /// Whether this request uses the proxy: one is configured, and no exception matches the host.
    private var usesProxy: Bool {
        guard usesHTTPS, settings.proxy.address != nil else { return false }
        return !settings.proxy.excludes(request.url)
    }

    /// Whether OpenSSL's message says that the server responded to the TLS handshake with something else, such as plain HTTP.
    private static func speaksNoTLS(_ detail: String) -> Bool {
        ["wrong version number", "unknown protocol", "packet length too long", "http request"].contains { detail.contains($0) }
    }
}
