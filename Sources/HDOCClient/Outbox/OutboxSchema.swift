import GRDB

/// The outbox's schema. The outbox contains texts that people wrote, so hdoc must be able to read the files of every released
/// version.
enum OutboxSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE entry (
                        id TEXT NOT NULL PRIMARY KEY,
                        day INTEGER NOT NULL, date TEXT NOT NULL, zone TEXT NOT NULL,
                        title TEXT NOT NULL, subtitle TEXT, body TEXT NOT NULL, tags TEXT NOT NULL, link TEXT,
                        template TEXT NOT NULL,
                        state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'sending', 'unknown', 'sent', 'rejected')),
                        attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, next_attempt_at REAL, article_url TEXT,
                        created_at REAL NOT NULL, updated_at REAL NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("v2") { db in
            // This table has one row, which is written when the file is first opened: whether the entries belong to the demo.
            try db.execute(sql: "CREATE TABLE origin (is_demo INTEGER NOT NULL) STRICT")
        }
        migrator.registerMigration("v3") { db in
            // 1 if hdoc proposed the day. Null in entries of older versions, which never move to another day.
            try db.execute(sql: "ALTER TABLE entry ADD COLUMN day_is_proposed INTEGER")
        }
        migrator.registerMigration("v4") { db in
            // A correction or a removal of a posted article. `change` is null in an entry that is a new article. `posted` is the text
            // that the article had when the change was begun, `version` its number, and `conflict` what the stage has instead.
            try db.execute(
                sql: """
                    ALTER TABLE entry ADD COLUMN change TEXT;
                    ALTER TABLE entry ADD COLUMN version INTEGER;
                    ALTER TABLE entry ADD COLUMN posted TEXT;
                    ALTER TABLE entry ADD COLUMN conflict TEXT;
                    """)
        }
        return migrator
    }

    /// The `SchemaDigest` after all migrations.
    static let digest = "6727091954e833e5b863c103946a8867110c536697abb19c3c89bacb3b943216"

    static let columns = [
        "id", "day", "date", "zone", "title", "subtitle", "body", "tags", "link", "template", "state", "attempts",
        "last_error", "next_attempt_at", "article_url", "created_at", "updated_at", "day_is_proposed",
        "change", "version", "posted", "conflict",
    ]

    /// Inserts or updates a row. `REPLACE` is not used, because it would change the row id and thereby the entry's place in the
    /// order.
    static let upsert: String = {
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        let changes = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return "INSERT INTO entry (\(columns.joined(separator: ", "))) VALUES (\(marks)) ON CONFLICT (id) DO UPDATE SET \(changes)"
    }()
}
