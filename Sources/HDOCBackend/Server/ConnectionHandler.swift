import FlyingFox
import FlyingSocks
import FoundationEssentials
import HDOCService

/// Converts between FlyingFox's messages and the backend's.
struct ConnectionHandler: HTTPHandler {
    /// Requests that arrive while the backend is starting wait for this task.
    let dispatcher: Task<Dispatcher, any Error>

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let head = RequestHead(request)
        let body = request.bodySequence
        let outcome = try await dispatcher.value.answer(head) { try await Self.read(body) }
        switch outcome {
        case .reply(let reply): return HTTPResponse(reply, isHead: head.method == "HEAD")
        case .cut(let reply): return HTTPResponse(cutting: reply)
        case .close: return HTTPResponse(webSocket: SilentEnd(waits: false))
        case .hang: return HTTPResponse(webSocket: SilentEnd(waits: true))
        }
    }

    /// Reads a body to its end even beyond the limit, because FlyingFox would treat the rest as the next request.
    private static func read(_ sequence: HTTPBodySequence) async throws -> CappedBody {
        var body = CappedBody()
        for try await chunk in sequence {
            body.append(chunk)
            if body.total > 8 * CappedBody.limit { throw ConnectionEnd() }
        }
        return body
    }
}

private struct ConnectionEnd: Error {}

/// Closes a connection without sending anything.
///
/// If a handler throws, FlyingFox answers 500. An error at the start of a WebSocket closes the connection before anything
/// is written, because FlyingFox creates the frames before it sends the head of the reply.
private struct SilentEnd: WSHandler {
    let waits: Bool

    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        if waits {
            // Ends when the client disconnects or sends something that is not a frame, or when the listener stops.
            for try await _ in client {}
        }
        throw ConnectionEnd()
    }
}

/// Sends half of a body and then fails, so that FlyingFox closes the connection.
private struct CutBody: AsyncBufferedSequence, AsyncBufferedIteratorProtocol {
    typealias Element = UInt8
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes.prefix(bytes.count / 2) }

    func makeAsyncIterator() -> CutBody { self }

    mutating func next() async throws -> UInt8? {
        guard let byte = rest.popFirst() else { throw ConnectionEnd() }
        return byte
    }

    mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { throw ConnectionEnd() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

extension HTTPResponse {
    fileprivate init(_ reply: ServiceReply, isHead: Bool) {
        self.init(
            statusCode: HTTPStatusCode(reply.status, phrase: Self.phrase(reply.status)),
            headers: Self.headers(of: reply), body: isHead ? Data() : Data(reply.body))
    }

    fileprivate init(cutting reply: ServiceReply) {
        self.init(
            statusCode: HTTPStatusCode(reply.status, phrase: Self.phrase(reply.status)),
            headers: Self.headers(of: reply),
            body: HTTPBodySequence(from: CutBody(reply.body), count: max(reply.body.count, 1)))
    }

    private static func headers(of reply: ServiceReply) -> HTTPHeaders {
        reply.headers.reduce(into: HTTPHeaders()) { $0.addValue($1.value, for: HTTPHeader($1.name)) }
    }

    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 302: "Found"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Payload Too Large"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status \(status)"
        }
    }
}

extension RequestHead {
    fileprivate init(_ request: HTTPRequest) {
        let path = request.target.path()
        let query = request.target.query()
        var headers: [String: String] = [:]
        var size = request.method.rawValue.utf8.count + path.utf8.count + query.utf8.count + 12
        for (header, value) in request.headers {
            headers[header.rawValue.lowercased()] = value
            size += header.rawValue.utf8.count + value.utf8.count + 4
        }
        self.init(method: request.method.rawValue, path: path, rawQuery: query, headers: headers, size: size)
    }
}
