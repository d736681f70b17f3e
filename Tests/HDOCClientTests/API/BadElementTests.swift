import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("A bad element never hides the rest of a list")
struct BadElementTests {
    private let stage: FakeStage
    private var scratch: Scratch { stage.scratch }
    private var cache: Cache { stage.cache }
    private var transport: FakeTransport { stage.transport }

    init() throws { stage = try FakeStage() }

    @Test func `bad elements are repaired, or skipped and counted`() throws {
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        let body = #"""
            [{"github_username":"a","bio":"\ud800!"},{"github_username":"b","github_score":1e400},{"github_username":"c","x":\#(deep)},
            {"github_username":"d","bio":"one\u0000two"},{"github_username":"e","shoe_size":12345678901234567890},5,{"id":}]
            """#
        let list = try #require(DecodedList.read(Data(body.utf8), limit: nil, Journeyer.init(json:)))
        #expect(list.elements.map(\.handle) == ["a", "b", "d", "e"] && list.unreadable == 3)
        let report = RefreshReport(resource: .journeyers, received: 4, unreadable: 3)
        try cache.store(list.elements, as: report, at: scratch.clock())
        let kept = try cache.journeyers()
        #expect(Set(kept.value.map(\.handle)) == ["a", "b", "d", "e"] && kept.unreadable == 3)
        func user(_ handle: String) -> Journeyer? { kept.value.first { $0.handle == handle } }
        #expect(user("a")?.bio == "\u{FFFD}!")
        #expect(user("b")?.extra["github_score"]?.text == "1e400")
        #expect(user("d")?.bio == "one\u{FFFD}two", "a NUL does not end a text")
        #expect(user("e")?.extra["shoe_size"]?.text == "12345678901234567890")
    }

    @Test func `ten users with 505 nested lists are skipped and counted`() throws {
        let deep = String(repeating: "[", count: 505) + String(repeating: "]", count: 505)
        let users = (0..<10).map { #"{"github_username":"u\#($0)","x":\#(deep)}"# } + [#"{"github_username":"good"}"#]
        let list = try #require(DecodedList.read(Data("[\(users.joined(separator: ","))]".utf8), limit: nil, Journeyer.init(json:)))
        #expect(list.elements.map(\.handle) == ["good"] && list.unreadable == 10)
    }

    @Test func `of a response with very many elements the first 25,000 are kept, and the list may be partial`() throws {
        let body = "[" + Array(repeating: "{}", count: 24_999).joined(separator: ",") + #",{"github_username":"last"}"#
        let whole = try #require(DecodedList.read(Data("\(body)]".utf8), limit: nil, Journeyer.init(json:)))
        #expect(whole.elements.map(\.handle) == ["last"] && whole.unreadable == 24_999 && !whole.mayBePartial)
        let cut = try #require(DecodedList.read(Data("\(body),[[]],{\"a\":\"],\"},1]".utf8), limit: nil, Journeyer.init(json:)))
        #expect(cut.elements.map(\.handle) == ["last"] && cut.unreadable == 24_999 && cut.mayBePartial)
        #expect(DecodedList.read(Data("\(body),[[]".utf8), limit: nil, Journeyer.init(json:)) == nil, "the rest is parsed")
    }

    @Test func `of a response with more text than a stage can send the beginning is kept, and larger elements are skipped`() throws {
        func user(_ handle: Int, _ size: Int) -> String {
            #"{"github_username":"u\#(handle)","bio":"\#(String(repeating: "x", count: size))"}"#
        }
        let body = "[\((0..<100).map { user($0, $0 == 1 ? 500_001 : 100_000) }.joined(separator: ","))]"
        let list = try #require(DecodedList.read(Data(body.utf8), limit: nil, Journeyer.init(json:)))
        #expect(list.elements.map(\.handle) == ([0] + (2...75)).map { "u\($0)" }, "8 MB with the large one")
        #expect(list.unreadable == 1 && list.mayBePartial)
        let community = "[\((0..<10_000).map { user($0, 350) }.joined(separator: ","))]"
        #expect(DecodedList.read(Data(community.utf8), limit: nil, Journeyer.init(json:))?.elements.count == 10_000, "4 MB of users")
    }

    @Test func `handles that differ only in case are one user, and the report names the one that was left out`() async throws {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let client = try Client(stage: Samples.stage, settings: settings, transport: transport)
        let users = #"[{"github_username":"Ada","bio":"first"},{"github_username":"bob"},{"github_username":"ada","bio":"second"}]"#
        transport.expect("GET users", 200, users)
        let report = try await client.refresh(.journeyers)
        transport.expectNothingLeft()
        #expect(report.mergedHandles == ["ada"] && report.received == 2)
        #expect(try client.journeyers().value.map(\.handle).sorted() == ["Ada", "bob"])
        #expect(try client.journeyer("ADA").value?.bio == "first")
    }

    @Test(arguments: [
        ("404 page not found", false), ("<html><title>404 Not Found</title>", false), ("", false), ("<center>404</center>", false),
        (#"{"message":"Not Found"}"#, false), (#"{"message":"no Route matched with those values"}"#, false), (#"{"code":404}"#, false),
        ("ERROR: user not found!", true), (#"{"message":"This stage has no such user."}"#, true),
    ])
    func `only a 404 of the API removes a user from the cache`(_ body: String, _ removes: Bool) async throws {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let client = try Client(stage: Samples.stage, settings: settings, transport: transport)
        transport.expect("GET users", 200, #"[{"github_username":"octo"}]"#)
        _ = try await client.refresh(.journeyers)
        transport.expect("GET users/octo", 404, body, headers: [Header("Content-Type", "application/json")])
        let error = await #expect(throws: ClientError.self) { try await client.refresh(.journeyer("octo")) }
        #expect(error?.kind == (removes ? .notFound : .webPage))
        #expect(try client.journeyers().value.map(\.handle) == (removes ? [] : ["octo"]))
    }

    @Test func `the body of an article that contains NUL is stored and shown whole`() async throws {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let client = try Client(stage: Samples.stage, settings: settings, transport: transport)
        transport.expect("GET articles/a1", 200, #"{"id":"a1","title":"T\u0000U","body":"one\u0000two\u0000\nthree"}"#)
        _ = try await client.refresh(.article("a1"))
        let article = try #require(try client.articles(author: nil, tag: nil).value.first)
        #expect(article.body == "one\u{FFFD}two\u{FFFD}\nthree" && article.title == "T\u{FFFD}U")
        #expect(try client.articles(author: nil, tag: nil, matching: "three").value.map(\.id) == ["a1"])
    }

    @Test func `a 404 for another spelling does not remove a user`() throws {
        try cache.store([Journeyer(handle: "octo")], as: RefreshReport(resource: .journeyers, received: 1), at: scratch.clock())
        try cache.forget(journeyer: "OCTO")
        #expect(try cache.journeyers().value.map(\.handle) == ["octo"])
        try cache.forget(journeyer: "octo")
        #expect(try cache.journeyers().value.isEmpty)
    }
}
