import Foundation
import TestKit
import Testing

@testable import HDOCBackend

@Suite("The backend among strangers", .ownThreads, .timeLimit(.hang))
struct ServerTests {
    private func port(_ client: TestClient) throws -> Int { try #require(client.origin.split(separator: ":").last.flatMap { Int($0) }) }

    private func get(_ port: Int, _ path: String = "/Prod/users", method: String = "GET", more: String = "") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(more)\r\n"
    }

    @Test(arguments: [17_000, 200_000, 900_000])
    func `a head of more than 16 kB is refused, in the request line or a header`(count: Int) async throws {
        try await withBackend { client in
            let port = try port(client)
            let long = String(repeating: "a", count: count)
            for text in [get(port, "/" + long), get(port, more: "X: \(long)\r\n"), long] {
                let answer = try await LoopbackBrowser.talk(Array(text.utf8.prefix(count)), port: port)
                #expect(answer.hasPrefix("HTTP/1.1 431 ") && answer.contains("Connection: close\r\n"))
            }
        }
    }

    @Test func `a client that does not send its head in time is disconnected, and one that does not send its body`() async throws {
        try await withBackend {
            ($0.limits.headTime, $0.limits.bodyTime) = (.milliseconds(200), .milliseconds(200))
        } _: { client in
            let port = try port(client)
            for text in ["", "GET /Prod/users HTT", get(port, method: "POST", more: "Content-Length: 5\r\n") + "ab"] {
                #expect(try await LoopbackBrowser.talk(text, port: port) == "")
            }
        }
    }

    @Test func `a malformed request is answered with 400 and ends the connection`() async throws {
        try await withBackend { client in
            let answer = try await LoopbackBrowser.talk("hello\r\n\r\n" + get(port(client)), port: port(client))
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && answer.components(separatedBy: "HTTP/1.1").count == 2)
        }
    }

    @Test func `requests in one write, or byte by byte, are all answered in order`() async throws {
        try await withBackend { client in
            let port = try port(client)
            let chunked = "5;x=y\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nTrailer: t\r\n\r\n"
            let text =
                get(port, method: "HEAD") + get(port, "/nowhere", method: "POST", more: "Content-Length: 3\r\n") + "abc"
                + get(port, "/Prod/ada/article", method: "POST", more: "Transfer-Encoding: chunked\r\n") + chunked
                + get(port, "/hosted.css", more: "Connection: close\r\n")
            let whole = try await LoopbackBrowser.talk(text, port: port)
            let statuses = whole.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
            #expect(statuses == ["403", "403", "401", "200"] && whole.contains("color-scheme"))
            #expect(!whole.contains("Missing Authentication Token"), "a reply to HEAD has no body")
            let connection = try LoopbackBrowser.connect(port: port)
            defer { connection.close() }
            for byte in text.utf8 { try connection.write([byte]) }
            let pieces = try await connection.rest()
            #expect(pieces.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) } == statuses)
        }
    }

    @Test func `a client that asks first is told to send its body`() async throws {
        try await withBackend { client in
            let port = try port(client)
            let connection = try LoopbackBrowser.connect(port: port)
            defer { connection.close() }
            try connection.write(
                get(port, "/x", method: "POST", more: "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n"))
            #expect(try await connection.rest(upTo: 25) == "HTTP/1.1 100 Continue\r\n\r\n")
            try connection.write("ab")
            #expect(try await connection.rest().hasPrefix("HTTP/1.1 403 "))
        }
    }

    @Test(arguments: ["zz\r\n", "-1\r\n", "FFFFFFFFF\r\n", "1\r\nab\r\n", "0\r\n" + String(repeating: "T: t\r\n", count: 4000)])
    func `a malformed chunked body ends the connection, also one with endless trailers`(body: String) async throws {
        try await withBackend { client in
            let port = try port(client)
            let head = get(port, "/Prod/articles", method: "POST", more: "Transfer-Encoding: chunked\r\n")
            let answer = try? await LoopbackBrowser.talk(head + body + get(port), port: port)
            #expect(answer ?? "" == "", "disconnected, or reset because bytes were left")
        }
    }

    @Test func `more connections than allowed wait until others have ended`() async throws {
        try await withBackend {
            $0.limits.connections = 4
        } _: { client in
            let port = try port(client)
            let silent = try (0..<4).map { _ in try LoopbackBrowser.connect(port: port) }
            let waiting = try LoopbackBrowser.connect(port: port)
            defer { for connection in silent + [waiting] { connection.close() } }
            try waiting.write(get(port, "/hosted.css", more: "Connection: close\r\n"))
            let answer = Task { try await waiting.rest() }
            silent[0].close()
            #expect(try await answer.value.contains("color-scheme"))
        }
    }
}
