import Foundation
import GRDB
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("Repairing a damaged outbox", .timeLimit(.hang))
struct DamageTests {
    private let scratch: Scratch
    private let entries: [OutboxEntry]
    private let healthy: [UInt8]
    private var path: String { scratch.path("data/o.sqlite") }
    private let pageSize = 4096

    /// Creates an outbox with forty entries on about thirty pages. Every tenth entry is longer than a page.
    init() throws {
        scratch = try Scratch()
        let (path, clock) = (scratch.path("data/o.sqlite"), scratch.clock)
        let outbox = try Outbox(path: path, clock: clock)
        for day in 1...40 {
            var entry = Samples.entry("0198c0de-0000-7000-8000-0000000000\(10 + day)", day: day, title: "Day \(day)")
            entry.body = String(repeating: "What I did on day \(day). ", count: day % 10 == 0 ? 400 : 80)
            _ = try outbox.save(entry)
            scratch.advance(1)
        }
        entries = try outbox.entries()
        try outbox.writer.close()
        healthy = [UInt8](try #require(FileManager.default.contents(atPath: path)))
    }

    /// Opens an outbox with these bytes. This must succeed with any bytes, and must not delete a damaged file.
    private func open(_ bytes: [UInt8]) throws -> (kept: [OutboxEntry], repair: Repair?) {
        let directory = scratch.path("data")
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) { unlink("\(directory)/\(name)") }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let outbox = try Outbox(path: path, clock: scratch.clock)
        let kept = try outbox.entries()
        try outbox.checkWriting()
        if let repair = outbox.repair {
            #expect(FileManager.default.contents(atPath: repair.setAside).map { [UInt8]($0) } == bytes, "the damaged file is kept")
            #expect(repair.salvaged == kept.count)
            // The repaired outbox is sound and writable.
            let again = try Outbox(path: path, clock: scratch.clock)
            #expect(again.repair == nil)
            _ = try again.save(Samples.entry("new"))
        }
        try outbox.writer.close()
        return (kept, outbox.repair)
    }

    @Test func `one flipped byte loses at most one entry, or a few if it is in the header of a page`() throws {
        var repaired = 0
        for offset in stride(from: 0, to: healthy.count, by: healthy.count / 150) + Array(0..<110) {
            var bytes = healthy
            bytes[offset] ^= 0x41
            let (kept, repair) = try open(bytes)
            let intact = kept.count { entries.contains($0) }
            #expect(
                intact >= 39 - (offset % pageSize < 120 ? 2 : 0) || offset % pageSize < 8 && intact >= 33,
                "at \(offset): \(intact) of \(kept.count)")
            if repair != nil { repaired += 1 }
        }
        #expect(repaired > 0)
    }

    @Test func `an overwritten page loses at most two entries, and the loss is reported`() throws {
        for page in 0..<(healthy.count / pageSize) {
            for fill: UInt8 in [0x00, 0xFF] {
                var bytes = healthy
                bytes.replaceSubrange(page * pageSize..<(page + 1) * pageSize, with: repeatElement(fill, count: pageSize))
                let (kept, repair): ([OutboxEntry], Repair?)
                do { (kept, repair) = try open(bytes) } catch { Issue.record("page \(page) \(fill): \(error)"); continue }
                #expect(kept.count >= 38 && kept.allSatisfy(entries.contains), "page \(page): \(kept.count)")
                #expect(kept.count == 40 || repair != nil, "page \(page): a loss is reported")
            }
        }
    }

    @Test func `a truncated file gives back the entries before the cut`() throws {
        var last = 0
        for length in stride(from: 512, to: healthy.count, by: healthy.count / 60) {
            let (kept, repair) = try open(Array(healthy[..<length]))
            #expect(kept.allSatisfy(entries.contains) && kept.count >= last - 2 && repair != nil, "\(length): \(kept.count)")
            last = kept.count
        }
        #expect(last >= 38)
    }

    @Test(arguments: [true, false])
    func `a repair keeps whether the outbox belongs to the demo`(isDemo: Bool) throws {
        let made = scratch.path("data/demo.sqlite")
        let outbox = try Outbox(path: made, isDemo: isDemo, clock: scratch.clock)
        for entry in entries { _ = try outbox.save(entry.entry) }
        try outbox.writer.close()
        var bytes = try #require(FileManager.default.contents(atPath: made))
        bytes.replaceSubrange(0..<pageSize, with: Data(repeating: 0x55, count: pageSize))
        try bytes.write(to: URL(fileURLWithPath: made))
        let repaired = try Outbox(path: made, isDemo: !isDemo, clock: scratch.clock)
        #expect(try repaired.repair != nil && repaired.entries().count == 40 && repaired.isDemo == isDemo)
    }

    @Test func `a repair makes a queued entry a draft and a sending entry unknown, so that neither is sent by itself`() throws {
        let outbox = try Outbox(path: path, clock: scratch.clock)
        for id in [entries[0].id, entries[1].id] { try outbox.move(id, to: .queued) }
        try outbox.move(entries[1].id, to: .sending) { $0.attempts = 1 }
        try outbox.writer.close()
        var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        bytes.replaceSubrange(0..<pageSize, with: repeatElement(0x55, count: pageSize))
        let kept = try open(bytes).kept
        #expect(kept.map(\.id) == entries.map(\.id), "in the order of creation")
        #expect(kept[0].state == .draft && kept[1].state == .unknown && kept[1].attempts == 1)
    }

    @Test func `an empty outbox file is reported once`() throws {
        let empty = scratch.path("data/empty.sqlite")
        try Data().write(to: URL(fileURLWithPath: empty))
        #expect(utimes(empty, [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]) == 0)
        let outbox = try Outbox(path: empty, clock: scratch.clock)
        #expect(try outbox.wasEmptied && outbox.entries().isEmpty)
        try outbox.writer.close()
        #expect(try !Outbox(path: empty, clock: scratch.clock).wasEmptied)
        #expect(try !Outbox(path: scratch.path("data/new.sqlite"), clock: scratch.clock).wasEmptied)
    }

    @Test func `a directory or a pipe in place of the outbox file is an error with its reason`() throws {
        let directory = scratch.path("data/directory.sqlite"), pipe = scratch.path("data/pipe.sqlite")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: StoreError.failed(path: directory, detail: "it is a directory, not a file")) {
            try Outbox(path: directory, clock: scratch.clock)
        }
        let reason = "it is a device, pipe or socket, not a file"
        #expect(throws: StoreError.failed(path: pipe, detail: reason)) { try Outbox(path: pipe, clock: scratch.clock) }
    }
}
