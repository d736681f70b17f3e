import Foundation
import Testing

@testable import HDOCBackend

@Suite("Reading the head of a request")
struct HeadParserTests {
    private func parse(_ text: String) throws -> ParsedHead {
        try HeadParser.parse(Array(text.replacing("\n", with: "\r\n").utf8))
    }

    @Test func `method, path, query and headers are read`() throws {
        let parsed = try parse("POST /a/%2e?b=c?d HTTP/1.1\nHost: h:1\nX-A:\t one \nx-a: two\nCookie: a=1\nCookie: b=2")
        #expect(parsed.head.method == "POST" && parsed.head.path == "/a/%2e" && parsed.head.rawQuery == "b=c?d")
        #expect(parsed.head.header("X-A") == "one, two" && parsed.head.cookie("b") == "2")
        #expect(parsed.framing == .length(0) && parsed.keepsAlive && !parsed.expectsContinue)
    }

    @Test func `length, coding and the end of the connection are read`() throws {
        #expect(try parse("POST / HTTP/1.1\nContent-Length: 12\nExpect: 100-continue").framing == .length(12))
        #expect(try parse("POST / HTTP/1.1\nTransfer-Encoding: Chunked").framing == .chunked)
        #expect(try !parse("GET / HTTP/1.1\nConnection: TE, close").keepsAlive)
        #expect(try !parse("GET / HTTP/1.0").keepsAlive)
        #expect(try parse("GET / HTTP/1.0\nConnection: keep-alive").keepsAlive)
    }

    @Test(
        arguments: [
            "", "GET", "GET /", "GET  / HTTP/1.1", "GET / HTTP/2.0", "GET http://h/ HTTP/1.1", "G\u{C9}T / HTTP/1.1", "GET /é HTTP/1.1",
            "GET / HTTP/1.1\nno colon", "GET / HTTP/1.1\n: nameless", "GET / HTTP/1.1\nA b: c", "GET / HTTP/1.1\n folded: line",
            "GET / HTTP/1.1\nHost: a\nHost: b", "GET / HTTP/1.1\nX: \u{0}", "GET / HTTP/1.1\nX: a\rY: b",
            "POST / HTTP/1.1\nContent-Length: 1\nContent-Length: 2", "POST / HTTP/1.1\nContent-Length: -1",
            "POST / HTTP/1.1\nContent-Length: +1", "POST / HTTP/1.1\nContent-Length: 9999999999999999999",
            "POST / HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked", "POST / HTTP/1.1\nTransfer-Encoding: gzip",
        ])
    func `a malformed head is refused`(text: String) {
        #expect(throws: MalformedHead.self) { try parse(text) }
    }

    @Test func `a combining mark after a delimiter does not hide the delimiter`() throws {
        let parsed = try parse("GET / HTTP/1.1\nX:\u{301}a\nCookie: a=1;\u{301} b=2; c=3")
        #expect(parsed.head.header("x") == "\u{301}a" && parsed.head.cookie("c") == "3" && parsed.head.cookie("a") == "1")
    }
}
