import Foundation
import GRDB
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("Database files of every schema version", .timeLimit(.hang))
struct SchemaTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures")
    private var cachePath: String { scratch.path("cache.sqlite") }
    private var outboxPath: String { scratch.path("outbox.sqlite") }

    /// Creates the file that an hdoc with that schema version wrote.
    private func make(_ name: String, at path: String) throws {
        let sql = try String(contentsOf: Self.fixtures.appendingPathComponent("\(name).sql"), encoding: .utf8)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func bytes(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

    @Test func `the fixtures contain a file of every schema version`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path)
        #expect(Set(names).isSuperset(of: CacheSchema.migrator.migrations.map { "cache-\($0).sql" }))
        #expect(Set(names).isSuperset(of: OutboxSchema.migrator.migrations.map { "outbox-\($0).sql" }))
    }

    @Test func `the digest of the outbox's schema is that of a new outbox`() throws {
        let queue = try DatabaseQueue()
        try OutboxSchema.migrator.migrate(queue)
        #expect(try queue.read(SchemaDigest.of) == OutboxSchema.digest)
    }

    @Test(arguments: CacheSchema.migrator.migrations)
    func `a cache of each schema version keeps its content`(version: String) throws {
        try make("cache-\(version)", at: cachePath)
        try expectCache()
    }

    private func expectCache() throws {
        let cache = try Cache(path: cachePath, now: scratch.clock())
        #expect(cache.inMemoryBecause == nil && cache.setAside == nil)
        let journeyers = try cache.journeyers()
        #expect(journeyers.value.count == 3 && journeyers.fetchedAt != nil && journeyers.unreadable == 2)
        let ada = try cache.journeyer("ADA").value
        #expect(ada?.fullName == "Ada Okafor" && ada?.totalScore == 91 && ada?.extra["mood"] == .string("sunny"))
        let articles = try cache.articles(author: "ada", tag: "sqs").value
        #expect(articles.map(\.title) == ["Queues at last"] && articles.first?.body == "A dead letter queue.")
        #expect(try cache.tags().value.map(\.tag) == ["aws", "sqs"])
        let names = try cache.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema") }
        #expect(!names.contains { $0.contains("search") }, "no full-text index is left over")
    }

    @Test(arguments: OutboxSchema.migrator.migrations)
    func `an outbox of each schema version keeps its content`(version: String) throws {
        try make("outbox-\(version)", at: outboxPath)
        let outbox = try Outbox(path: outboxPath, clock: scratch.clock)
        let entries = try outbox.entries()
        #expect(outbox.repair == nil)
        #expect(entries.map(\.state) == [.sent, .queued, .draft] && entries.map(\.entry.day) == [1, 2, 3])
        #expect(entries[1].lastError == "Could not reach dev." && entries[1].attempts == 2)
        #expect(entries[2].entry.body == "Über Wolken ☁️ und 'Zitate'")
    }

    @Test func `an outbox of version 4 keeps the posted text and the version of a correction, and older entries are new articles`() throws {
        try make("outbox-v4", at: outboxPath)
        let entries = try Outbox(path: outboxPath, clock: scratch.clock).entries()
        #expect(entries.map(\.change.kind) == [.post, .correct, .post] && entries[0].version == 3)
        let base = try #require(entries[1].change.base)
        #expect(base.number == 5 && base.entry.title == "Tow" && base.entry.template == .short && entries[1].entry.title == "Two")
        try make("outbox-v3", at: scratch.path("old.sqlite"))
        let old = try Outbox(path: scratch.path("old.sqlite"), clock: scratch.clock).entries()
        #expect(old.allSatisfy { $0.change == .post && $0.version == nil && $0.conflict == nil })
    }

    @Test func `a file of a newer hdoc is refused and stays unchanged`() throws {
        // A newer hdoc has applied all migrations of this one.
        _ = try Cache(path: cachePath, now: scratch.clock()).writer.close()
        try Outbox(path: outboxPath, clock: scratch.clock).writer.close()
        for path in [cachePath, outboxPath] {
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')") }
            try queue.close()
        }
        let before = (bytes(cachePath), bytes(outboxPath))
        #expect(throws: StoreError.newer(path: outboxPath)) { try Outbox(path: outboxPath, clock: scratch.clock) }
        let cache = try Cache(path: cachePath, now: scratch.clock())
        #expect(cache.inMemoryBecause == .newer(path: cachePath))
        try cache.store([Journeyer(handle: "a")], as: RefreshReport(resource: .journeyers, received: 1), at: scratch.clock())
        #expect(bytes(cachePath) == before.0 && bytes(outboxPath) == before.1)
    }

    @Test func `a migration that fails half-way changes nothing`() throws {
        struct Stop: Error {}
        func failing(_ migrator: DatabaseMigrator, _ table: String) -> DatabaseMigrator {
            var migrator = migrator
            migrator.registerMigration("half") { db in
                try db.execute(sql: "DELETE FROM \(table); CREATE TABLE half (x)")
                throw Stop()
            }
            return migrator
        }
        try make("cache-v1", at: cachePath)
        try make("outbox-v1", at: outboxPath)
        let cache = Cache.file(cachePath, migrator: failing(CacheSchema.migrator, "journeyer"))
        #expect(throws: StoreError.self) { try cache.open(now: scratch.clock()) }
        let outbox = Outbox.file(outboxPath, migrator: failing(OutboxSchema.migrator, "entry"))
        #expect(throws: StoreError.self) { try outbox.open(now: scratch.clock()) }
        try expectCache()
        #expect(try Outbox(path: outboxPath, clock: scratch.clock).entries().count == 3)
    }

    @Test func `several connections that open an old file at the same time all get the migrated file`() async throws {
        try make("cache-v1", at: cachePath)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let cache = try Cache(path: cachePath, now: scratch.clock())
                    #expect(cache.inMemoryBecause == nil, "\(index)")
                    let outbox = try Outbox(path: outboxPath, clock: scratch.clock)
                    #expect(!outbox.wasEmptied && outbox.repair == nil, "another connection creates it as a whole")
                    _ = try outbox.save(Samples.entry("id-\(index)", day: index + 1))
                }
            }
            try await group.waitForAll()
        }
        try expectCache()
        #expect(try Outbox(path: outboxPath, clock: scratch.clock).entries().count == 8)
    }
}
