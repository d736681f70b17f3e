import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("The next fetch of a list")
struct ListMemoryTests {
    private let stage: FakeStage
    private var transport: FakeTransport { stage.transport }

    init() throws { stage = try FakeStage() }

    private static func users(_ handles: String...) -> String {
        "[" + handles.map { #"{"github_username":"\#($0)","bio":"\#($0)"}"# }.joined(separator: ",") + "]"
    }

    private static func link(_ relation: String, _ query: String) -> [Header] {
        [Header("Link", "<users?\(query)>; rel=\"\(relation)\"")]
    }

    private func fetchWhole() async throws {
        transport.expect("GET users", 200, Self.users("a", "b"), headers: Self.link("changes", "since=1"))
        #expect(try await stage.fetchUsers().extent == .whole)
    }

    @Test func `only changes are fetched after a complete list: changed users are updated, removed ones are removed`() async throws {
        try await fetchWhole()
        let before = try stage.cache.journeyers()
        stage.scratch.advance(60)
        let removed = #"{"github_username":"A","deleted":true},{"github_username":"a","deleted":true}"#
        let changed = #"[{"github_username":"b","bio":"new"},\#(removed),5]"#
        transport.expect("GET users?since=1", 200, changed, headers: Self.link("changes", "since=2"))
        let report = try await stage.fetchUsers()
        #expect(report.extent == .changes && report.received == 1 && report.removed == 2 && report.unreadable == 1)
        let after = try stage.cache.journeyers()
        #expect(after.value.map(\.handle) == ["b"] && after.value.first?.bio == "new")
        #expect(after.received == before.received && after.unreadable == 0 && after.fetchedAt == stage.scratch.clock())
        transport.expect("GET users?since=2", 200, "[]", headers: Self.link("changes", "since=3"))
        #expect(try await stage.fetchUsers().received == 0)
        transport.expectNothingLeft()
    }

    @Test func `in a whole list an attribute named deleted removes nobody`() async throws {
        transport.expect("GET users", 200, #"[{"github_username":"a","deleted":true}]"#)
        #expect(try await stage.fetchUsers().removed == 0)
        #expect(try stage.handles() == ["a"])
    }

    @Test func `changes come in pages as well`() async throws {
        try await fetchWhole()
        transport.expect("GET users?since=1", 200, Self.users("c"), headers: Self.link("next", "cursor=x"))
        transport.expect("GET users?cursor=x", 200, Self.users("d"), headers: Self.link("changes", "since=2"))
        let report = try await stage.fetchUsers()
        #expect(report.extent == .changes && report.received == 2)
        #expect(try stage.handles() == ["a", "b", "c", "d"] && stage.memory().changes?.query == "since=2")
        transport.expectNothingLeft()
    }

    @Test(arguments: [
        (400, #"{"message":"Bad"}"#), (403, #"{"message":"Forbidden"}"#), (404, "username field in the body of the request is missing"),
        (410, #"{"message":"Gone"}"#), (410, "<html>"), (200, "{}"), (200, ""),
    ])
    func `if the stage does not accept the link to the changes, the whole list is fetched`(status: Int, body: String) async throws {
        try await fetchWhole()
        transport.expect("GET users?since=1", status, body)
        transport.expect("GET users", 200, Self.users("a", "c"), headers: Self.link("changes", "since=2"))
        let report = try await stage.fetchUsers()
        #expect(report.extent == .whole && report.received == 2)
        #expect(try stage.handles() == ["a", "b", "c"], "a user missing from a list is not removed")
        #expect(try stage.memory().changes?.query == "since=2")
        transport.expectNothingLeft()
    }

    @Test(arguments: [500, 502, 503, 429])
    func `a failure of the stage keeps the link to the changes for the next time`(status: Int) async throws {
        try await fetchWhole()
        transport.expect("GET users?since=1", status, "{}")
        await #expect(throws: ClientError.self) { try await stage.fetchUsers() }
        transport.expect("GET users?since=1", 200, "[]", headers: Self.link("changes", "since=2"))
        #expect(try await stage.fetchUsers().extent == .changes)
        transport.expectNothingLeft()
    }

    @Test func `a stage that ignores the link and sends all users is read as a whole list`() async throws {
        try await fetchWhole()
        transport.expect("GET users?since=1", 200, #"[{"github_username":"a"},{}]"#)
        let report = try await stage.fetchUsers()
        #expect(report.extent == .whole)
        #expect(try stage.cache.journeyers().unreadable == 1 && stage.memory().changes == nil)
    }

    @Test func `a link to the changes is followed only to the same list`() async throws {
        for target in ["https://evil.example/Prod/users?since=1", "/Prod/tags?since=1", "users#since", "../users?since=1"] {
            transport.expect("GET users", 200, "[]", headers: [Header("Link", "<\(target)>; rel=\"changes\"")])
            #expect(try await stage.fetchUsers().extent == .whole)
            #expect(try stage.memory().changes == nil)
        }
    }

    @Test func `the whole list is fetched if a person wants it, and after 30 days`() async throws {
        try await fetchWhole()
        transport.expect("GET users", 200, Self.users("a"), headers: Self.link("changes", "since=2"))
        #expect(try await stage.fetchUsers(isWhole: true).extent == .whole)
        stage.scratch.advance(ListMemory.changesLifetime + 1)
        transport.expect("GET users", 200, Self.users("a"))
        #expect(try await stage.fetchUsers().extent == .whole)
        transport.expectNothingLeft()
    }

    // MARK: Interrupted lists

    private func interrupt() async throws {
        transport.expect("GET users", 200, Self.users("a").replacing("]", with: ",{}]"), headers: Self.link("next", "cursor=1"))
        transport.expect("GET users?cursor=1", 200, Self.users("b"), headers: Self.link("next", "cursor=2"))
        transport.expect("GET users?cursor=2", fails: .interrupted, mayHaveArrived: true)
        await #expect(throws: ClientError.self) { try await stage.fetchUsers() }
        #expect(try stage.handles() == ["a", "b"] && stage.cache.journeyers().fetchedAt == nil)
    }

    @Test func `an interrupted list continues behind its last page, and the report counts all pages`() async throws {
        try await interrupt()
        let memory = try stage.memory()
        #expect(memory.next?.query == "cursor=2" && memory.tally.pages == 2 && memory.tally.received == 2)
        transport.expect("GET users?cursor=2", 200, Self.users("c"), headers: Self.link("changes", "since=1"))
        let report = try await stage.fetchUsers()
        #expect(report.extent == .whole && report.received == 3 && report.unreadable == 1 && !report.mayBePartial)
        #expect(try stage.handles() == ["a", "b", "c"] && stage.memory().next == nil)
        #expect(try stage.memory().changes?.query == "since=1" && stage.cache.journeyers().fetchedAt != nil)
        transport.expectNothingLeft()
    }

    @Test(arguments: [400, 410]) func `an interrupted list whose cursor is not accepted begins again`(status: Int) async throws {
        try await interrupt()
        transport.expect("GET users?cursor=2", status, #"{"message":"no"}"#)
        transport.expect("GET users", 200, Self.users("a", "b"))
        #expect(try await stage.fetchUsers().received == 2)
        #expect(try stage.memory() == ListMemory())
        transport.expectNothingLeft()
    }

    @Test func `an interrupted list begins again after a day`() async throws {
        try await interrupt()
        stage.scratch.advance(ListMemory.cursorLifetime + 1)
        transport.expect("GET users", 200, Self.users("a"))
        _ = try await stage.fetchUsers()
        transport.expectNothingLeft()
    }

    @Test func `a list whose cursor expires meanwhile begins again once`() async throws {
        transport.expect("GET users", 200, Self.users("a"), headers: Self.link("next", "cursor=1"))
        transport.expect("GET users?cursor=1", 410, "{}")
        transport.expect("GET users", 200, Self.users("a", "b"))
        let report = try await stage.fetchUsers()
        #expect(report.received == 2)
        transport.expectNothingLeft()
    }

    @Test func `a page that is not a list ends the fetch, stores nothing of itself and is fetched again next time`() async throws {
        transport.expect("GET users", 200, Self.users("a"), headers: Self.link("next", "cursor=1"))
        transport.expect("GET users?cursor=1", 200, #"[{"github_username":"half"},{"github_user"#)
        await #expect { try await stage.fetchUsers() } throws: { ($0 as? ClientError)?.kind == .unreadable }
        #expect(try stage.handles() == ["a"] && stage.memory().next?.query == "cursor=1")
        transport.expect("GET users?cursor=1", 200, Self.users("half"))
        #expect(try await stage.fetchUsers().received == 2)
        transport.expectNothingLeft()
    }

    @Test func `a memory of a damaged file is ignored`() async throws {
        try await interrupt()
        let absurd = #"{"isWhole":true,"pages":\#(Int.max),"received":1,"unreadable":0,"removed":0,"bytes":0,"mayBePartial":false}"#
        for tally in ["", "{", #"{"pages":-1}"#, absurd] {
            try stage.cache.write { try $0.execute(sql: "UPDATE list_memory SET tally = ?", arguments: [tally]) }
            #expect(try stage.memory().next == nil)
        }
    }

    // MARK: Validators

    @Test func `a list that came as one reply is not sent again while the stage says that it is unchanged`() async throws {
        transport.expect("GET users", 200, Self.users("a"), headers: [Header("etag", #"W/"1""#)])
        _ = try await stage.fetchUsers()
        stage.scratch.advance(60)
        transport.expect("GET users") { request in
            #expect(request.headers.contains(Header("If-None-Match", #"W/"1""#)))
            return .success(Response(status: 304))
        }
        let report = try await stage.fetchUsers()
        #expect(report.extent == .unchanged && report.received == 0)
        let snapshot = try stage.cache.journeyers()
        #expect(snapshot.received == 1 && snapshot.fetchedAt == stage.scratch.clock())
        try stage.cache.forget(journeyer: "a")
        transport.expect("GET users") { request in
            #expect(!request.headers.contains { $0.name == "If-None-Match" }, "the cache is not as the list was")
            return .success(Response(status: 200, body: Data("[]".utf8)))
        }
        _ = try await stage.fetchUsers()
    }

    @Test func `a 304 that was not asked for is an error`() async throws {
        transport.expect("GET users", 304)
        await #expect(throws: ClientError.self) { try await stage.fetchUsers() }
    }

    @Test(arguments: ["", "a b", "\u{1}", String(repeating: "x", count: 201)])
    func `a validator that cannot be sent back is not stored`(tag: String) async throws {
        transport.expect("GET users", 200, "[]", headers: [Header("ETag", tag)])
        _ = try await stage.fetchUsers()
        #expect(try stage.memory().entityTag == nil)
    }

    @Test func `the validator of a page is not that of the list`() async throws {
        transport.expect("GET users", 200, "[]", headers: Self.link("next", "cursor=1") + [Header("ETag", "1")])
        transport.expect("GET users?cursor=1", 200, "[]", headers: [Header("ETag", "2")])
        _ = try await stage.fetchUsers()
        #expect(try stage.memory().entityTag == nil)
    }

    // MARK: Handles

    @Test func `a handle that the stage spells differently now is stored in its new spelling`() async throws {
        transport.expect("GET users", 200, Self.users("Ada"))
        _ = try await stage.fetchUsers()
        transport.expect("GET users", 200, Self.users("ada"))
        #expect(try await stage.fetchUsers().mergedHandles.isEmpty)
        #expect(try stage.handles() == ["ada"])
    }

    @Test func `of two spellings in one list the first one counts each time`() async throws {
        for _ in 1...3 {
            transport.expect("GET users", 200, Self.users("Ada", "bob", "ada"))
            let report = try await stage.fetchUsers()
            #expect(report.mergedHandles == ["ada"] && report.received == 2)
            #expect(try stage.handles() == ["Ada", "bob"] && stage.cache.journeyer("ada").value?.bio == "Ada")
        }
    }
}
