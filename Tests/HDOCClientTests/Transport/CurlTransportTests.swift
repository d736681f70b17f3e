import FlyingFox
import FlyingSocks
import Foundation
import TestKit
import Testing

@testable import HDOCClient

@Suite("Requests through libcurl", .ownThreads, .timeLimit(.hang))
struct CurlTransportTests {
    private let transport = CurlTransport(userAgent: "hdoc/test")

    private func failure(_ request: Request) async -> TransportError? {
        do throws(TransportError) {
            _ = try await transport.send(request)
            return nil
        } catch { return error }
    }

    @Test func `the server receives the whole request, and the client receives the whole response`() async throws {
        let server = try await LoopbackServer { request in
            HTTPResponse(
                statusCode: HTTPStatusCode(201, phrase: "Created"), headers: HTTPHeaders([HTTPHeader("X-Echo"): "yes"]),
                body: try await request.bodyData)
        }
        let body = Array("{\"ü\": 1}".utf8)
        let response = try await transport.send(
            Request(
                .post, server.base + "a/article?x=1", headers: [Header("Idempotency-Key", "k")],
                authorization: Secret("Bearer t"), body: body))
        #expect(response.status == 201 && Array(response.body) == body && response.header("x-echo") == "yes")
        let seen = try #require(server.requests.first)
        #expect(seen.headers[HTTPHeader("Authorization")] == "Bearer t" && seen.headers[HTTPHeader("Idempotency-Key")] == "k")
        #expect(seen.headers[HTTPHeader("User-Agent")] == "hdoc/test" && seen.headers[HTTPHeader("Expect")] == nil)
    }

    @Test(arguments: [(Request.Method.put, String?("{}")), (.patch, "{}"), (.delete, nil), (.delete, "{}"), (.post, nil), (.get, nil)])
    func `each method arrives with its body, and no body is announced where there is none`(
        method: Request.Method, body: String?
    ) async throws {
        let server = try await LoopbackServer { HTTPResponse(statusCode: .ok, body: try await $0.bodyData) }
        let response = try await transport.send(Request(method, server.base + "a", body: body.map { Array($0.utf8) }))
        #expect(String(decoding: response.body, as: UTF8.self) == body ?? "")
        let seen = try #require(server.requests.first)
        #expect(seen.method.rawValue == method.rawValue && seen.headers[HTTPHeader("Expect")] == nil)
        let announced = seen.headers[HTTPHeader("Content-Length")]
        #expect(announced == (body.map { String($0.utf8.count) } ?? (method == .post ? "0" : nil)))
    }

    @Test func `a redirect is returned as a response and never followed`() async throws {
        let target = try await LoopbackServer { _ in HTTPResponse(statusCode: .ok) }
        let server = try await LoopbackServer { _ in
            HTTPResponse(statusCode: .found, headers: HTTPHeaders([HTTPHeader("Location"): target.base + "steal"]))
        }
        let response = try await transport.send(Request(.get, server.base, authorization: Secret("Bearer canary")))
        #expect(response.status == 302)
        #expect(target.requests.isEmpty)
    }

    @Test func `a body larger than the limit is an error`() async throws {
        let server = try await LoopbackServer { _ in HTTPResponse(statusCode: .ok, body: Data(repeating: 0x61, count: 3_000_000)) }
        var request = Request(.get, server.base)
        request.limits.body = 1_000_000
        #expect(await failure(request)?.cause == .bodyTooLarge(limit: 1_000_000))
    }

    @Test func `a refused connection is an error, and the request has not arrived`() async throws {
        // The port is bound, so that no other program gets it, but nothing listens on it.
        let socket = try Socket(domain: AF_INET, type: .stream)
        defer { try? socket.close() }
        try socket.bind(to: .inet(ip4: "127.0.0.1", port: 0))
        guard case .ip4(_, let port) = try socket.sockname() else { throw SocketError.disconnected }
        let error = try #require(await failure(Request(.get, "http://127.0.0.1:\(port)/")))
        #expect(error.cause == .refused && !error.mayHaveArrived)
    }

    @Test func `a server that never responds causes a time-out, and the request may have arrived`() async throws {
        let server = try await LoopbackServer { _ in
            try await Task.sleep(for: .seconds(3600))
            return HTTPResponse(statusCode: .ok)
        }
        var request = Request(.get, server.base)
        request.limits.total = .seconds(1)
        let error = try #require(await failure(request))
        #expect(error.cause == .timeout && error.mayHaveArrived)
    }

    @Test func `cancelling the task ends the request`() async throws {
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        let server = try await LoopbackServer { _ in
            arrival.yield()
            try await Task.sleep(for: .seconds(3600))
            return HTTPResponse(statusCode: .ok)
        }
        let request = Request(.get, server.base)
        let task = Task { await failure(request) }
        for await _ in arrived { break }
        task.cancel()
        #expect(await task.value?.cause == .cancelled)
        let before = Task { [self] in
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(request)
        }
        #expect(await before.value?.cause == .cancelled, "the task was cancelled before it sent the request")
    }

    @Test func `fifty requests at the same time share one transport`() async throws {
        let server = try await LoopbackServer { request in HTTPResponse(statusCode: .ok, body: Data(request.path.utf8)) }
        let paths = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let response = try await transport.send(Request(.get, server.base + "\(number)"))
                    return String(decoding: response.body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(paths.count == 50)
    }

    @Test(arguments: [
        "http://example.org/", "http://localhost@evil.example/", "http://127.0.0.1.evil.example/", "http://localhost.evil.example/",
    ])
    func `plain HTTP is never sent to another machine`(url: String) async {
        #expect([.insecure, .badURL].contains(await failure(Request(.get, url))?.cause))
    }

    @Test(arguments: [
        "", "file:///etc/passwd", "ftp://localhost/", "https://", "https://a b/", "https://a/\n", "gopher://x", "https://user@host/",
    ])
    func `an invalid or unsupported address is refused`(url: String) async {
        #expect(await failure(Request(.get, url))?.cause == .badURL)
    }

    @Test func `a line break in a header is refused`() async throws {
        let request = Request(.get, "http://127.0.0.1:9/", headers: [Header("X", "a\r\nAuthorization: Bearer x")])
        #expect(await failure(request)?.cause == .badURL)
    }
}
