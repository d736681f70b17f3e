import FoundationEssentials
import HDOCModels
import SafeText
import Testing

@testable import HDOCClient

/// Swift compares characters: `"` and a combining mark after it are one character, which is not equal to `"`. Every parser, escaper and
/// rule must still find the ASCII delimiter.
@Suite("A mark beside an ASCII delimiter does not hide the delimiter")
struct DelimiterTests {
    /// A combining accent, a zero width joiner, a variation selector, a keycap, a skin tone, a tag, and a letter.
    static let marks = ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "\u{1F3FD}", "\u{E0020}", "é"]

    @Test(arguments: marks)
    func `queries and pasted addresses`(_ mark: String) throws {
        let items = try #require(PercentEncoding.parseQuery("a=1\(mark)&\(mark)b=\(mark)2&=\(mark)"))
        #expect(items.map(\.0).map(Self.bytes) == ["a", "\(mark)b", ""].map(Self.bytes))
        #expect(items.map(\.1).map(Self.bytes) == ["1\(mark)", "\(mark)2", mark].map(Self.bytes))
        let query = AuthorizationReply.query(inPasted: "<\(mark)http://localhost:8080/callback?\(mark)code=1&state=2#\(mark)x")
        #expect(Self.bytes(query) == Self.bytes("\(mark)code=1&state=2"))
        #expect(Self.bytes(AuthorizationReply.query(inPasted: "\"code=1 \(mark)\n&state=2'")) == Self.bytes("code=1\(mark)&state=2"))
        #expect(Self.bytes(PercentEncoding.component("\(mark)&\(mark)")).allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "&") })
    }

    @Test(arguments: marks)
    func `headers and callback requests`(_ mark: String) {
        let header = Header(line: Array("X\(mark):\(mark) v:\(mark)\r\n".utf8))
        #expect(header.map { Self.bytes($0.name) + [0] + Self.bytes($0.value) } == Self.bytes("X\(mark)\0\(mark) v:\(mark)"))
        #expect(Header(line: Array("\(mark)\r\n".utf8)) == nil)
        func request(_ host: String) -> CallbackRequest {
            let head = "GET /callback?code=1 HTTP/1.1\r\nCookie: a=\"\(mark);\(mark)\r\nHost:\(host)"
            return CallbackRequest(head: Array(head.utf8), port: 8080)
        }
        #expect(request(" localhost:8080") == .callback(query: "code=1"))
        #expect(request("\(mark)localhost:8080") == .refused(.wrongHost))
        #expect(request("localhost:8080\(mark)") == .refused(.wrongHost))
        #expect(Response(status: 200, headers: [Header("\u{212A}eep", "x")]).header("keep") == nil, "a Kelvin sign is not a K")
    }

    @Test(arguments: marks)
    func `words of a shell and browser commands`(_ mark: String) {
        let words = ShellWords("a\(mark) '\(mark)b c'\(mark) \"d \\\"\(mark)\" e\\ \(mark)").words
        #expect(words.map(Self.bytes) == ["a\(mark)", "\(mark)b c\(mark)", "d \"\(mark)", "e \(mark)"].map(Self.bytes))
        #expect(ShellWords("'\(mark)").hasOpenQuote)
        let choice = BrowserChoice(environment: ["BROWSER": "nope:\(mark)x:/bin/b %s\(mark) %%\(mark)s"]) { $0 == "/bin/b" }
        let arguments = try? choice.commands(for: "https://u/").get().first?.arguments
        #expect(arguments?.map(Self.bytes) == ["https://u/\(mark)", "%\(mark)s"].map(Self.bytes))
        let outline = RequestOutline(method: .get, url: "https://a/'\(mark)x", headers: [Header("Accept", "'\(mark)")])
        #expect(outline.curl.utf8.allSatisfy { $0 < 0x80 })
        #expect(ShellWords(outline.curl).words.last == "Accept: '" && !ShellWords(outline.curl).hasOpenQuote)
    }

    @Test(arguments: marks)
    func `rules for links, tags, handles and hosts`(_ mark: String) {
        for link in ["https:///\(mark)x", "https://-\(mark)x.example/", "https:/\(mark)/x", "https:\(mark)//x"] {
            #expect(!EntryRules.isWebLink(link), "\(link)")
            #expect(WebLink(link) == nil)
        }
        #expect(EntryRules.isWebLink("HTTPS://a.example/\(mark)"))
        #expect(!EntryRules.isTag("aws\(mark)") && !GitHubHandle.isValid("ada\(mark)"))
        #expect(GitHubHandle.normalised(" @\(mark)ada ").utf8.elementsEqual("\(mark)ada".utf8))
        #expect(GitHubHandle.isSame("Ada", "aDA") && !GitHubHandle.isSame("kate", "\u{212A}ate"))
        let proxy = ProxySettings(environment: [
            "https_proxy": "http://u:secret@\(mark)host:1", "no_proxy": "x,\(mark)y b.example,.\(mark)",
        ])
        #expect(!proxy.publicAddress.contains("secret"))
        #expect(proxy.excludes("https://b.example/") && proxy.excludes("https://a.b.example/") && !proxy.excludes("https://cb.example/"))
    }

    @Test(arguments: marks)
    func `JSON, XML and the files of the AWS command line`(_ mark: String) throws {
        let text = "\"\(mark)\\\(mark)\n\(mark)/\(mark)"
        let json = JSONWriter.text(.object(["a\"\(mark)": .string(text)]))
        #expect(try JSONParser.read(json.utf8).object?.first.map { Self.bytes($0.key) } == Self.bytes("a\"\(mark)"))
        #expect(try JSONParser.read(json.utf8).object?.values.first?.text.map(Self.bytes) == Self.bytes(text))
        #expect(try JSONParser.readList("[\"\(mark)\",\"\(mark)\"]".utf8).count == 2)
        let configuration = try Configuration.parse("[keys]\nquit = \(TOMLEdit.literal(text))", file: "/c")
        #expect(configuration.keys["quit"]?.first.map(Self.bytes) == Self.bytes(text))
        let element = try #require(XMLElement.parse(Array("<n:a>\(mark)&lt;\(mark)&#62;\(mark)</n:a>".utf8)))
        #expect(element.name == "a" && Self.bytes(element.text) == Self.bytes("\(mark)<\(mark)>\(mark)"))
        let file = IniFile(Array("[\(mark)dev]\(mark)\nkey=\(mark)value\n#\(mark)x = y\n".utf8))
        #expect(file.sections.map { Self.bytes($0.name) } == [Self.bytes("\(mark)dev")])
        #expect(file.sections.first?.pairs["key"].map(Self.bytes) == Self.bytes("\(mark)value") && file.sections.first?.pairs.count == 1)
    }

    @Test(arguments: marks)
    func `lines and fields of a written text`(_ mark: String) throws {
        #expect(Self.bytes(WrittenText.normalizingLineEnds("a\r\n\(mark)b\r\(mark)c")) == Self.bytes("a\n\(mark)b\n\(mark)c"))
        #expect(WrittenFields.tags("aws,\(mark)sqs,[\(mark)x").count == 3)
        let field = try #require(WrittenFields.split("tags:\(mark) aws"))
        #expect(field.name == "tags" && Self.bytes(String(field.value)) == Self.bytes("\(mark) aws"))
        #expect(TitleSplit.heading("# T #").hasSameBytes(as: "T") && TitleSplit.heading("#\(mark) T").hasSameBytes(as: "#\(mark) T"))
        var entry = EntryComposerTests.written
        entry.body = "Body\(mark)"
        let document = EntryDocument.text(for: entry).replacing("Day: 24", with: "-->\(mark)\nDay: 24")
        let composed = EntryComposerTests.composer.compose(document: document, into: entry)
        #expect(composed.problems == [] && composed.entry.day == 24 && composed.entry.body.contains("-->\(mark)"))
    }

    @Test(arguments: marks)
    func `an echoed token and control sequences`(_ mark: String) {
        let body = Data("you sent \(mark)secret-token\(mark)".utf8)
        let classifier = ReplyClassifier(call: Call.users(limit: nil), credential: Secret("Bearer secret-token"))
        #expect(classifier.error(in: Response(status: 400, body: body))?.serverText == nil)
        #expect(
            !TerminalText.line("\u{1B}\(mark)[31m\r\n\(mark)\u{9B}\(mark)").unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x9B })
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
