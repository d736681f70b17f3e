import Foundation
import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

@Suite("Lists in pages", .serialized)
struct ListTests {
    private func driver(_ community: SeedCommunity) async throws -> (driver: ServiceDriver, store: InMemoryStore) {
        let store = InMemoryStore()
        await store.seed(community)
        return (ServiceDriver(store, now: Example.now), store)
    }

    @Test func `links lead through all users, and the last page links to the changes`() async throws {
        let (driver, _) = try await driver(Example.users(25))
        let (pages, changes) = try await driver.pages("/users?limit=10")
        #expect(pages.map(\.count) == [10, 10, 5])
        #expect(Set(pages.flatMap(\.self).map(\.text)).count == 25)
        let token = try #require(changes)
        #expect(token.hasPrefix("/users?limit=10&since="))
        let none = try await driver.pages(token)
        #expect(none.pages == [[]] && none.changes != nil)
    }

    @Test func `a page has 500 elements, or as many as limit asks for, but at most 1,000`() async throws {
        let users = (0..<1_200).map { SeedUser(handle: "u\($0)", json: ["github_username": .string("u\($0)")]) }
        let (driver, _) = try await driver(SeedCommunity(users: users))
        #expect(try await driver.pages("/users").pages.map(\.count) == [500, 500, 200])
        #expect(try await driver.pages("/users?limit=5000").pages.map(\.count) == [1_000, 200])
        for limit in ["0", "-1", "abc", "", "1.5"] {
            let reply = try await driver.get("/users?limit=\(limit)")
            #expect(reply.status == 400 && reply.text.contains(#""field": "limit""#), "\(limit)")
        }
    }

    @Test func `articles are listed in pages without bodies, and the links keep the filter`() async throws {
        let articles = (1...7).map { Example.article("p\($0)", author: "ada", day: $0, date: "2026-11-1\($0)", tags: ["c#"]) }
        let (driver, _) = try await driver(SeedCommunity(articles: articles))
        let first = try await driver.get("/articles?author=ada&tag=c%23&limit=3")
        #expect(first.link("next")?.hasPrefix("/articles?author=ada&tag=c%23&limit=3&cursor=") == true)
        let (pages, changes) = try await driver.pages("/articles?author=ada&tag=c%23&limit=3")
        #expect(pages.map(\.count) == [3, 3, 1] && changes == nil)
        #expect(pages.flatMap(\.self).allSatisfy { $0["body"] == nil })
        #expect(try await driver.get("/articles/p1").json["body"] == "v1")
    }

    @Test func `a token leads to what changed since, with removed users, and to a new token`() async throws {
        var (driver, store) = try await driver(Example.users(3))
        let token = try #require(try await driver.pages("/users").changes)
        driver.now += 3_600
        _ = await store.register(Example.registration("grace", at: driver.now))
        await store.removeUser("user-001", at: driver.now)
        driver.now += 10
        let (pages, next) = try await driver.pages(token + "&limit=1")
        #expect(
            Set(pages.flatMap(\.self).map(\.text))
                == [#"{"github_username": "grace"}"#, #"{"github_username": "user-001", "deleted": true}"#])
        let overlapping = try #require(next)
        let again = try await driver.pages(overlapping)
        #expect(again.pages.flatMap(\.self).count == 2, "the new token overlaps by some seconds")
        driver.now += 3_600
        let newer = try #require(again.changes)
        let later = try #require(try await driver.pages(newer).changes)
        #expect(try await driver.pages(later).pages.flatMap(\.self).isEmpty)
    }

    @Test func `a cursor lives a day, and a token 30 days`() async throws {
        var (driver, _) = try await driver(Example.users(3))
        let next = try #require(try await driver.get("/users?limit=2").link("next"))
        let token = try #require(try await driver.get("/users").link("changes"))
        driver.now += 24 * 3_600 - 1
        #expect(try await driver.get(next).status == 200)
        driver.now += 2
        let reply = try await driver.get(next)
        #expect(reply.status == 410 && reply.json["message"] != nil)
        driver.now += 28 * 24 * 3_600
        #expect(try await driver.get(token).status == 200)
        driver.now += 24 * 3_600
        #expect(try await driver.get(token).status == 410)
        driver.now -= 40 * 24 * 3_600
        #expect(try await driver.get(next).status == 410, "a cursor from the future")
        #expect(try await driver.get(token).status == 410, "a token from the future")
    }

    @Test func `a cursor that this list did not make is refused`() async throws {
        let (driver, _) = try await driver(Example.users(3))
        let users = try #require(try await driver.get("/users?limit=2").link("next"))
        let cursor = try #require(FormFields(encoded: users.split(separator: "?")[1])["cursor"])
        let token = try #require(try await driver.get("/users").link("changes")?.split(separator: "since=").last)
        let unknown = [
            "", "x", "=", "c1", cursor + "A", String(cursor.dropLast(3)), String(repeating: "A", count: 5_000), String(token),
            OpaqueText.encode(["c1", "users", "0", "0", "5"]), OpaqueText.encode(["c1", "users", "x", "y", "5"]),
            OpaqueText.encode(["c1", "groups", OpaqueText.time(Example.now), OpaqueText.time(Example.now), "1"]),
            OpaqueText.encode(["c1", "users", OpaqueText.time(Example.now), OpaqueText.time(Example.now), "not a position"]),
        ]
        for text in unknown {
            let reply = try await driver.get("/users?cursor=\(PercentEncoding.component(text))")
            #expect([400, 410].contains(reply.status) && (reply.status == 410) == (text == unknown[8]), "\(text)")
        }
        #expect(try await driver.get("/articles?cursor=\(cursor)").status == 400)
        #expect(try await driver.get("/users?since=\(cursor)").status == 400)
        #expect(try await driver.get("/users?since=\(token)&cursor=\(cursor)").status == 400)
    }

    @Test func `a list that did not change answers 304`() async throws {
        let (driver, store) = try await driver(Example.users(3))
        let first = try await driver.get("/users")
        let tag = try #require(first.header("ETag"))
        let same = try await driver.get("/users", headers: ["If-None-Match": "\"other\", \(tag)"])
        #expect(same.status == 304 && same.body.isEmpty && same.header("ETag") == tag && same.link("changes") != nil)
        _ = await store.register(Example.registration("grace"))
        #expect(try await driver.get("/users", headers: ["If-None-Match": tag]).status == 200)
    }

    @Test func `the deployed layer lists users as before, without pages`() async throws {
        var (driver, _) = try await driver(Example.users(25))
        driver.layer = .dev
        let reply = try await driver.get("/users?limit=10")
        #expect(reply.array.count == 10 && reply.header("Link") == nil && reply.header("ETag") == nil)
        #expect(try await driver.get("/users?limit=0").status == 500)
    }
}
