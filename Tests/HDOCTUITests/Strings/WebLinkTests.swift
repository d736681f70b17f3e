import HDOCClient
import HDOCModels
import TerminalKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Display of web links")
struct WebLinkTests {
    @Test(arguments: [
        ("https://GitHub.com/ada", "https://github.com/ada"),
        // A name with a Cyrillic а among Latin letters, and a name in one script, are both shown in ASCII.
        ("https://аpple.com/login", "https://xn--pple-43d.com/login"), ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://bücher.example/a?b=ç#d", "https://xn--bcher-kva.example/a?b=%C3%A7#d"),
        // The text before the @ is not part of the host.
        ("https://github.com@evil.test/x", "https://evil.test/x"),
        ("https://github.com:443@evil.test:8443/", "https://evil.test:8443/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ])
    func `the host shown is the one that a browser connects to`(link: String, shown: String) {
        #expect(WebLink(link)?.shown == shown)
        #expect(WebLink(link)?.url == link, "the browser opens the link as it was written")
    }

    @Test(arguments: [
        "https://github.com\\@evil.test/", "javascript:alert(1)", "https://%65vil.test/", "https://", "file:///etc/passwd",
        "https://a b/", "https://\u{202E}moc.test/", "ssh://host/",
    ])
    func `an address that programs interpret differently, or that no browser opens, is not a link`(link: String) {
        #expect(WebLink(link) == nil)
        #expect(WebLink.shown(link) == link)
    }

    @Test func `the scheme is shown only if the connection is not encrypted`() {
        #expect(WebLink("https://a.test/b")?.spans().map(\.text).joined() == "a.test/b")
        #expect(WebLink("http://a.test/b")?.spans().map(\.text).joined() == "http://a.test/b")
        #expect(WebLink("https://a.test/")?.spans().first { $0.style == .accent }?.text == "a.test")
    }
}

@Suite("Search")
struct SearchTextTests {
    @Test func `every word of a query must occur in the text, regardless of case and accents`() {
        var journeyer = Sample.journeyer("AdaL", "Ada Lovelacé", days: 1, github: 1, twitter: 1, hours: 1)
        journeyer.bio = "Engines and ＣＬＯＵＤＳ"
        for query in ["clouds ada", "", "LOVELACE", "lovelacé", "engines adal"] {
            #expect(SearchText.matches(SearchText.of(journeyer), SearchText.words(query)), "\(query)")
        }
        #expect(!SearchText.matches(SearchText.of(journeyer), SearchText.words("ada babbage")))
    }

    @Test func `matches are marked at their positions in the original text`() {
        func found(_ query: String, _ text: String) -> [String] {
            let characters = Array(text)
            return SearchText.ranges(of: SearchText.words(query), in: characters).map { String(characters[$0]) }
        }
        #expect(found("lam", "adaLamarr lam") == ["Lam", "lam"])
        #expect(found("ode", "Björk Ödegård") == ["Öde"])
        #expect(found("美", "高橋美咲") == ["美"])
        #expect(found("ana nan", "banana") == ["anan"])
        #expect(found("x", "") == [] && found("", "abc") == [])
    }

    @Test func `a list of texts can be filtered, and its first match found`() throws {
        let texts = ["ada lovelace", "", "lam berto", "ada lam"]
        let folded = FoldedTexts(texts)
        func query(_ text: String) throws -> QueryMatcher { QueryMatcher(try Query(text, for: .users), now: Sample.now, zone: .utc) }
        #expect(try folded.filter([0, 1, 2, 3], by: query("ada")) == [0, 3])
        #expect(try folded.filter([3, 2, 1], by: query("lam")) == [3, 2])
        #expect(try folded.filter([0, 1], by: query("")) == [0, 1])
        #expect(try folded.filter([0, 1, 2, 3], by: query("\"a l\"")) == [0, 3], "a match does not extend over two texts")
    }
}
