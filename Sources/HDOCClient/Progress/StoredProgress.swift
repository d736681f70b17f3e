import FoundationEssentials
import GRDB
import HDOCModels

/// A participant's days on one stage, as the files on this machine tell them. Reading has no side effects and needs no network, so
/// that a shell prompt can do it. `Client` opens the same files for writing, and repairs them.
package struct StoredProgress: Sendable {
    /// The participant's handle; nil if it is unknown.
    package private(set) var handle: String?
    /// The participant's articles: id, day, date and title.
    package private(set) var articles: [Article] = []
    /// The entries in the outbox without their texts.
    package private(set) var outbox: [OutboxEntry] = []

    /// Reads the files of a stage. A missing file has no entries.
    /// - Throws: a `StoreError` if a file cannot be read.
    package init(stage: Stage, paths: Paths) throws(StoreError) {
        let candidates = stage.handle.map { [$0] } ?? Self.claimedHandles(stage, paths)
        handle = stage.handle
        let found = try ReadOnlyDatabase.read(paths.cache(stage.name)) { db -> (handle: String, articles: [Article])? in
            for candidate in candidates {
                let known = try stage.handle ?? Self.spelling(of: candidate, db)
                guard let known else { continue }
                return (handle: known, articles: try Self.articles(of: known, db))
            }
            return nil
        }
        if let found = found ?? nil { (handle, articles) = (found.handle, found.articles) }
        outbox = try ReadOnlyDatabase.read(paths.outbox(stage.name), Self.entries) ?? []
    }

    /// The journey on a date.
    package func journey(today: CalendarDay) -> Journey { Journey(articles: articles, outbox: outbox, today: today) }

    /// The progress now.
    package func progress(calendar: JourneyCalendar, now: Date) -> JourneyProgress {
        JourneyProgress(
            journey(today: calendar.today(at: now)), states: outbox.map(\.state), calendar: calendar, now: now)
    }

    /// The names in the session of this stage. The token file has them also if the keyring has the tokens. A name is only a candidate:
    /// it is used if the cache has a user with that handle.
    private static func claimedHandles(_ stage: Stage, _ paths: Paths) -> [String] {
        guard let bytes = try? FileReading.bytes(paths.tokens(stage.name), limit: 1 << 20),
            let document = try? TokenDocument.decoder.decode(TokenDocument.self, from: Data(bytes)),
            stage.issuer?.hasSameBytes(as: document.issuer) == true, stage.clientID?.hasSameBytes(as: document.clientID) == true
        else { return [] }
        return [document.identity.preferredUsername, document.identity.username].compactMap(\.self)
    }

    private static func spelling(of handle: String, _ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT handle FROM journeyer WHERE handle = ?", arguments: [handle])
    }

    // Except for those of changes, the columns below exist since the first version of both files, so files of every version can be read.

    private static func articles(of author: String, _ db: Database) throws -> [Article] {
        let sql = "SELECT id, day, date, title FROM article WHERE author = ?"
        return try Row.fetchCursor(db, sql: sql, arguments: [author]).mapToArray { row in
            var article = Article(id: try row.decode(atIndex: 0))
            article.day = try row.decode(atIndex: 1)
            article.date = try row.decode(String?.self, atIndex: 2).flatMap { CalendarDay($0) }
            article.title = try row.decode(atIndex: 3)
            return article
        }
    }

    private static func entries(_ db: Database) throws -> [OutboxEntry] {
        let hasChanges = try db.columns(in: "entry").contains { $0.name == "change" }
        let sql = """
            SELECT id, day, date, zone, title, state, created_at, \(hasChanges ? "change, posted, conflict" : "NULL, NULL, NULL")
            FROM entry ORDER BY rowid
            """
        return try Row.fetchCursor(db, sql: sql).mapToArray { row in
            let createdAt = Date(timeIntervalSince1970: try row.decode(atIndex: 6))
            let date = CalendarDay(try row.decode(atIndex: 2) as String)
            let entry = Entry(
                id: try row.decode(atIndex: 0), day: try row.decode(atIndex: 1), date: date ?? CalendarDay(createdAt, in: .utc),
                zone: try row.decode(atIndex: 3), title: try row.decode(atIndex: 4), body: "")
            let state = EntryState(rawValue: try row.decode(atIndex: 5)) ?? .draft
            let change = EntryChange(kind: try row.decode(atIndex: 7), posted: try row.decode(atIndex: 8), version: nil, of: entry)
            let conflict = EntryConflict(column: try row.decode(atIndex: 9), of: entry)
            return OutboxEntry(entry: entry, change: change, conflict: conflict, state: state, createdAt: createdAt, updatedAt: createdAt)
        }
    }
}
