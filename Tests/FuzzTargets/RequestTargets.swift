#if DEBUG || HDOC_FUZZ
import FoundationEssentials
@testable import HDOCBackend
@testable import HDOCClient
@testable import HDOCModels
@testable import HDOCService

extension FuzzTarget {
    /// Requests to the listener of a sign-in and to the embedded backend, and addresses.
    static let requests = [
        FuzzTarget("callback", callback), FuzzTarget("request", request), FuzzTarget("query", query), FuzzTarget("html", html),
        FuzzTarget("words", words), FuzzTarget("link", link), FuzzTarget("redaction", redaction),
    ]

    private static func callback(_ bytes: [UInt8]) {
        guard case .callback(let query) = CallbackRequest(head: bytes, port: 8080) else { return }
        promise(query.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a query has no spaces and no other line")
        _ = AuthorizationReply.judge(query: query, state: "the-state")
    }

    private static func request(_ bytes: [UInt8]) {
        guard let parsed = try? HeadParser.parse(bytes) else { return }
        promise(parsed.head.path.utf8.first == UInt8(ascii: "/") && isClean(parsed.head.path), "a path is a path")
        promise(parsed.head.headers.allSatisfy { isClean($0.key) && !$0.value.utf8.contains(0x0A) }, "a header is one line")
        _ = parsed.head.query.encoded
        _ = parsed.head.cookie("XSRF-TOKEN")
    }

    private static func query(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        promise(FormFields(encoded: FormFields(encoded: text).encoded) == FormFields(encoded: text), "a form is written as it is read")
        _ = AuthorizationReply.query(inPasted: text)
        if let items = PercentEncoding.parseQuery(text) {
            let again = PercentEncoding.parseQuery(String(decoding: PercentEncoding.form(items), as: UTF8.self))
            promise(again.map { $0.map(\.0) + $0.map(\.1) } == items.map(\.0) + items.map(\.1), "a query is written as it is read")
        }
    }

    private static func html(_ bytes: [UInt8]) {
        let escaped = HostedPage.escape(String(decoding: bytes, as: UTF8.self))
        promise(!escaped.utf8.contains { "<>\"'".utf8.contains($0) }, "no delimiter of HTML is left")
    }

    private static func words(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let words = ShellWords(text).words
        promise(words.map(\.unicodeScalars.count).reduce(0, +) <= text.unicodeScalars.count, "no letter is added")
    }

    private static let token = Array("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEtMTIzIn0.c2lnbmF0dXJlLW9mLWFkYQ".utf8)
    private static let held = {
        let held = HeldTokens()
        held.add(Secret(String(decoding: token, as: UTF8.self)))
        return held
    }()
    private static let runs = Set((0...token.count - 16).map { Array(token[$0..<$0 + 16]) })

    private static func redaction(_ bytes: [UInt8]) {
        let clean = held.redact(Data(bytes))
        promise(held.redact(clean) == clean, "a second search finds nothing")
        let shown = clean.filter { 0x20 <= $0 && $0 < 0x7F }
        promise(!(0..<max(0, shown.count - 15)).contains { runs.contains(Array(shown[$0..<$0 + 16])) }, "no run is left")
        if (try? JSONParser.read(Data(bytes))) != nil { promise((try? JSONParser.read(clean)) != nil, "JSON stays JSON") }
    }

    private static func link(_ bytes: [UInt8]) {
        guard let link = WebLink(String(decoding: bytes, as: UTF8.self)) else { return }
        promise(isClean(link.shown) && !link.shown.utf8.contains(0x20), "a link has neither spaces nor control characters")
        promise(link.host.utf8.allSatisfy { $0 < 0x80 }, "a host is ASCII")
        _ = link.pointsToThisMachine
    }
}
#endif
