import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("A bad element never hides the rest of a list")
struct BadElementTests {
    private let scratch: Scratch
    private let transport = FakeTransport()
    private let cache: Cache

    init() throws {
        scratch = try Scratch()
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
    }

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

    @Test func `a 404 for another spelling does not remove a user`() throws {
        try cache.store([Journeyer(handle: "octo")], as: RefreshReport(resource: .journeyers, received: 1), at: scratch.clock())
        try cache.forget(journeyer: "OCTO")
        #expect(try cache.journeyers().value.map(\.handle) == ["octo"])
        try cache.forget(journeyer: "octo")
        #expect(try cache.journeyers().value.isEmpty)
    }
}
