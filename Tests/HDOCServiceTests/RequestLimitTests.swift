import Foundation
import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

@Suite("Limits of requests")
struct RequestLimitTests {
    private func driver() async throws -> ServiceDriver { ServiceDriver(try await StoreKind.memory.make(), now: Example.now) }

    @Test func `a body over 1 MiB answers 413 in the form of API Gateway`() async throws {
        let driver = try await driver()
        let large = Example.entry.setting("body", .string(String(repeating: "x", count: 1_048_576)))
        let reply = try await driver.post(large)
        #expect(reply.status == 413 && reply.text == "HTTP content length exceeded 1048576 bytes.")
        #expect(reply.header("Content-Type") == "text/plain")
        let escaped = Example.entry.setting("body", .string(String(repeating: "é", count: 50_000)))
        #expect(try await driver.post(escaped).status == 201, "the largest text fits, although each character is escaped")
    }

    @Test(arguments: [
        ("text/plain", 400), ("multipart/form-data; boundary=x", 400), ("application/jsonx", 400), ("", 400),
        ("application/json", 201), ("application/x-www-form-urlencoded", 201), ("Application/JSON; charset=utf-8", 201),
    ])
    func `a body must be labelled as JSON`(type: String, status: Int) async throws {
        let headers = ["Content-Type": type, "Idempotency-Key": Example.entry["id"]?.string ?? ""]
        let reply = try await driver().send("POST", "/ada/article", headers: headers, body: Example.entry, subject: "sub-ada")
        #expect(reply.status == status)
        if status == 400 { #expect(reply.text.contains(#""field": "Content-Type""#)) }
    }

    @Test func `a throttled database answers 429`() async throws {
        let driver = ServiceDriver(ThrottledStore(), now: Example.now)
        let reply = try await driver.get("/users/ada")
        #expect(reply.status == 429 && reply.header("Retry-After") == "2")
        #expect(reply.text == #"{"message":"Too Many Requests"}"#)
    }

    @Test func `replies allow other origins what their layer has`() async throws {
        var driver = try await driver()
        let planned = try await driver.get("/users/nobody")
        #expect(planned.status == 404 && planned.header("Access-Control-Allow-Origin") == "*")
        #expect(planned.header("Access-Control-Allow-Methods") == "GET,POST,PUT,DELETE,OPTIONS")
        #expect(planned.header("Access-Control-Allow-Headers")?.hasSuffix("Idempotency-Key,If-Match,If-None-Match") == true)
        #expect(planned.header("Access-Control-Expose-Headers")?.contains("Link") == true)
        driver.layer = .dev
        let deployed = try await driver.get("/users")
        #expect(deployed.header("Access-Control-Allow-Methods") == "GET,POST,OPTIONS")
        #expect(deployed.header("Access-Control-Expose-Headers") == nil)
    }
}

/// A store whose database refuses every look-up of a user.
private struct ThrottledStore: CommunityStore {
    private let other = InMemoryStore()

    func user(_ handle: String) async throws -> StoredUser? { throw StoreFailure.throttled(retryAfter: 2) }
    func scanUsers(limit: Int?) async throws -> [StoredUser] { await other.scanUsers(limit: limit) }
    func users(_ page: PageRequest) async throws -> StorePage<StoredUser> { try await other.users(page) }
    func changedUsers(since: Date, _ page: PageRequest) async throws -> StorePage<UserChange> {
        try await other.changedUsers(since: since, page)
    }
    func handle(ofSubject subject: String) async throws -> String? { await other.handle(ofSubject: subject) }
    func article(_ id: String) async throws -> StoredArticle? { await other.article(id) }
    func articles(_ filter: ArticleFilter, _ page: PageRequest) async throws -> StorePage<String> {
        try await other.articles(filter, page)
    }
    func tags(limit: Int) async throws -> [TagCount] { await other.tags(limit: limit) }
    func entries(of author: String) async throws -> [AuthorEntry] { await other.entries(of: author) }
    func insert(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleInsertion {
        await other.insert(article, updating: user)
    }
    func replace(_ article: StoredArticle, with correction: StoredArticle, updating user: UserUpdate?) async throws -> ArticleChange {
        await other.replace(article, with: correction, updating: user)
    }
    func remove(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleChange {
        await other.remove(article, updating: user)
    }
    func register(_ registration: UserRegistration) async throws -> RegistrationOutcome { await other.register(registration) }
}
