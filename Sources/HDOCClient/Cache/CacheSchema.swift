import GRDB
import HDOCModels

/// The cache's schema. Each version is one migration. The cache may be deleted at any time, because all its data can be fetched
/// again.
enum CacheSchema {
    /// The number of user attributes in version 1. Each later attribute is added by its own migration.
    private static let firstAttributes = 15

    /// Statements that name every column that hdoc uses and read no rows. They fail if the schema is damaged.
    static let probes = [
        "SELECT \(Journeyer.columns.joined(separator: ", ")) FROM journeyer LIMIT 0",
        "SELECT \(Article.columns.joined(separator: ", ")) FROM article LIMIT 0", "SELECT tag, count FROM tag LIMIT 0",
        "SELECT name, fetched_at, unreadable, partial, received FROM resource LIMIT 0",
        "SELECT name, status, reason, checked_at FROM route LIMIT 0", "SELECT taken_at, handle, rank, score FROM leaderboard LIMIT 0",
        "SELECT article, read_at FROM body_read LIMIT 0",
        "SELECT name, entity_tag, changes, changes_at, next, next_at, tally FROM list_memory LIMIT 0",
    ]

    /// `Journeyer.totalScore` in SQL.
    static let totalScore = "(coalesce(github_score, 0) + coalesce(twitter_score, 0))"
    /// Whether a journeyer has a score, and so a rank.
    static let isScored = "(github_score IS NOT NULL OR twitter_score IS NOT NULL)"

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        let attributes = Journeyer.attributes.prefix(firstAttributes)
        migrator.registerMigration("v1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE journeyer (
                        handle TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
                        \(attributes.map { "\($0.name) \($0.columnType)" }.joined(separator: ", ")), extra TEXT
                    ) STRICT;
                    CREATE TABLE article (
                        id TEXT NOT NULL PRIMARY KEY,
                        author TEXT COLLATE NOCASE, day INTEGER, date TEXT, title TEXT, subtitle TEXT, body TEXT,
                        tags TEXT NOT NULL, link TEXT, template TEXT, image TEXT, created_at REAL, extra TEXT
                    ) STRICT;
                    CREATE INDEX article_by_author ON article(author);
                    CREATE INDEX article_by_time ON article(created_at);
                    CREATE TABLE tag (tag TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL) STRICT;
                    -- When each resource was last fetched, and how well.
                    CREATE TABLE resource (
                        name TEXT NOT NULL PRIMARY KEY, fetched_at REAL NOT NULL,
                        unreadable INTEGER NOT NULL, partial INTEGER NOT NULL
                    ) STRICT;
                    -- status is NULL where the route is present.
                    CREATE TABLE route (
                        name TEXT NOT NULL PRIMARY KEY, status INTEGER, reason TEXT, checked_at REAL NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("v2") { db in
            // The number of elements that could be decoded; NULL if an older hdoc stored the row.
            try db.execute(sql: "ALTER TABLE resource ADD COLUMN received INTEGER")
        }
        migrator.registerMigration("v3") { db in
            try db.execute(
                sql: """
                    CREATE TABLE leaderboard (
                        taken_at REAL NOT NULL, handle TEXT NOT NULL COLLATE NOCASE, rank INTEGER NOT NULL, score INTEGER NOT NULL,
                        PRIMARY KEY (taken_at, handle)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("v4") { db in
            // The time at which the body text of an article was last opened. If there are too many texts, the least recently
            // opened are removed first.
            try db.execute(
                sql: """
                    CREATE TABLE body_read (article TEXT NOT NULL PRIMARY KEY, read_at REAL NOT NULL) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("v5", migrate: CacheSearch.dropIndexes)
        migrator.registerMigration("v6") { db in
            // What is known about a list for the next time: see `ListMemory`. The index is the order of the leaderboard.
            try db.execute(
                sql: """
                    CREATE TABLE list_memory (
                        name TEXT NOT NULL PRIMARY KEY, entity_tag TEXT,
                        changes TEXT, changes_at REAL, next TEXT, next_at REAL, tally TEXT
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX journeyer_by_score ON journeyer(\(totalScore) DESC, handle) WHERE \(isScored);
                    """)
        }
        for attribute in Journeyer.attributes.dropFirst(firstAttributes) {
            migrator.registerMigration("attribute \(attribute.name)") { db in
                try db.execute(sql: "ALTER TABLE journeyer ADD COLUMN \(attribute.name) \(attribute.columnType)")
                // The users in the cache lack the attribute, so the whole list is fetched next time.
                try db.execute(sql: "DELETE FROM list_memory")
            }
        }
        return migrator
    }
}
