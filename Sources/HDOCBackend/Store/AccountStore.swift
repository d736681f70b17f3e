import FoundationEssentials
import GRDB

/// The sign-in provider's data in SQLite: accounts here, grants and browser sessions in `GrantStore.swift`.
struct AccountStore: Sendable {
    let queue: DatabaseQueue
}

/// An account of the sign-in provider.
struct ProviderAccount: Sendable {
    let sub: String
    let username: String
    let email: String
    let password: PasswordHash

    fileprivate init(_ row: Row) {
        sub = row["sub"]
        username = row["username"]
        email = row["email"]
        password = PasswordHash(salt: [UInt8](row["salt"] as Data), key: [UInt8](row["password_key"] as Data))
    }
}

extension AccountStore {
    func account(sub: String) async throws -> ProviderAccount? {
        try await queue.read {
            try Row.fetchOne($0, sql: "SELECT * FROM account WHERE sub = ?", arguments: [sub]).map(ProviderAccount.init)
        }
    }

    /// The account with this name, ignoring upper and lower case.
    func account(username: String) async throws -> ProviderAccount? {
        try await queue.read {
            try Row.fetchOne($0, sql: "SELECT * FROM account WHERE username = ?", arguments: [username])
                .map(ProviderAccount.init)
        }
    }

    /// Creates an account. Returns false if the username is taken.
    func createAccount(sub: String, username: String, email: String, password: PasswordHash) async throws -> Bool {
        try await queue.write { try Self.createAccount($0, sub: sub, username: username, email: email, password: password) }
    }

    static func createAccount(
        _ db: Database, sub: String, username: String, email: String, password: PasswordHash
    ) throws -> Bool {
        try db.execute(
            sql: """
                INSERT INTO account (sub, username, email, salt, password_key) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (username) DO NOTHING
                """,
            arguments: [sub, username, email, Data(password.salt), Data(password.key)])
        return db.changesCount == 1
    }

    func setPassword(_ password: PasswordHash, username: String) async throws {
        try await queue.write {
            try $0.execute(
                sql: "UPDATE account SET salt = ?, password_key = ? WHERE username = ?",
                arguments: [Data(password.salt), Data(password.key), username])
        }
    }
}
