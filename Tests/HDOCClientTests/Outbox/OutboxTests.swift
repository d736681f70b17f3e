import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Entries in the outbox")
struct OutboxTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func open() throws -> Outbox { try Outbox(path: scratch.path("data/o.sqlite"), clock: scratch.clock) }

    @Test func `a draft is unchanged after the outbox is reopened, and edits keep its id and creation time`() throws {
        var entry = Samples.entry()
        (entry.subtitle, entry.link, entry.template) = ("sub", "https://x.example", .long)
        let first = try open().save(entry)
        scratch.advance(60)
        entry.title = "Better"
        let second = try open().save(entry)
        #expect(try open().entries() == [second])
        #expect(second.entry == entry && second.createdAt == first.createdAt && second.updatedAt > first.updatedAt)
    }

    @Test func `entries are listed in the order of creation`() throws {
        let outbox = try open()
        for number in [3, 1, 2] {
            _ = try outbox.save(Samples.entry("id-\(number)", day: number))
            scratch.advance(1)
        }
        #expect(try outbox.entries().map(\.id) == ["id-3", "id-1", "id-2"])
    }

    @Test func `a move that the states do not allow is refused and changes nothing`() throws {
        let outbox = try open()
        let draft = try outbox.save(Samples.entry())
        #expect(throws: OutboxError.cannotMove(from: .draft, to: .sent)) { try outbox.move(draft.id, to: .sent) }
        #expect(try outbox.entries() == [draft])
        #expect(throws: OutboxError.noSuchEntry("nope")) { try outbox.move("nope", to: .queued) }
    }

    @Test func `a sending entry can be neither edited nor discarded, and a sent entry cannot be edited`() throws {
        let outbox = try open()
        let entry = Samples.entry()
        _ = try outbox.save(entry)
        try outbox.move(entry.id, to: .queued)
        try outbox.move(entry.id, to: .sending)
        #expect(throws: OutboxError.self) { try outbox.save(entry) }
        #expect(throws: OutboxError.self) { try outbox.discard(entry.id) }
        try outbox.move(entry.id, to: .sent)
        #expect(throws: OutboxError.self) { try outbox.save(entry) }
    }

    @Test func `each commit waits for the disk: synchronous is EXTRA and the journal is a rollback journal`() throws {
        let outbox = try open()
        #expect(try outbox.writer.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 3)
        #expect(try outbox.writer.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    }

    @Test func `two connections can write to the outbox at the same time`() async throws {
        let (a, b) = (try open(), try open())
        try await withThrowingTaskGroup { group in
            for (number, outbox) in [a, b, a, b, a, b, a, b].enumerated() {
                group.addTask { _ = try outbox.save(Samples.entry("id-\(number)", day: number + 1)) }
            }
            try await group.waitForAll()
        }
        #expect(try a.entries().count == 8)
    }

    @Test func `a damaged outbox is set aside, never deleted`() throws {
        _ = try open().save(Samples.entry())
        let path = scratch.path("data/o.sqlite")
        try Data(repeating: 0x55, count: 8192).write(to: URL(fileURLWithPath: path))
        let outbox = try open()
        #expect(FileManager.default.contents(atPath: try #require(outbox.repair).setAside)?.count == 8192)
        #expect(try outbox.entries().isEmpty)
    }

    @Test func `only one sender holds the lock, until it releases the lock`() throws {
        let path = scratch.path("lock")
        let first = try #require(try FileLock.tryAcquire(path))
        #expect(try FileLock.tryAcquire(path) == nil)
        first.release()
        try #require(try FileLock.tryAcquire(path)).release()
    }

    @Test func `a killed sender releases its lock`() throws {
        let path = scratch.path("lock")
        try #require(try FileLock.tryAcquire(path)).release()
        let (holder, input, output) = (Process(), Pipe(), Pipe())
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        holder.arguments = ["--no-fork", path, "sh", "-c", "echo held; exec cat"]
        (holder.standardInput, holder.standardOutput) = (input, output)
        try holder.run()
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "held\n")
        #expect(try FileLock.tryAcquire(path) == nil)
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        try #require(try FileLock.tryAcquire(path)).release()
    }

    @Test func `the delays double with each attempt up to 15 minutes, and are random in the upper half`() {
        var generator = SystemRandomNumberGenerator()
        for attempts in 1...40 {
            let delay = Backoff.delay(attempts: attempts, using: &generator)
            let ceiling = min(900, 2 * pow(2, Double(attempts - 1)))
            #expect((ceiling / 2...ceiling).contains(delay))
        }
    }
}
