import Foundation
import GRDB
import HDOCService
import Testing

@testable import HDOCBackend

@Suite("Opening an older database")
struct StoreMigrationTests {
    @Test func `migrating a database without the owner table keeps accounts, passwords and owners`() async throws {
        let queue = try DatabaseQueue()
        try BackendSchema.migrator.migrate(queue, upTo: "provider")
        try await queue.write {
            try $0.execute(
                sql: """
                    INSERT INTO account (sub, username, email, salt, password_key, handle, signup_key) VALUES
                        ('s1', 'ada', 'a@example.org', x'01', x'02', 'ada', 'k'),
                        ('s2', 'new', 'n@example.org', x'01', x'02', NULL, NULL)
                    """)
        }
        try BackendSchema.migrator.migrate(queue)
        let database = BackendDatabase(queue: queue)
        #expect(try await database.community.handle(ofSubject: "s1") == "ada")
        #expect(try await database.community.handle(ofSubject: "s2") == nil)
        #expect(try await database.accounts.account(username: "ADA")?.email == "a@example.org")
        #expect(try await database.accounts.account(sub: "s2")?.password == PasswordHash(salt: [1], key: [2]))
    }

    @Test func `migrating a database without pages keeps articles, as their first version and with a summary`() async throws {
        let queue = try DatabaseQueue()
        try BackendSchema.migrator.migrate(queue, upTo: "owner")
        try await queue.write {
            try $0.execute(
                sql: """
                    INSERT INTO user (handle, json, scan_order) VALUES ('ada', '{"github_username": "ada", "x": 1E+1}', 7);
                    INSERT INTO article (id, author, day, date, created_at, content, json) VALUES
                        ('a1', 'ada', 1, '2026-11-20', '2026-11-20T19:00:00.000Z', 'c', '{"id": "a1", "body": "text", "n": 5.0}'),
                        ('a2', 'ada', 2, '2026-11-21', '2026-11-21T19:00:00.000Z', NULL, 'not JSON');
                    """)
        }
        try BackendSchema.migrator.migrate(queue)
        let store = BackendDatabase(queue: queue).community
        let now = Date()
        #expect(try await store.article("a1")?.version == 1)
        let page = try await store.articles(ArticleFilter(), PageRequest(limit: 9, began: now))
        #expect(page.items == ["not JSON", #"{"id": "a1", "n": 5.0}"#])
        #expect(try await store.users(PageRequest(limit: 9, began: now)).items.map(\.json) == [#"{"github_username": "ada", "x": 1E+1}"#])
        #expect(try await store.changedUsers(since: .distantPast, PageRequest(limit: 9, began: now)).items.isEmpty)
    }
}
