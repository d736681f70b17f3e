import FlyingSocks
import Foundation
import TestKit
import Testing

@testable import HDOCClient

@Suite("Callback listener")
struct CallbackListenerTests {
    /// Runs `body` against a listener that accepts `state=right`, and returns the authorization response that it delivered.
    private func listening(
        limits: CallbackListener.CallbackLimits = .init(),
        refused: @escaping @Sendable (CallbackProblem) -> Void = { _ in }, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> AuthorizationReply? {
        var listener = try CallbackListener.open(ports: [0])
        listener.limits = limits
        let open = listener
        defer { open.close() }
        let (replies, delivered) = AsyncStream<AuthorizationReply>.makeStream()
        let serving = Task {
            try await open.serve(
                judge: { query in
                    switch AuthorizationReply.judge(query: query, state: "right") {
                    case .accepted(let reply): .init(page: .done, reply: reply)
                    case .wrongState: .init(page: .refusal(.otherSignIn))
                    case .notOurs: .init(page: .noReply)
                    }
                },
                deliver: { delivered.yield($0) }, refused: refused)
        }
        let result = await Task { try await body(open.port) }.result
        serving.cancel()
        _ = await serving.result
        delivered.finish()
        try result.get()
        for await reply in replies { return reply }
        return nil
    }

    @Test(arguments: [false, true])
    func `the listener accepts the callback on both loopback addresses`(ip6: Bool) async throws {
        let reply = try await listening { port in
            for host in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
                let page = try await LoopbackBrowser.talk(
                    LoopbackBrowser.get("/callback?code=c&state=right", port: port, host: "\(host):\(port)"), port: port, ip6: ip6)
                #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(page.contains("You can close this tab."))
            }
        }
        #expect(reply == .code(Secret("c")))
    }

    @Test func `the page is not cached, sends no referrer and repeats no part of the request`() async throws {
        _ = try await listening { port in
            for target in ["/callback?code=canary&state=right", "/callback?code=canary&state=canary", "/canary?canary"] {
                let page = try await LoopbackBrowser.talk(LoopbackBrowser.get(target, port: port), port: port)
                #expect(page.contains("Cache-Control: no-store\r\n") && page.contains("Referrer-Policy: no-referrer\r\n"))
                #expect(page.contains("Content-Security-Policy: default-src 'none'"))
                #expect(!page.contains("canary"))
            }
        }
    }

