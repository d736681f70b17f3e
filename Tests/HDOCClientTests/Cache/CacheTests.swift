import Foundation
import GRDB
import HDOCModels
import Synchronization
import Testing

@testable import HDOCClient

@Suite("Cache of fetched data")
struct CacheTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func open() throws -> Cache { try Cache(path: scratch.path("dir/c.sqlite"), now: scratch.clock()) }
    private let report = RefreshReport(resource: .journeyers, received: 1, unreadable: 2, mayBePartial: true)

    @Test func `every attribute of a journeyer is unchanged after the cache is reopened`() throws {
        var ada = Journeyer(handle: "ada")
        (ada.fullName, ada.bio, ada.daysCompleted, ada.githubScore, ada.twitterScore) = ("Ada", "b", 1, 2, 3)
        (ada.githubStreak, ada.twitterStreak, ada.status, ada.twitterUsername) = (4, 5, "active", "t")
        (ada.lastEntryAt, ada.dateJoined) = (scratch.clock(), Date(timeIntervalSince1970: 7.125))
        (ada.linkedinProfile, ada.avatarImage, ada.githubJourneyURL, ada.personalBlogURL) = ("l", "a", "g", "p")
        ada.extra = ["mood": .array([.bool(true), .null])]
        try open().store([ada, Journeyer(handle: "b")], as: report, at: scratch.clock())
        let snapshot = try open().journeyers()
        #expect(snapshot.value.sorted { $0.handle < $1.handle } == [ada, Journeyer(handle: "b")])
        #expect(snapshot.fetchedAt == scratch.clock() && snapshot.unreadable == 2 && snapshot.received == 1 && snapshot.mayBePartial)
        #expect(try open().journeyer("ADA").value == ada)
    }

    @Test func `opening, reading and closing a cache changes no byte of it and leaves no other file`() throws {
        try open().store([Journeyer(handle: "ada")], as: report, at: scratch.clock())
        let (path, directory) = (scratch.path("dir/c.sqlite"), scratch.path("dir"))
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(try open().journeyers().value.map(\.handle) == ["ada"])
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["c.sqlite"])
    }

    @Test func `what is stored through a log that was made empty is there after the process ended without closing it`() throws {
        try open().store([Journeyer(handle: "ada")], as: report, at: scratch.clock())
        let kept = try open()
        try kept.store([Journeyer(handle: "bob")], as: report, at: scratch.clock())
        // A copy of the files is what another process finds after a kill.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: scratch.path("dir/c.sqlite") + suffix, toPath: scratch.path("copy.sqlite") + suffix)
        }
        let copy = try Cache(path: scratch.path("copy.sqlite"), now: scratch.clock())
        #expect(try copy.journeyers().value.map(\.handle).sorted() == ["ada", "bob"])
        #expect(copy.setAside == nil)
        withExtendedLifetime(kept) {}
    }

    @Test func `users missing from a list stay in the cache, and a forgotten user is removed`() throws {
        let cache = try open()
        try cache.store([Journeyer(handle: "a"), Journeyer(handle: "b")], as: report, at: scratch.clock())
        try cache.store([Journeyer(handle: "a")], as: report, at: scratch.clock())
        #expect(try cache.journeyers().value.count == 2)
        try cache.forget(journeyer: "b")
        #expect(try cache.journeyers().value.map(\.handle) == ["a"])
    }

    @Test func `articles are found by author and by tag, the newest first`() throws {
        let cache = try open()
        let articles = [("1", "ada", ["aws"], 1.0), ("2", "Ada", ["aws", "s3"], 2.0), ("3", "bob", ["aws"], 3.0)].map {
            id, author, tags, time in
            var article = Article(id: id)
            (article.author, article.tags, article.createdAt) = (author, tags, Date(timeIntervalSince1970: time))
            return article
        }
        try cache.store(articles, as: nil, at: scratch.clock())
        #expect(try cache.articles(author: "ADA", tag: nil).value.map(\.id) == ["2", "1"])
        #expect(try cache.articles(author: nil, tag: "s3").value.map(\.id) == ["2"])
        #expect(try cache.articles(author: nil, tag: nil).value == articles.reversed())
        #expect(try cache.articles(author: nil, tag: nil).fetchedAt == nil, "storing single articles does not set the age of the list")
    }

    @Test func `a damaged file is set aside, and a new cache is created`() throws {
        let path = scratch.path("dir/c.sqlite")
        _ = try open()
        try Data(repeating: 0x55, count: 8192).write(to: URL(fileURLWithPath: path))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        let cache = try open()
        #expect(try cache.journeyers().value.isEmpty)
        let aside = try #require(cache.setAside)
        #expect(FileManager.default.contents(atPath: aside)?.count == 8192)
    }

    @Test func `damage found while reading replaces the cache, notifies its observers and leaves a working cache`() throws {
        let path = scratch.path("dir/c.sqlite")
        let first = try open()
        try first.store((0..<500).map { Journeyer(handle: "j\($0)") }, as: report, at: scratch.clock())
        let root = try first.read { try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'journeyer'") ?? 0 }
        try first.writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try first.writer.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(root - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0x55, count: 4096))
        try file.close()
        let cache = try open()
        let opened = Mutex(0)
        cache.observe { _ in opened.withLock { $0 += 1 } }
        #expect(cache.setAside == nil, "the damage is not yet found")
        #expect(try cache.journeyers().value.isEmpty)
        #expect(FileManager.default.fileExists(atPath: try #require(cache.setAside)) && opened.withLock { $0 } == 2)
        try cache.store([Journeyer(handle: "a")], as: report, at: scratch.clock())
        #expect(try open().journeyers().value.count == 1)
    }

    @Test func `the leaderboard movement compares with the ranks before the last change, and thirty sets of ranks are kept`() throws {
        func fetch(_ scores: [String: Int]) throws {
            scratch.advance(60)
            let journeyers = scores.map { handle, score in
                var journeyer = Journeyer(handle: handle)
                journeyer.githubScore = score
                return journeyer
            }
            try open().store(journeyers, as: report, at: scratch.clock())
        }
        try fetch(["Ada": 3, "bob": 2, "cy": 1])
        #expect(try open().leaderboardMovement().isEmpty, "one set of ranks gives no movement")
        try fetch(["Ada": 3, "bob": 2, "cy": 9, "new": 0])
        for _ in 1...2 {
            #expect(try open().leaderboardMovement() == ["ada": -1, "bob": -1, "cy": 2])
            try fetch(["Ada": 3, "bob": 2, "cy": 9])
        }
        scratch.advance(-86_400)
        try fetch(["Ada": 10])
        #expect(try open().leaderboardMovement() == ["ada": 1, "bob": 0, "cy": -1, "new": 0], "the clock was set back")
        for score in 20...60 { try fetch(["Ada": score]) }
        #expect(try open().read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT taken_at) FROM leaderboard") } == 30)
    }

    @Test func `instead of a file of a newer hdoc, a cache in memory is used`() throws {
        let cache = try open()
        try cache.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')") }
        let second = try open()
        #expect(second.inMemoryBecause == .newer(path: scratch.path("dir/c.sqlite")))
    }

    @Test func `if no file can be created, a cache in memory is used`() throws {
        let cache = try Cache(path: "/proc/nowhere/c.sqlite", now: scratch.clock())
        #expect(cache.inMemoryBecause != nil)
        try cache.store([Journeyer(handle: "a")], as: report, at: scratch.clock())
        #expect(try cache.journeyers().value.count == 1)
    }
}
