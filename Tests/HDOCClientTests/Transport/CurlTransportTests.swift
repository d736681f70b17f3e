import FlyingFox
import FlyingSocks
import Foundation
import TestKit
import Testing

@testable import HDOCClient

@Suite("libcurl behind the transport", .ownThreads, .timeLimit(.hang))
struct CurlTransportTests {
    private let transport = CurlTransport(userAgent: "hdoc/test")

    private func failure(_ request: Request) async -> TransportError? {
        do throws(TransportError) {
            _ = try await transport.send(request)
            return nil
        } catch { return error }
    }

    @Test func `what is sent arrives, and what is answered comes back`() async throws {
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

    @Test func `a redirect is an answer, never a journey`() async throws {
        let target = try await LoopbackServer { _ in HTTPResponse(statusCode: .ok) }
        let server = try await LoopbackServer { _ in
            HTTPResponse(statusCode: .found, headers: HTTPHeaders([HTTPHeader("Location"): target.base + "steal"]))
        }
        let response = try await transport.send(Request(.get, server.base, authorization: Secret("Bearer canary")))
        #expect(response.status == 302)
        #expect(target.requests.isEmpty)
    }

    @Test func `a body larger than its cap is cut off, however it is sent`() async throws {
        let server = try await LoopbackServer { _ in HTTPResponse(statusCode: .ok, body: Data(repeating: 0x61, count: 3_000_000)) }
        var request = Request(.get, server.base)
        request.limits.body = 1_000_000
        #expect(await failure(request)?.cause == .bodyTooLarge(limit: 1_000_000))
    }

    @Test func `nobody there is told at once, and nothing has arrived`() async throws {
        // Bound, so that nobody else gets this port meanwhile, but never listened on.
        let socket = try Socket(domain: AF_INET, type: .stream)
        defer { try? socket.close() }
        try socket.bind(to: .inet(ip4: "127.0.0.1", port: 0))
        guard case .ip4(_, let port) = try socket.sockname() else { throw SocketError.disconnected }
        let error = try #require(await failure(Request(.get, "http://127.0.0.1:\(port)/")))
        #expect(error.cause == .refused && !error.mayHaveArrived)
    }

    @Test func `a server that accepts and says nothing runs into the time-out, and may have heard`() async throws {
        let server = try await LoopbackServer { _ in
            try await Task.sleep(for: .seconds(3600))
            return HTTPResponse(statusCode: .ok)
        }
        var request = Request(.get, server.base)
        request.limits.total = .seconds(1)
        let error = try #require(await failure(request))
        #expect(error.cause == .timeout && error.mayHaveArrived)
    }

    @Test func `cancelling the task ends the exchange`() async throws {
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
        #expect(await before.value?.cause == .cancelled, "a task cancelled before it asked")
    }

    @Test func `many calls share the transport`() async throws {
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
    func `plain http leaves this machine never`(url: String) async {
        #expect([.insecure, .badURL].contains(await failure(Request(.get, url))?.cause))
    }

    @Test(arguments: [
        "", "file:///etc/passwd", "ftp://localhost/", "https://", "https://a b/", "https://a/\n", "gopher://x", "https://user@host/",
    ])
    func `an address that is none is refused before anything is opened`(url: String) async {
        #expect(await failure(Request(.get, url))?.cause == .badURL)
    }

    @Test func `a line break in a header is refused`() async throws {
        let request = Request(.get, "http://127.0.0.1:9/", headers: [Header("X", "a\r\nAuthorization: Bearer x")])
        #expect(await failure(request)?.cause == .badURL)
    }
}