    @Test(arguments: [
        ("GET /favicon.ico HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404"),
        ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404"),
        ("GET /callback/?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404"),
        ("GET //callback?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404"),
        ("GET http://localhost:PORT/callback?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404"),
        ("GET /callback?code=c&state=wrong HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "400"),
        ("GET /callback?error=access_denied HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "400"),
        ("GET /callback HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "400"),
        ("POST /callback?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 4\r\n\r\nabcd", "405"),
        ("HEAD /callback?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "405"),
        ("OPTIONS /callback?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "405"),
        ("GET /callback?code=c&state=right HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n", "400"),
        ("GET /callback?code=c&state=right HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
        ("GET /callback?code=c&state=right HTTP/1.1\r\nHost: localhost:PORT\r\nHost: evil.example\r\n\r\n", "400"),
        ("GET /callback?code=c&state=right HTTP/1.1\r\n\r\n", "400"),
        ("GET /callback?code=c&state=right\r\n\r\n", "400"),
        ("GET /callback?code=c&state=right HTTP/2.0\r\nHost: localhost:PORT\r\n\r\n", "400"),
        ("\u{16}\u{3}\u{1}\r\n\r\n", "400"),
        ("\r\n\r\n", "400"),
    ])
    func `a request that is not a valid callback gets an error page and is not delivered`(text: String, status: String) async throws {
        let reply = try await listening { port in
            let page = try await LoopbackBrowser.talk(text.replacing("PORT", with: "\(port)"), port: port)
            #expect(page.hasPrefix("HTTP/1.1 \(status) "))
        }
        #expect(reply == nil)
    }

    @Test func `a callback with cookies of other programs is accepted: in UTF-8, in Latin-1, or 40 kB long`() async throws {
        for cookie in [
            Array("theme=grün; name=日本\u{2028}Host: evil.example\u{85}Host: evil".utf8), [0x61, 0x3D, 0xFC, 0xFF],
            Array("a=\(String(repeating: "x", count: 40_000))".utf8),
        ] {
            let reply = try await listening { port in
                var request = Array("GET /callback?code=c&state=right HTTP/1.1\r\nHost: localhost:\(port)\r\nCookie: ".utf8)
                request += cookie + Array("\r\n\r\n".utf8)
                let page = try await LoopbackBrowser.talk(request, port: port)
                #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
            #expect(reply == .code(Secret("c")))
        }
    }

    @Test(arguments: [
        ("GET /callback?code=c&state=right HTTP/1.1\r\nHost: me.local:PORT\r\n\r\n", CallbackProblem.wrongHost),
        ("POST /callback HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 0\r\n\r\n", .wrongMethod),
        ("GET /callback?code=c HTTP/1.1\r\nHost: localhost:PORT\r\nX: \u{1}\r\n\r\n", .malformed),
        ("GET /callback HTTP/1.1\r\nHost: localhost:PORT\r\nX: \(String(repeating: "x", count: 200_000))", .tooLarge),
    ])
    func `a refused request is explained in the page and reported to the sign-in flow`(text: String, problem: CallbackProblem) async throws
    {
        let (problems, reported) = AsyncStream<CallbackProblem>.makeStream()
        // The test is not about the time limit, which a busy machine may exceed.
        let reply = try await listening(limits: .init(connection: .seconds(120)), refused: { reported.yield($0) }) { port in
            let page = try await LoopbackBrowser.talk(text.replacing("PORT", with: "\(port)"), port: port)
            #expect(page.contains("Copy this page's address and paste it into hdoc."))
        }
        reported.finish()
        #expect(await problems.reduce(into: []) { $0.append($1) } == [problem])
        #expect(reply == nil)
    }

    @Test func `the listener keeps waiting after invalid requests and accepts a later valid callback`() async throws {
        let reply = try await listening { port in
            for target in ["/favicon.ico", "/callback?code=evil&state=wrong", "/callback?code=good&state=right"] {
                _ = try await LoopbackBrowser.talk(LoopbackBrowser.get(target, port: port), port: port)
            }
        }
        #expect(reply == .code(Secret("good")))
    }

    @Test func `a request head longer than the limit is refused with status 431`() async throws {
        let reply = try await listening(limits: .init(head: 2000)) { port in
            let long = LoopbackBrowser.get("/callback?code=c&state=right&x=\(String(repeating: "x", count: 2000))", port: port)
            let endless = "GET /callback HTTP/1.1\r\nX: " + String(repeating: "y", count: 5000)
            for text in [long, endless] {
                let connection = try LoopbackBrowser.connect(port: port)
                defer { connection.close() }
                try connection.write(text)
                #expect(try await connection.rest(upTo: 13) == "HTTP/1.1 431 ")
            }
        }
        #expect(reply == nil)
    }

    @Test func `the listener closes silent connections and serves other clients meanwhile`() async throws {
        let reply = try await listening(limits: .init(connection: .milliseconds(200), connections: 4)) { port in
            let silent = try (0..<8).map { _ in try LoopbackBrowser.connect(port: port) }
            // On a busy machine the short limit may also close this connection, so the request is repeated.
            let request = LoopbackBrowser.get("/callback?code=c&state=right", port: port)
            while ((try? await LoopbackBrowser.talk(request, port: port)) ?? "").isEmpty { try Task.checkCancellation() }
            for connection in silent {
                #expect(try await connection.rest().isEmpty)
                connection.close()
            }
        }
        #expect(reply == .code(Secret("c")))
    }

    @Test func `closing the listener frees its port at once`() async throws {
        let listener = try CallbackListener.open(ports: [0])
        let serving = Task { try await listener.serve(judge: { _ in .init(page: .noReply) }, deliver: { _ in }) }
        #expect(LoopbackBrowser.isListening(listener.port))
        serving.cancel()
        _ = await serving.result
        listener.close()
        try await LoopbackBrowser.waitUntilClosed(listener.port)
        // The same port can be opened again at once.
        let again = try CallbackListener.open(ports: [listener.port])
        again.close()
    }

    @Test func `the listener opens the first registered port that is free for both IPv4 and IPv6`() throws {
        let busy = try CallbackListener.open(ports: [0])
        defer { busy.close() }
        let socket = try Socket(domain: AF_INET6)
        defer { try? socket.close() }
        try socket.bind(to: sockaddr_in6.inet6(ip6: "::1", port: 0))
        try socket.listen()
        guard case .ip6(_, let halfBusy) = try socket.sockname() else { return }

        let next = try CallbackListener.open(ports: [busy.port, Int(halfBusy), 0])
        defer { next.close() }
        #expect(![busy.port, Int(halfBusy)].contains(next.port))
        #expect(throws: SignInError.portsBusy([busy.port, Int(halfBusy), 70_000, -1])) {
            try CallbackListener.open(ports: [busy.port, Int(halfBusy), 70_000, -1])
        }
    }
}
