import Foundation
import Synchronization
import TestKit
import Testing

@testable import HDOCClient

@Suite("Removing tokens from texts of servers")
struct HeldTokensTests {
    private static let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEtMTIzIn0.c2lnbmF0dXJlLW9mLWFkYQ"
    private let held = HeldTokens()

    init() { held.add(Secret(Self.token)) }

    private static let escaped: String = token.utf8.map { (byte: UInt8) -> String in "\\u00\(String(byte, radix: 16))" }.joined()
    private static let percentEncoded: String = token.utf8.map { (byte: UInt8) -> String in "%\(String(byte, radix: 16))" }.joined()

    private static func joined(by separator: String) -> String { token.map { String($0) }.joined(separator: separator) }

    private static let forms: [String] = [
        token, escaped, percentEncoded, joined(by: "\u{200B}"), joined(by: "\\u200b"), token.replacing(".", with: "\\u002e"),
        String(token.dropFirst(30)), String(token.dropLast(40)), String(token.dropFirst(20).prefix(16)),
    ]

    @Test(arguments: forms)
    func `a token is removed from JSON, whatever its form, and the JSON stays valid`(form: String) throws {
        let clean = held.redact(#"{"a":"before \#(form) after","b":[1,2]}"#)
        let value = try #require(JSONSerialization.jsonObject(with: Data(clean.utf8)) as? [String: Any])
        let text = try #require(value["a"] as? String)
        #expect(text.hasPrefix("before ") && text.hasSuffix("(secret) after"))
        #expect((value["b"] as? [Int]) == [1, 2])
        #expect(!clean.contains(form))
    }

    @Test func `every run of 16 characters is removed, and no run of 15`() {
        let characters = Array(Self.token)
        for start in 0...characters.count - 16 {
            #expect(held.redact("x \(String(characters[start..<start + 16]))!") == "x (secret)!")
            #expect(held.redact("x \(String(characters[start..<start + 15]))!") == "x \(String(characters[start..<start + 15]))!")
        }
    }

    @Test(arguments: ["\\", "%", "\\u00", "\\\\", "%4"])
    func `in plain text, a token is removed also where an escape sequence seems to begin in front of it`(prefix: String) {
        let characters = Array(Self.token)
        for start in 0...characters.count - 16 {
            let run = String(characters[start..<start + 16])
            #expect(!held.redact("x \(prefix)\(run)!").contains(run))
        }
    }

    @Test func `a token is removed from JSON without cutting an escape sequence in two`() throws {
        for start in 0...Self.token.count - 16 {
            let clean = held.redact(#"["\#(Self.token.dropFirst(start).prefix(16))"]"#)
            let isEscape = "bfnrtu".contains(Array(Self.token)[start])
            if isEscape, Array(Self.token)[start] != "u" { #expect(try JSONSerialization.jsonObject(with: Data(clean.utf8)) is [String]) }
        }
    }

    @Test func `a token of less than 16 characters is removed as a whole`() {
        held.add(Secret("opaque-9"))
        #expect(held.redact("the token opaque-9, and opaque-8") == "the token (secret), and opaque-8")
    }

    @Test(.disabled(if: Sanitizer.isOn, "the checker makes it slow"))
    func `a text without a token is unchanged, and 12 MB are searched in less than two seconds of processor time`() {
        let texts = ["", "plain", #"{"a":"\u00e9\/\n\"\\%zz"}"#, "日本 \u{202E}", "\\", "\\u00", "%4"]
        for text in texts { #expect(held.redact(text) == text) }
        let large = Data(String(repeating: #"{"title":"eyJhbGciOi and a day in the cloud, with queues"},"#, count: 200_000).utf8)
        let begun = clock()
        #expect(held.redact(large) == large)
        // The limit is for a release build; a debug build is about ten times as slow.
        #expect(Double(clock() - begun) / Double(CLOCKS_PER_SEC) < 20)
    }

    @Test func `a text is not passed on before the stored tokens are known, although another request is reading them`() throws {
        let scratch = try Scratch()
        try Data("tokens".utf8).write(to: URL(filePath: scratch.path("tokens.json")))
        let (reads, mayEnd, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let held = HeldTokens(path: scratch.path("tokens.json")) {
            reads.signal()
            mayEnd.wait()
            let token = Secret(Self.token)
            return LiveTokens(idToken: token, accessToken: token, idExpires: .distantFuture, accessExpires: .distantFuture)
        }
        let texts = Mutex<[String]>([])
        func redact() {
            Thread.detachNewThread {
                let text = held.redact(Self.token)
                texts.withLock { $0.append(text) }
                ended.signal()
            }
        }
        redact()
        reads.wait()
        redact()
        // Without the wait for the first request, the second one ends here, with the token.
        #expect(ended.wait(timeout: .now() + 0.2) == .timedOut)
        mayEnd.signal()
        ended.wait()
        ended.wait()
        #expect(texts.withLock(\.self) == ["(secret)", "(secret)"])
    }
}

@Suite("Redacting transport")
struct RedactingTransportTests {
    private let base = FakeTransport(base: "https://api.example/")
    private let held = HeldTokens()
    private var transport: RedactingTransport { RedactingTransport(base: base, tokens: held) }

    @Test func `a response repeats neither the token of its request nor one of the store, in no part`() async throws {
        let (sent, stored) = ("id-token-of-this-request", "refresh-token-in-the-store")
        held.add(Secret(stored))
        base.expect("GET x", 400, "\(sent) \(stored)", headers: [Header("X-Message", "no \(stored)")])
        let response = try await transport.send(Request(.get, "https://api.example/x", authorization: Secret("Bearer \(sent)")))
        #expect(String(decoding: response.body, as: UTF8.self) == "(secret) (secret)")
        #expect(response.headers == [Header("X-Message", "no (secret)")])
    }

    @Test func `the text of a failed transfer contains no token`() async throws {
        held.add(Secret("refresh-token-in-the-store"))
        base.expect("GET x") { _ in
            .failure(TransportError(.other, mayHaveArrived: true, detail: "proxy said refresh-token-in-the-store"))
        }
        await #expect(throws: TransportError(.other, mayHaveArrived: true, detail: "proxy said (secret)")) {
            try await transport.send(Request(.get, "https://api.example/x"))
        }
    }

    @Test func `new tokens arrive unchanged, also if one is known already, and are removed from all later responses`() async throws {
        held.add(Secret("refresh-token-that-stays"))
        let body = #"{"id_token":"new-id-token-12345","access_token":"new-access-token-1","refresh_token":"refresh-token-that-stays"}"#
        base.expect("POST token", 200, body)
        base.expect("POST token", 400, body)
        var request = Request(.post, "https://api.example/token")
        request.returnsTokens = true
        #expect(try await transport.send(request).body == Data(body.utf8))
        let refused = String(decoding: try await transport.send(request).body, as: UTF8.self)
        #expect(refused == #"{"id_token":"(secret)","access_token":"(secret)","refresh_token":"(secret)"}"#)
    }
}
