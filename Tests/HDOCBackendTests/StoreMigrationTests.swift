import GRDB
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
}
