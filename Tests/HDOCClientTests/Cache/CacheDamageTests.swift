import Foundation
import GRDB
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("A damaged cache stays usable", .timeLimit(.hang))
struct CacheDamageTests {
    private let scratch: Scratch
    private let healthy: [UInt8]
    private var path: String { scratch.path("cache/c.sqlite") }
    private static let report = RefreshReport(resource: .journeyers, received: 200)

    init() throws {
        scratch = try Scratch()
        let cache = try Cache(path: scratch.path("cache/c.sqlite"), now: scratch.clock())
        let people = (0..<200).map { number in
            var journeyer = Journeyer(handle: "journeyer-\(number)")
            (journeyer.fullName, journeyer.bio) = ("Name \(number)", String(repeating: "What I like. ", count: 8))
            return journeyer
        }
        try cache.store(people, as: Self.report, at: scratch.clock())
        var article = Article(id: "1")
        (article.title, article.body) = ("A title", String(repeating: "A long text. ", count: 900))
        try cache.store([article], as: nil, at: scratch.clock())
        try cache.writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try cache.writer.close()
        healthy = [UInt8](try #require(FileManager.default.contents(atPath: scratch.path("cache/c.sqlite"))))
    }

    /// Opens a cache with these bytes, and checks that all reads succeed and that a list can be stored and read again.
    /// Returns whether the damaged file was set aside.
    private func use(_ bytes: [UInt8], _ what: String) throws -> Bool {
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path("cache")) { unlink(scratch.path("cache/\(name)")) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let cache = try Cache(path: path, now: scratch.clock())
        defer { try? cache.writer.close() }
        do {
            _ = try (cache.journeyers(), cache.journeyers(matching: "name"), cache.articles(author: nil, tag: nil, matching: "title"))
            _ = try (cache.packedJourneyers(sharing: PackedJourneyers()), cache.firstJourneyers(3))
            _ = try (cache.articles(author: "a", tag: "b"), cache.tags(), cache.routes(), cache.leaderboardMovement())
            var ada = Journeyer(handle: "ada")
            (ada.fullName, ada.githubScore) = ("Ada", 3)
            try cache.store([ada], as: Self.report, at: scratch.clock())
            #expect(try cache.journeyer("ada").value == ada, "\(what)")
        } catch {
            Issue.record("\(what): \(error)")
        }
        #expect(cache.inMemoryBecause == nil, "\(what)")
        if let aside = cache.setAside { #expect(FileManager.default.fileExists(atPath: aside), "\(what)") }
        return cache.setAside != nil
    }

    @Test func `a cache with one flipped byte can be read and written`() throws {
        var rebuilt = 0
        for offset in Array(0..<110) + Array(stride(from: 110, to: healthy.count, by: healthy.count / 60)) {
            var bytes = healthy
            bytes[offset] ^= 0x41
            if try use(bytes, "flipped at \(offset)") { rebuilt += 1 }
        }
        #expect(rebuilt > 0)
    }

    @Test func `a cache with an overwritten page or a missing end can be read and written`() throws {
        for page in 0..<(healthy.count / 4096) {
            var bytes = healthy
            let fill: UInt8 = page % 2 == 0 ? 0x00 : 0xFF
            bytes.replaceSubrange(page * 4096..<(page + 1) * 4096, with: repeatElement(fill, count: 4096))
            _ = try use(bytes, "page \(page) of \(fill)")
        }
        for length in stride(from: 0, to: healthy.count, by: healthy.count / 25) {
            _ = try use(Array(healthy[..<length]), "cut at \(length)")
        }
    }

    @Test func `every type of value in every column leaves a cache that can be read and written`() throws {
        let small = try Self.smallCache(scratch)
        let types = SerialTypes(small)
        #expect(types.places.count > 100)
        var rebuilt = 0
        for (index, place) in types.places.enumerated() {
            for type in SerialTypes.types(at: index) where try use(types.changed(at: place, to: type), "type \(type) at \(place)") {
                rebuilt += 1
            }
        }
        #expect(rebuilt > 0)
    }

    @Test func `absurd numbers of elements are limited, so that sums of them fit`() throws {
        let cache = try Cache(path: path, now: scratch.clock())
        try cache.writer.write { db in
            try db.execute(sql: "UPDATE resource SET unreadable = \(Int.max), received = \(Int.max)")
        }
        let snapshot = try cache.journeyers()
        #expect(snapshot.unreadable == 1_000_000_000 && snapshot.received == 1_000_000_000)
    }

    /// A cache with a row in each table.
    private static func smallCache(_ scratch: Scratch) throws -> [UInt8] {
        let path = scratch.path("small/c.sqlite")
        let cache = try Cache(path: path, now: scratch.clock())
        var ada = Journeyer(handle: "ada")
        (ada.fullName, ada.githubScore, ada.lastEntryAt) = ("Ada", 3, scratch.clock())
        try cache.store([ada], as: report, at: scratch.clock())
        (ada.githubScore, ada.extra) = (4, ["mood": .string("sunny")])
        try cache.store([ada, Journeyer(handle: "bob")], as: report, at: scratch.clock())
        var article = Article(id: "1")
        (article.author, article.day, article.date) = ("ada", 1, CalendarDay("2026-11-23"))
        (article.title, article.body, article.createdAt) = ("A title", "A body", scratch.clock())
        let read = RefreshReport(resource: .article("1"), received: 1)
        try cache.store([article], as: read, at: scratch.clock())
        try cache.store([Tag(tag: "aws", count: 2)], as: RefreshReport(resource: .tags, received: 1), at: scratch.clock())
        try cache.note(.tags, .absent(status: 403, reason: "none"), at: scratch.clock())
        try cache.writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try cache.writer.close()
        return [UInt8](try #require(FileManager.default.contents(atPath: path)))
    }
}
