import HDOCClient
import HDOCModels
import TerminalKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Web links as they are shown")
struct WebLinkTests {
    @Test(arguments: [
        ("https://GitHub.com/ada", "https://github.com/ada"),
        // A Cyrillic а among Latin letters, and a name in one script: both in ASCII.
        ("https://аpple.com/login", "https://xn--pple-43d.com/login"), ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://bücher.example/a?b=ç#d", "https://xn--bcher-kva.example/a?b=%C3%A7#d"),
        // What stands before the @ is no host.
        ("https://github.com@evil.test/x", "https://evil.test/x"),
        ("https://github.com:443@evil.test:8443/", "https://evil.test:8443/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ])
    func `the host is the one a browser connects to`(link: String, shown: String) {
        #expect(WebLink(link)?.shown == shown)
        #expect(WebLink(link)?.url == link, "what is opened is what was written")
    }

    @Test(arguments: [
        "https://github.com\\@evil.test/", "javascript:alert(1)", "https://%65vil.test/", "https://", "file:///etc/passwd",
        "https://a b/", "https://\u{202E}moc.test/", "ssh://host/",
    ])
    func `what programs read differently, or no browser opens, is no link`(link: String) {
        #expect(WebLink(link) == nil)
        #expect(WebLink.shown(link) == link)
    }

    @Test func `only a connection without encryption names its scheme`() {
        #expect(WebLink("https://a.test/b")?.spans().map(\.text).joined() == "a.test/b")
        #expect(WebLink("http://a.test/b")?.spans().map(\.text).joined() == "http://a.test/b")
        #expect(WebLink("https://a.test/")?.spans().first { $0.style == .accent }?.text == "a.test")
    }
}

@Suite("Search")
struct SearchTextTests {
    @Test func `every word counts, anywhere, without case or accents`() {
        var journeyer = Sample.journeyer("AdaL", "Ada Lovelacé", days: 1, github: 1, twitter: 1, hours: 1)
        journeyer.bio = "Engines and ＣＬＯＵＤＳ"
        for query in ["clouds ada", "", "LOVELACE", "lovelacé", "engines adal"] {
            #expect(SearchText.matches(SearchText.of(journeyer), SearchText.words(query)), "\(query)")
        }
        #expect(!SearchText.matches(SearchText.of(journeyer), SearchText.words("ada babbage")))
    }

    @Test func `what is found is marked where it stands, whatever folding does to its length`() {
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

    @Test func `many texts are filtered like one`() {
        let texts = ["ada lovelace", "", "lam berto", "ada lam"]
        let folded = FoldedTexts(texts)
        #expect(folded.filter([0, 1, 2, 3], words: ["ada"]) == [0, 3])
        #expect(folded.filter([3, 2, 1], words: ["lam"]) == [3, 2])
        #expect(folded.filter([0, 1], words: []) == [0, 1])
        #expect(folded.filter([0, 1, 2, 3], words: ["a l"]) == [0, 3], "texts do not run into each other")
        #expect(folded.first(in: [1, 2, 3], words: ["lam", "ada"]) == 3)
    }
}
