import Foundation
import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

@Suite("Corrections", .serialized)
struct CorrectionTests {
    private static let id = "0198c0de-0000-7000-8000-000000000001"
    private static let corrected = Example.entry.setting("title", "Queues, corrected").setting("tags", ["gcp"])

    /// A service in which `ada` has posted ``Example/entry``.
    private func posted(_ kind: StoreKind) async throws -> ServiceDriver {
        let driver = ServiceDriver(try await kind.make(), now: Example.now)
        let reply = try await driver.post(Example.entry)
        try #require(reply.status == 201)
        #expect(reply.json["version"] == 1 && reply.header("ETag") == "\"1\"")
        return driver
    }

    private func ada(_ driver: ServiceDriver) async throws -> RawJSON {
        try JSONReader.read(try #require(try await driver.store.user("ada")).json.utf8)
    }

    @Test(arguments: StoreKind.allCases)
    func `a correction answers with the new article and its version`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        let before = try await driver.get("/articles/\(Self.id)").json
        let reply = try await driver.correct(Self.corrected, version: 1)
        #expect(reply.status == 200 && reply.header("ETag") == "\"2\"")
        #expect(reply.json["version"] == 2 && reply.json["title"] == "Queues, corrected")
        #expect(reply.json["author"] == "ada" && reply.json["created_at"] == before["created_at"])
        #expect(try await driver.get("/articles/\(Self.id)").text == reply.text)
        #expect(try await driver.get("/articles?tag=gcp").array.map { $0["id"] }.first == .string(Self.id))
        #expect(try await driver.correct(Example.entry, version: 2).json["version"] == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `the same content again makes no new version, whatever version the client knows`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        let first = try await driver.correct(Self.corrected, version: 1)
        for version in [1, 2] {
            let again = try await driver.correct(Self.corrected, version: version)
            #expect(again.status == 200 && again.text == first.text)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a correction of an older version answers 412 with the current article and changes nothing`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        let current = try await driver.correct(Self.corrected, version: 1)
        let late = try await driver.correct(Example.entry.setting("title", "Late"), version: 1)
        #expect(late.status == 412 && late.text == current.text && late.header("ETag") == "\"2\"")
        let removal = try await driver.remove(Self.id, version: 1)
        #expect(removal.status == 412 && removal.text == current.text)
        #expect(try await driver.get("/articles/\(Self.id)").text == current.text)
    }

    @Test(arguments: StoreKind.allCases)
    func `only the author can correct or remove an article`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        let foreign = Example.entry.setting("id", "b1").setting("day", 1)
        #expect(try await driver.correct(foreign, version: 1).status == 403, "b1 was written by Old")
        #expect(try await driver.remove("b1", version: 1).status == 403)
        #expect(try await driver.correct(foreign, version: 1, author: "Old").status == 403)
        #expect(try await driver.correct(Self.corrected, version: 1, subject: "sub-other").status == 403)
        #expect(try await driver.remove(Self.id, version: 1, subject: "sub-other").status == 403)
        #expect(try await driver.send("PUT", "/ada/article/\(Self.id)", body: Self.corrected).status == 401)
        #expect(try await driver.store.article("b1") != nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `an article that is gone answers 404 to a correction and 204 to a removal`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        #expect(try await driver.correct(Example.entry.setting("id", "nothing"), version: 1).status == 404)
        for _ in 1...2 {
            let removal = try await driver.remove(Self.id, version: 1)
            #expect(removal.status == 204 && removal.body.isEmpty && removal.header("Content-Type") == nil)
        }
        #expect(try await driver.get("/articles/\(Self.id)").status == 404)
        #expect(try await driver.correct(Self.corrected, version: 1).status == 404)
    }

    @Test(arguments: StoreKind.allCases)
    func `a request without a version, with a strange one, or with another id or day changes nothing`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        #expect(try await driver.correct(Self.corrected, version: nil).status == 428)
        #expect(try await driver.remove(Self.id, version: nil).status == 428)
        for value in ["1", "*", "W/\"1\"", "\"\"", "\"x\"", "\"01\"", "\"1\", \"2\"", "\"99999999999999999999\""] {
            let reply = try await driver.send(
                "PUT", "/ada/article/\(Self.id)", headers: ["If-Match": value], body: Self.corrected, subject: "sub-ada")
            #expect(reply.status == 400 && reply.text.contains("If-Match"), "\(value)")
        }
        let otherDay = try await driver.correct(Self.corrected.setting("day", 25), version: 1)
        #expect(otherDay.status == 400 && otherDay.text.contains(#""field": "day""#))
        let otherID = try await driver.send(
            "PUT", "/ada/article/a1", headers: ["If-Match": "\"1\""], body: Self.corrected, subject: "sub-ada")
        #expect(otherID.status == 400 && otherID.text.contains(#""field": "id""#))
        #expect(try await driver.get("/articles/\(Self.id)").json["version"] == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `the author's figures follow a removal and a change of the date`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        #expect(try await ada(driver)["days_completed"] == 3)
        #expect(try await ada(driver)["github_streak"] == 2, "22 and 23 November")
        _ = try await driver.correct(Example.entry.setting("date", "2026-11-21"), version: 1)
        #expect(try await ada(driver)["github_streak"] == 3, "20, 21 and 22 November")
        #expect(try await ada(driver)["days_completed"] == 3)
        _ = try await driver.remove(Self.id, version: 2)
        let user = try await ada(driver)
        #expect(user["days_completed"] == 2 && user["github_streak"] == 1)
        #expect(user["last_entry_at"] == "2026-11-22T19:00:00.000Z")
        for id in ["a1", "a2"] { #expect(try await driver.remove(id, version: 1).status == 204) }
        let empty = try await ada(driver)
        #expect(empty["days_completed"] == 0 && empty["github_streak"] == 0 && empty["last_entry_at"] == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `of several concurrent corrections of one version, one is stored, and the others see it`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        let replies = try await withThrowingTaskGroup(of: ServiceReply.self) { group in
            for number in 1...6 {
                let entry = Example.entry.setting("title", .string("Title \(number)")).setting("date", .string("2026-11-0\(number)"))
                group.addTask { try await driver.correct(entry, version: 1) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.map(\.status).sorted() == [200, 412, 412, 412, 412, 412])
        #expect(Set(replies.map(\.text)).count == 1)
        #expect(try await ada(driver)["github_streak"] == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a removed day can be posted again`(kind: StoreKind) async throws {
        let driver = try await posted(kind)
        _ = try await driver.remove(Self.id, version: 1)
        let other = Example.entry.setting("id", "0198c0de-0000-7000-8000-000000000002")
        #expect(try await driver.post(other).status == 201)
        #expect(try await ada(driver)["days_completed"] == 3)
    }

    @Test func `a removed user can neither post nor correct`() async throws {
        let store = try await StoreKind.memory.make()
        let driver = ServiceDriver(store, now: Example.now)
        _ = try await driver.post(Example.entry)
        try await store.removeUser("ada", at: Example.now)
        #expect(try await driver.post(Example.entry.setting("id", "0198c0de-0000-7000-8000-000000000002")).status == 403)
        #expect(try await driver.correct(Self.corrected, version: 1).status == 403)
        #expect(try await driver.remove(Self.id, version: 1).status == 403)
    }
}
