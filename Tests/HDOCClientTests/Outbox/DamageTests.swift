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

    @Test func `one flipped byte loses at most one entry, or three if it is in the header of a page`() throws {
        var repaired = 0
        for offset in stride(from: 0, to: healthy.count, by: healthy.count / 150) + Array(0..<110) {
            var bytes = healthy
            bytes[offset] ^= 0x41
            let (kept, repair) = try open(bytes)
            let intact = kept.count { entries.contains($0) }
            let isInHeader = offset >= pageSize && offset % pageSize < 120
            #expect(intact >= 39 - (isInHeader ? 2 : 0), "at \(offset): \(intact) of \(kept.count)")
            if repair != nil { repaired += 1 }
        }
        #expect(repaired > 0)
    }

    @Test func `a flipped bit in the header of a page loses at most three entries`() throws {
        for page in stride(from: 1, to: healthy.count / pageSize, by: 2) {
            for (offset, bit) in [(0, 3), (page / 2 % 2, 6), (4, page / 2 % 8), (3, 0), (5, 3)] {
                var bytes = healthy
                bytes[page * pageSize + offset] ^= 1 << UInt8(bit)
                let (kept, repair) = try open(bytes)
                let intact = kept.count { entries.contains($0) }
                // Page 2 is the root of the tree of entries.
                #expect(intact >= (offset == 0 ? 39 : 37), "page \(page + 1), byte \(offset), bit \(bit): \(intact) of \(kept.count)")
                #expect(kept.count == 40 || repair != nil, "page \(page + 1), byte \(offset), bit \(bit): a loss is reported")
            }
        }
    }

    @Test(arguments: [
        ("DELETE FROM grdb_migrations WHERE identifier = 'v2'", ""), ("DELETE FROM grdb_migrations", ""),
        ("UPDATE grdb_migrations SET identifier = 'w3' WHERE identifier = 'v3'", ""),
        ("", "'draft', 'queued'/'dra t', 'queued'"), ("", "subtitle TEXT/subtitlf TEXT"), ("", "attempts INTEGER/attempts INTEGES"),
        ("", "link TEXT/link  EXT"), ("", "is_demo INTEGER/is_demn INTEGER"), ("", "day_is_proposed/day_is_prnposed"),
        ("", "identifier TEXT/identifies TEXT"), ("", "STRICT/STRIBT"), ("", "PRIMARY KEY/PRIMARY KEZ"),
    ])
    func `damage in the table of versions or in the definition of a table is repaired, and no entry is lost`(
        sql: String, replacement: String
    ) throws {
        if !sql.isEmpty {
            try Data(healthy).write(to: URL(fileURLWithPath: path))
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            try queue.close()
        }
        var bytes = sql.isEmpty ? healthy : [UInt8](try #require(FileManager.default.contents(atPath: path)))
        if let slash = replacement.firstIndex(of: "/") {
            let (old, new) = (Data(replacement[..<slash].utf8), Data(replacement[slash...].dropFirst().utf8))
            let place = try #require(Data(bytes).range(of: old))
            bytes.replaceSubrange(place, with: new)
        }
        let (kept, repair) = try open(bytes)
        #expect(kept.map(\.entry) == entries.map(\.entry) && repair?.salvaged == 40)
    }

    @Test func `an entry with an unreadable date or template is shown, and a queued one becomes a draft`() throws {
        let outbox = try Outbox(path: path, clock: scratch.clock)
        try outbox.move(entries[0].id, to: .queued)
        try outbox.writer.write { db in
            try db.execute(sql: "UPDATE entry SET date = '2026-1p-23', template = 'mikro' WHERE id = ?", arguments: [entries[0].id])
        }
        let read = try #require(try outbox.entry(entries[0].id))
        #expect(try outbox.entries().count == 40 && read.state == .draft && read.entry.body == entries[0].entry.body)
        #expect(read.entry.date == CalendarDay(read.createdAt, in: .utc))
        #expect(throws: (any Error).self) { try outbox.move(entries[0].id, to: .sending) }
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

    @Test func `every type of value in every column leaves an outbox that opens, and a loss is reported`() throws {
        let small = scratch.path("data/small.sqlite")
        let outbox = try Outbox(path: small, clock: scratch.clock)
        for entry in entries.prefix(3) { _ = try outbox.save(entry.entry) }
        try outbox.writer.close()
        let types = SerialTypes([UInt8](try #require(FileManager.default.contents(atPath: small))))
        // Rows of the schema, of the versions, the origin, and 18 columns of three entries.
        #expect(types.places.count > 70)
        for (index, place) in types.places.enumerated() {
            for type in SerialTypes.types(at: index) {
                unlink(small)
                try Data(types.changed(at: place, to: type)).write(to: URL(fileURLWithPath: small))
                let outbox = try Outbox(path: small, clock: scratch.clock)
                let kept = try outbox.entries()
                #expect(kept.count >= 2, "type \(type) at \(place): \(kept.count)")
                #expect(kept.count == 3 || outbox.repair != nil, "type \(type) at \(place): a loss is reported")
                try outbox.writer.close()
            }
        }
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
