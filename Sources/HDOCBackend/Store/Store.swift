import FoundationEssentials
import GRDB

/// The backend's state: one SQLite database, in a file or in memory. Its tables are read and written in the other
/// files of this folder.
final class Store: Sendable {
    let database: DatabaseQueue

    private init(_ database: DatabaseQueue) { self.database = database }

    static func open(path: String?, reset: Bool) throws(BackendError) -> Store {
        do {
            guard let path else { return try Store(migrating: DatabaseQueue()) }
            if reset { try erase(path) }
            return try Store(migrating: DatabaseQueue(path: path))
        } catch {
            throw .database(path: path, reason: String(describing: error))
        }
    }

    private convenience init(migrating database: DatabaseQueue) throws {
        try Schema.migrator.migrate(database)
        self.init(database)
    }

    private static func erase(_ path: String) throws {
        for suffix in ["", "-journal", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Nothing is lost where closing fails: every transaction is on disk by then.
    func close() { try? database.close() }
}

private enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("community") { try $0.execute(sql: community) }
        migrator.registerMigration("provider") { try $0.execute(sql: provider) }
        return migrator
    }

    private static let community = """
        CREATE TABLE user (
            key INTEGER PRIMARY KEY,
            handle TEXT UNIQUE,                 -- NULL: an element without a key
            json TEXT NOT NULL,                 -- as it is sent, so that numbers keep their spelling
            scan_order INTEGER NOT NULL,        -- a scan's order is arbitrary, but the same each time
            holds_set INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX user_scan ON user(scan_order);
        CREATE TABLE article (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            author TEXT NOT NULL,
            day INTEGER,
            date TEXT,
            created_at TEXT NOT NULL,
            content TEXT,                       -- what was posted, to tell a repetition from a conflict
            json TEXT NOT NULL
        );
        CREATE UNIQUE INDEX article_day ON article(author, day);
        CREATE INDEX article_newest ON article(created_at DESC, key DESC);
        CREATE TABLE article_tag (
            article INTEGER NOT NULL REFERENCES article(key),
            tag TEXT NOT NULL,
            PRIMARY KEY (tag, article)
        ) WITHOUT ROWID;
        """

    private static let provider = """
        CREATE TABLE account (
            sub TEXT PRIMARY KEY,
            username TEXT NOT NULL UNIQUE COLLATE NOCASE,
            email TEXT NOT NULL,
            salt BLOB NOT NULL,
            password_key BLOB NOT NULL,
            handle TEXT UNIQUE,                 -- the one user object this account owns
            signup_key TEXT                     -- idempotency key of the sign-up that made it
        );
        CREATE TABLE browser_session (
            fingerprint TEXT PRIMARY KEY,
            sub TEXT NOT NULL,
            auth_time INTEGER NOT NULL,
            expires INTEGER NOT NULL
        );
        CREATE TABLE authorization_code (
            fingerprint TEXT PRIMARY KEY,
            grant_id TEXT NOT NULL,
            sub TEXT NOT NULL,
            scope TEXT NOT NULL,
            nonce TEXT,
            auth_time INTEGER NOT NULL,
            redirect_uri TEXT NOT NULL,
            challenge TEXT NOT NULL,
            expires INTEGER NOT NULL,
            used INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE refresh_token (
            fingerprint TEXT PRIMARY KEY,
            grant_id TEXT NOT NULL,
            sub TEXT NOT NULL,
            scope TEXT NOT NULL,
            auth_time INTEGER NOT NULL,
            expires INTEGER NOT NULL
        );
        CREATE TABLE revoked_grant (grant_id TEXT PRIMARY KEY);
        """
}
