import FoundationEssentials
import GRDB

/// One sign-in at the provider. Every token issued for it contains its id.
struct Grant: Sendable, Equatable {
    let id: String
    let sub: String
    let scope: String
    let authTime: Int
    /// Only the first tokens contain a nonce. Tokens of a refresh have none.
    let nonce: String?
}

/// An authorization code that a client presented, and what it is bound to.
struct RedeemedCode: Sendable {
    let grant: Grant
    let redirectURI: String
    let challenge: String
    let isExpired: Bool
}

extension AccountStore {
    func keepCode(_ code: String, grant: Grant, redirectURI: String, challenge: String, expires: Int) async throws {
        try await queue.write {
            try $0.execute(
                sql: """
                    INSERT INTO authorization_code
                        (fingerprint, grant_id, sub, scope, nonce, auth_time, redirect_uri, challenge, expires)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Secrets.fingerprint(code), grant.id, grant.sub, grant.scope, grant.nonce, grant.authTime,
                    redirectURI, challenge, expires,
                ])
        }
    }

    /// Redeems a code. The first attempt uses the code up, whether it succeeds or not; a second attempt also revokes
    /// the tokens issued by the first one (RFC 6749, 4.1.2).
    func redeemCode(_ code: String, now: Int) async throws -> RedeemedCode? {
        try await queue.write { db in
            let fingerprint = Secrets.fingerprint(code)
            let sql = "SELECT * FROM authorization_code WHERE fingerprint = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [fingerprint]) else { return nil }
            let grant = Grant(row, nonce: row["nonce"])
            guard row["used"] == false else {
                try Self.revoke(db, grant: grant.id)
                return nil
            }
            try db.execute(
                sql: "UPDATE authorization_code SET used = 1 WHERE fingerprint = ?", arguments: [fingerprint])
            return RedeemedCode(
                grant: grant, redirectURI: row["redirect_uri"], challenge: row["challenge"],
                isExpired: row["expires"] <= now)
        }
    }

    func keepRefreshToken(_ token: String, grant: Grant, expires: Int) async throws {
        try await queue.write { try Self.insertRefreshToken($0, token, grant: grant, expires: expires) }
    }

    /// The grant of a refresh token that has not expired. With a successor, the token is replaced in the same
    /// transaction, so that only one of two concurrent refreshes succeeds.
    func redeemRefreshToken(_ token: String, successor: String?, now: Int, lifetime: Int) async throws -> Grant? {
        try await queue.write { db in
            let sql = "SELECT * FROM refresh_token WHERE fingerprint = ? AND expires > ?"
            let fingerprint = Secrets.fingerprint(token)
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [fingerprint, now]) else { return nil }
            let grant = Grant(row, nonce: nil)
            if let successor {
                try db.execute(sql: "DELETE FROM refresh_token WHERE fingerprint = ?", arguments: [fingerprint])
                try Self.insertRefreshToken(db, successor, grant: grant, expires: now + lifetime)
            }
            return grant
        }
    }

    /// Revokes the grant of a refresh token and with it all its tokens. An unknown token changes nothing.
    func revoke(refreshToken: String) async throws {
        try await queue.write { db in
            let sql = "SELECT grant_id FROM refresh_token WHERE fingerprint = ?"
            let id = try String.fetchOne(db, sql: sql, arguments: [Secrets.fingerprint(refreshToken)])
            if let id { try Self.revoke(db, grant: id) }
        }
    }

    func isRevoked(grant id: String) async throws -> Bool {
        try await queue.read {
            try Bool.fetchOne($0, sql: "SELECT 1 FROM revoked_grant WHERE grant_id = ?", arguments: [id]) ?? false
        }
    }

    private static func insertRefreshToken(_ db: Database, _ token: String, grant: Grant, expires: Int) throws {
        try db.execute(
            sql: """
                INSERT INTO refresh_token (fingerprint, grant_id, sub, scope, auth_time, expires)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Secrets.fingerprint(token), grant.id, grant.sub, grant.scope, grant.authTime, expires,
            ])
    }

    private static func revoke(_ db: Database, grant id: String) throws {
        try db.execute(sql: "DELETE FROM refresh_token WHERE grant_id = ?", arguments: [id])
        try db.execute(sql: "INSERT OR IGNORE INTO revoked_grant (grant_id) VALUES (?)", arguments: [id])
    }
}

/// The browser's own session with the provider. It continues after a sign-in, so that the next one asks for no password.
struct BrowserSession: Sendable {
    let sub: String
    let authTime: Int
}

extension AccountStore {
    func keepSession(_ token: String, _ session: BrowserSession, expires: Int) async throws {
        try await queue.write {
            try $0.execute(
                sql: "INSERT INTO browser_session (fingerprint, sub, auth_time, expires) VALUES (?, ?, ?, ?)",
                arguments: [Secrets.fingerprint(token), session.sub, session.authTime, expires])
        }
    }

    func session(_ token: String, now: Int) async throws -> BrowserSession? {
        try await queue.read {
            try Row.fetchOne(
                $0, sql: "SELECT sub, auth_time FROM browser_session WHERE fingerprint = ? AND expires > ?",
                arguments: [Secrets.fingerprint(token), now]
            ).map { BrowserSession(sub: $0["sub"], authTime: $0["auth_time"]) }
        }
    }

    func endSession(_ token: String) async throws {
        try await queue.write {
            try $0.execute(
                sql: "DELETE FROM browser_session WHERE fingerprint = ?", arguments: [Secrets.fingerprint(token)])
        }
    }
}

extension Grant {
    fileprivate init(_ row: Row, nonce: String?) {
        self.init(
            id: row["grant_id"], sub: row["sub"], scope: row["scope"], authTime: row["auth_time"], nonce: nonce)
    }
}
