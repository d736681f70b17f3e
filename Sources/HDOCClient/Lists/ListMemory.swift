import FoundationEssentials
import GRDB
import HDOCModels

/// What the cache remembers of a list, so that the next fetch costs less than the whole list.
struct ListMemory: Sendable, Equatable {
    /// The validator of a list that came as one reply. A stage answers 304 if the list is still the same.
    var entityTag: String?
    /// The query that fetches what changed since the list was complete.
    var changes: StoredLink?
    /// The place where the latest fetch was interrupted.
    var next: StoredLink?
    /// What was received until then.
    var tally = ListTally()

    /// The query of a link of the stage, and when the stage sent it.
    struct StoredLink: Sendable, Equatable {
        var query: String
        var date: Date

        /// Whether the link is not older than a lifetime in seconds, by the clock of this machine. The stage has the last word.
        func isValid(for lifetime: TimeInterval, at now: Date) -> Bool { (-3_600...lifetime).contains(now.timeIntervalSince(date)) }
    }

    /// In seconds: cursors of a stage live a day, tokens of changes 30 days.
    static let cursorLifetime: TimeInterval = 24 * 3_600
    static let changesLifetime: TimeInterval = 30 * 24 * 3_600
}

/// What was received of a list so far.
struct ListTally: Sendable, Equatable, Codable {
    /// Whether the list has all users, or only those that changed.
    var isWhole = true
    var pages = 0
    var received = 0
    var unreadable = 0
    var removed = 0
    /// The size of the pages in bytes, after decompression.
    var bytes = 0
    var mayBePartial = false

    /// The elements of all pages, readable or not.
    var elements: Int { received + unreadable + removed }

    func text() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }

    /// Whether the numbers can be those of a list. A damaged file may contain any.
    var isPlausible: Bool {
        [pages, received, unreadable, removed].allSatisfy((0...1_000_000_000).contains) && (0...1_000_000_000_000_000).contains(bytes)
    }
}

extension Cache {
    /// The memory of a list; empty if there is none.
    func memory(of list: Resource) throws(StoreError) -> ListMemory {
        try read { db in
            let sql = "SELECT entity_tag, changes, changes_at, next, next_at, tally FROM list_memory WHERE name = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [list.cacheName]) else { return ListMemory() }
            func link(at index: Int) throws -> ListMemory.StoredLink? {
                guard let query = try row.decode(String?.self, atIndex: index), let date = try row.decode(Double?.self, atIndex: index + 1)
                else { return nil }
                return ListMemory.StoredLink(query: query, date: Date(timeIntervalSince1970: date))
            }
            var memory = ListMemory(entityTag: try row.decode(atIndex: 0), changes: try link(at: 1), next: try link(at: 3))
            let tally = try row.decode(String?.self, atIndex: 5).flatMap { try? JSONDecoder().decode(ListTally.self, from: Data($0.utf8)) }
            // Without the tally the rest of a list cannot be reported.
            if let tally, tally.isPlausible { memory.tally = tally } else { memory.next = nil }
            return memory
        }
    }

    static func remember(_ memory: ListMemory, of list: Resource, _ db: Database) throws {
        let tally = memory.next == nil ? nil : try memory.tally.text()
        try db.execute(
            sql: upsert("list_memory", ["name", "entity_tag", "changes", "changes_at", "next", "next_at", "tally"]),
            arguments: [
                list.cacheName, memory.entityTag, memory.changes?.query, memory.changes?.date.timeIntervalSince1970,
                memory.next?.query, memory.next?.date.timeIntervalSince1970, tally,
            ])
    }

    /// Remembers the validator of a list; nil if it has none.
    static func rememberTag(_ entityTag: String?, of list: Resource, _ db: Database) throws {
        if entityTag != nil { return try remember(ListMemory(entityTag: entityTag), of: list, db) }
        try db.execute(sql: "DELETE FROM list_memory WHERE name = ?", arguments: [list.cacheName])
    }

    static func forgetTag(of list: Resource, _ db: Database) throws {
        try db.execute(sql: "UPDATE list_memory SET entity_tag = NULL WHERE name = ?", arguments: [list.cacheName])
    }

    /// Stores that the list has not changed since it was fetched.
    /// - Returns: the report. Nothing was received.
    func noteUnchanged(_ list: Resource, at instant: Date) throws(StoreError) -> RefreshReport {
        try write { db in
            try db.execute(
                sql: "UPDATE resource SET fetched_at = ? WHERE name = ?", arguments: [instant.timeIntervalSince1970, list.cacheName])
        }
        var report = RefreshReport(resource: list, received: 0)
        report.extent = .unchanged
        return report
    }
}
