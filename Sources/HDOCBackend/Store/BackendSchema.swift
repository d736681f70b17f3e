import GRDB
import HDOCService

/// The tables of the backend's database, as migrations.
enum BackendSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("community") { try $0.execute(sql: community) }
        migrator.registerMigration("provider") { try $0.execute(sql: provider) }
        migrator.registerMigration("owner") { try $0.execute(sql: owner) }
        migrator.registerMigration("pages") { db in
            try db.execute(sql: pages)
            try summariseArticles(db)
        }
        return migrator
    }

    private static let community = """
        CREATE TABLE user (
            key INTEGER PRIMARY KEY,
            handle TEXT UNIQUE,                 -- NULL: an item without a key
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
            content TEXT,                       -- what was posted, to tell a repeated post from a conflict
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
            handle TEXT UNIQUE,
            signup_key TEXT
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

    /// Moves the ownership of users out of the provider's accounts, so that the community's store needs no account.
    private static let owner = """
        CREATE TABLE owner (
            subject TEXT PRIMARY KEY,           -- `sub` of the account
            handle TEXT NOT NULL UNIQUE,        -- the one user object that the account owns
            signup_key TEXT                     -- idempotency key of the sign-up that created the user
        );
        INSERT INTO owner (subject, handle, signup_key)
            SELECT sub, handle, signup_key FROM account WHERE handle IS NOT NULL;
        CREATE TABLE account_without_handle (
            sub TEXT PRIMARY KEY,
            username TEXT NOT NULL UNIQUE COLLATE NOCASE,
            email TEXT NOT NULL,
            salt BLOB NOT NULL,
            password_key BLOB NOT NULL
        );
        INSERT INTO account_without_handle SELECT sub, username, email, salt, password_key FROM account;
        DROP TABLE account;
        ALTER TABLE account_without_handle RENAME TO account;
        """

    /// What pages, changes since an instant, and corrections need.
    private static let pages = """
        ALTER TABLE user ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;  -- milliseconds since 1970; 0: since the beginning
        ALTER TABLE user ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;     -- 1: a tombstone
        CREATE INDEX user_updated ON user(updated_at) WHERE updated_at > 0;
        CREATE INDEX user_folded ON user(handle COLLATE NOCASE);
        ALTER TABLE article ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE article ADD COLUMN summary TEXT NOT NULL DEFAULT '';    -- the JSON without the body, for lists
        CREATE INDEX article_of_author ON article(author, created_at DESC, key DESC);
        CREATE INDEX article_tag_article ON article_tag(article);
        """

    private static func summariseArticles(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: "SELECT key, json FROM article") {
            let summary = StoredArticle.summary(ofText: row["json"])
            try db.execute(sql: "UPDATE article SET summary = ? WHERE key = ?", arguments: [summary, row["key"] as Int64])
        }
    }
}
