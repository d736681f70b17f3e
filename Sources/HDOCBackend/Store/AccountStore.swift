import FoundationEssentials
import GRDB

/// Somebody who can sign in, and the one user object that is theirs.
struct Account: Sendable {
    let sub: String
    let username: String
    let email: String
    let password: PasswordHash
    let handle: String?
    let signupKey: String?

    static func fetch(_ db: Database, sub: String) throws -> Account? {
        try Row.fetchOne(db, sql: "SELECT * FROM account WHERE sub = ?", arguments: [sub]).map(Account.init)
    }

    fileprivate init(_ row: Row) {
        sub = row["sub"]
        username = row["username"]
        email = row["email"]
        password = PasswordHash(salt: [UInt8](row["salt"] as Data), key: [UInt8](row["password_key"] as Data))
        handle = row["handle"]
        signupKey = row["signup_key"]
    }
}

extension Store {
    func account(sub: String) async throws -> Account? {
        try await database.read { try Account.fetch($0, sub: sub) }
    }

    func account(username: String) async throws -> Account? {
        try await database.read {
            try Row.fetchOne($0, sql: "SELECT * FROM account WHERE username = ?", arguments: [username])
                .map(Account.init)
        }
    }

    /// Makes an account; false where the name is taken.
    func createAccount(
        sub: String, username: String, email: String, password: PasswordHash, handle: String? = nil
    ) async throws -> Bool {
        try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO account (sub, username, email, salt, password_key, handle) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (username) DO NOTHING
                    """,
                arguments: [sub, username, email, Data(password.salt), Data(password.key), handle])
            return db.changesCount == 1
        }
    }

    func setPassword(_ password: PasswordHash, username: String) async throws {
        try await database.write {
            try $0.execute(
                sql: "UPDATE account SET salt = ?, password_key = ? WHERE username = ?",
                arguments: [Data(password.salt), Data(password.key), username])
        }
    }
}
