import Foundation
import HDOCModels
import Synchronization
import Testing

@testable import HDOCClient

@Suite("Lists in pages")
struct PageTests {
    private let stage: FakeStage
    private var transport: FakeTransport { stage.transport }

    init() throws { stage = try FakeStage() }

    private static func users(_ numbers: ClosedRange<Int>) -> String {
        "[" + numbers.map { #"{"github_username":"u\#($0)"}"# }.joined(separator: ",") + "]"
    }

    private static func link(_ target: String, _ relation: String = "next") -> [Header] {
        [Header("link", "<\(target)>; rel=\"\(relation)\"")]
    }

    @Test(arguments: [
        "users?cursor=c%2B1", "?cursor=c%2B1", "/Prod/users?cursor=c%2B1", "https://api.example/Prod/users?cursor=c%2B1",
        "HTTPS://API.example:443/Prod/users?cursor=c%2B1",
    ])
    func `a link to the next page is followed, also a relative one`(target: String) async throws {
        transport.expect("GET users", 200, Self.users(1...2), headers: Self.link(target))
        transport.expect("GET users?cursor=c%2B1", 200, "[]", headers: Self.link("users?cursor=c2"))
        transport.expect("GET users?cursor=c2", 200, Self.users(3...3), headers: Self.link("users?since=t", "changes"))
        let report = try await stage.fetchUsers()
        #expect(report.received == 3 && !report.mayBePartial)
        #expect(try stage.handles() == ["u1", "u2", "u3"])
        transport.expectNothingLeft()
    }

    @Test(arguments: [
        "https://evil.example/Prod/users?cursor=c", "http://api.example/Prod/users?cursor=c", "//evil.example/Prod/users?cursor=c",
        "https://api.example:8443/Prod/users?cursor=c", "https://api.example/Dev/users?cursor=c", "/users?cursor=c",
        "https://api.example@evil.example/Prod/users?cursor=c", "https://u:p@api.example/Prod/users?cursor=c",
        "/Prod/users/../admin?cursor=c", "../users?cursor=c", "tags?cursor=c", "/Prod/tags?cursor=c", "users", "users?cursor=c#x",
        "users\\?cursor=c", "users? cursor", "", "javascript:users?x", "\u{E9}users?x", "/Prod/%75sers?x", "/Prod//users?x",
        "file:///Prod/users?x", "https://api.example.evil.example/Prod/users?c",
    ])
    func `a link to another place is not followed, and the list may be partial`(target: String) async throws {
        transport.expect("GET users", 200, Self.users(1...2), headers: Self.link(target))
        let report = try await stage.fetchUsers()
        #expect(report.received == 2 && report.mayBePartial)
        #expect(transport.received.count == 1)
    }

    @Test func `a list that goes in a circle ends`() async throws {
        transport.expect("GET users", 200, Self.users(1...1), headers: Self.link("users?cursor=a"))
        transport.expect("GET users?cursor=a", 200, Self.users(2...2), headers: Self.link("users?cursor=b"))
        transport.expect("GET users?cursor=b", 200, Self.users(3...3), headers: Self.link("users?cursor=a"))
        #expect(try await stage.fetchUsers().mayBePartial)
        transport.expectNothingLeft()
    }

    @Test func `a list without an end ends after 10,000 pages`() async throws {
        let stage = EndlessStage()
        #expect(try await self.stage.fetchUsers(over: stage).mayBePartial)
        #expect(stage.count == PageTrail.mostPages)
    }

    @Test func `a page near the size of one scan is not marked as partial if the stage divides its lists`() async throws {
        let bio = String(repeating: "x", count: 1000)
        let users = "[" + (0..<950).map { #"{"github_username":"u\#($0)","bio":"\#(bio)"}"# }.joined(separator: ",") + "]"
        transport.expect("GET users", 200, users, headers: Self.link("users?since=t", "changes"))
        #expect(try await !stage.fetchUsers().mayBePartial)
    }

    @Test func `short pages of articles are fetched until the limit is reached`() async throws {
        func articles(_ numbers: ClosedRange<Int>) -> String {
            "[" + numbers.map { #"{"id":"\#($0)","title":"t"}"# }.joined(separator: ",") + "]"
        }
        let resource = Resource.articles(author: nil, tag: nil)
        transport.expect("GET articles?limit=500", 200, articles(1...300), headers: Self.link("articles?limit=500&cursor=a"))
        transport.expect("GET articles?limit=500&cursor=a", 200, articles(301...650), headers: Self.link("articles?limit=500&cursor=b"))
        let list = try await stage.api().list(resource, Article.init(json:))
        #expect(list.elements.map(\.id) == (1...500).map(String.init) && list.mayBePartial)
        transport.expect("GET articles?limit=500", 200, articles(1...2), headers: Self.link("articles?limit=500&cursor=a"))
        transport.expect("GET articles?limit=500&cursor=a", 200, articles(3...3))
        let whole = try await stage.api().list(resource, Article.init(json:))
        #expect(whole.elements.count == 3 && !whole.mayBePartial)
        transport.expectNothingLeft()
    }

    @Test(
        arguments: [
            (#"<a?1>; rel="next""#, "a?1"), ("<a?1>;rel=next", "a?1"), (#"<a?1>; title="x, y; <z>"; rel="prev NEXT""#, "a?1"),
            (#"<p?1>; rel="prev", <a?1> ; REL = next , <b>; rel=last"#, "a?1"), (#"<a?1>; rel="prev"; rel="next""#, nil),
            (#"<a?1>; title="\"; rel=next""#, nil), ("a?1; rel=next", nil), ("<a?1; rel=next", nil), ("", nil), (",,", nil),
            ("<a?1>", nil), (#"<a?1>; rel="next"#, "a?1"), ("<>; rel=next", ""), ("<a>;;rel=next", "a"),
        ] as [(String, String?)])
    func `Link headers are read as RFC 8288 writes them`(header: String, next: String?) {
        #expect(PageLinks(Response(status: 200, headers: [Header("Link", header)])).next == next, "\(header)")
    }
}

/// A stage whose every page has a new link.
private final class EndlessStage: Transport {
    private let requests = Mutex(0)
    var count: Int { requests.withLock(\.self) }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let number = requests.withLock { count in
            count += 1
            return count
        }
        return Response(status: 200, headers: [Header("Link", "<users?cursor=\(number)>; rel=\"next\"")], body: Data("[]".utf8))
    }
}
