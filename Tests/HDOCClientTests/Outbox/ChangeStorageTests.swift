import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Corrections and removals in the outbox")
struct ChangeStorageTests {
    private let scratch: Scratch
    private let outbox: Outbox
    private let entry = Samples.entry(title: "Posted")

    init() throws {
        scratch = try Scratch()
        outbox = try Outbox(path: scratch.path("o.sqlite"), clock: scratch.clock)
        _ = try outbox.save(entry)
        for state in [EntryState.queued, .sending] { try outbox.move(entry.id, to: state) }
        try outbox.move(entry.id, to: .sent) { ($0.articleURL, $0.version) = ("https://api.example/Prod/articles/1", 1) }
    }

    private var corrected: Entry {
        var entry = entry
        entry.title = "Corrected"
        return entry
    }

    /// The entry as another process reads it.
    private func stored() throws -> OutboxEntry {
        try #require(try Outbox(path: outbox.path, clock: scratch.clock).entry(entry.id))
    }

    private func queuedCorrection() throws {
        _ = try outbox.begin(.correct, of: entry.id)
        _ = try outbox.save(corrected, replacing: [entry])
        try outbox.move(entry.id, to: .queued)
    }

    @Test func `a correction keeps the posted text and its version until it arrives`() throws {
        let begun = try outbox.begin(.correct, of: entry.id)
        #expect(begun.state == .draft && begun.entry == entry && begun.attempts == 0)
        _ = try outbox.save(corrected, replacing: [entry])
        try outbox.move(entry.id, to: .queued)
        let row = try stored()
        #expect(row.state == .queued && row.entry == corrected && row.articleURL != nil)
        #expect(row.change == .correct(PostedVersion(entry: entry, number: 1)) && row.posted?.entry == entry)
    }

    @Test(arguments: [EntryState.draft, .queued, .rejected])
    func `a discarded correction leaves the entry sent with the posted text`(state: EntryState) throws {
        try queuedCorrection()
        if state == .draft { try outbox.move(entry.id, to: .draft) }
        if state == .rejected { for next in [EntryState.sending, .rejected] { try outbox.move(entry.id, to: next) } }
        try outbox.discard(entry.id)
        let row = try stored()
        #expect(row.state == .sent && row.entry == entry && row.change == .post && row.version == 1 && row.articleURL != nil)
    }

    @Test(arguments: [EntryState.sending, .unknown])
    func `a change that may have arrived can be neither discarded nor edited nor replaced`(state: EntryState) throws {
        try queuedCorrection()
        try outbox.move(entry.id, to: .sending)
        if state == .unknown { try outbox.move(entry.id, to: .unknown) }
        let row = try stored()
        #expect(throws: OutboxError.notEditable(row)) { try outbox.discard(entry.id) }
        #expect(throws: OutboxError.notEditable(row)) { try outbox.begin(.remove, of: entry.id) }
        #expect(throws: OutboxError.notEditable(row)) { try outbox.save(entry) }
        #expect(try stored() == row)
    }

    @Test func `a removal is queued at once and keeps the text; discarding it after it arrived deletes the text`() throws {
        let row = try outbox.begin(.remove, of: entry.id)
        #expect(row.state == .queued && row.change.kind == .remove && row.entry == entry)
        try outbox.move(entry.id, to: .sending)
        try outbox.move(entry.id, to: .sent) { $0.confirm(version: nil) }
        #expect(try stored().isRemoved && stored().entry == entry)
        #expect(throws: OutboxError.self) { try outbox.begin(.correct, of: entry.id) }
        try outbox.discard(entry.id)
        #expect(try outbox.entries().isEmpty)
    }

    @Test func `a removal that is discarded before it is sent leaves the entry sent`() throws {
        _ = try outbox.begin(.remove, of: entry.id)
        try outbox.discard(entry.id)
        let row = try stored()
        #expect(row.state == .sent && row.change == .post && row.entry == entry && row.version == 1 && !row.isRemoved)
    }

    @Test func `a correction can become a removal and a removal a correction, and the posted text stays`() throws {
        try queuedCorrection()
        let removal = try outbox.begin(.remove, of: entry.id)
        #expect(removal.change.kind == .remove && removal.entry == corrected && removal.change.base?.entry == entry)
        let again = try outbox.begin(.correct, of: entry.id)
        #expect(again.state == .draft && again.entry == corrected && again.change.base?.entry == entry)
        #expect(try outbox.begin(.correct, of: entry.id) == again, "a correction that is begun already continues")
    }

    @Test func `an entry that was never sent is neither corrected nor removed`() throws {
        let draft = try outbox.save(Samples.entry("0198c0de-0000-7000-8000-000000000002", day: 12))
        #expect(throws: OutboxError.notPosted(draft)) { try outbox.begin(.correct, of: draft.id) }
        #expect(throws: OutboxError.notPosted(draft)) { try outbox.begin(.remove, of: draft.id) }
        #expect(throws: OutboxError.noSuchEntry("x")) { try outbox.begin(.correct, of: "x") }
        #expect(throws: OutboxError.cannotMove(from: .sent, to: .draft)) { try outbox.move(entry.id, to: .draft) }
    }

    @Test func `a conflict is stored with the other text, and an absent one as removed`() throws {
        try queuedCorrection()
        var theirs = entry
        theirs.title = "Theirs"
        for conflict in [EntryConflict.changed(PostedVersion(entry: theirs, number: 4)), .removed] {
            for state in [EntryState.sending, .rejected] { try outbox.move(entry.id, to: state) { $0.conflict = conflict } }
            #expect(try stored().conflict == conflict && stored().entry == corrected && stored().change.base?.entry == entry)
            try outbox.move(entry.id, to: .queued)
        }
    }

    @Test func `if a damaged file has lost the posted text, the version counts as unknown`() throws {
        try queuedCorrection()
        for damaged in ["NULL", "'{'", #"'{"id":"other","day":1}'"#] {
            try outbox.writer.write { try $0.execute(sql: "UPDATE entry SET posted = \(damaged)") }
            let row = try stored()
            #expect(row.change == .correct(PostedVersion(entry: corrected, number: nil)), "\(damaged)")
        }
    }

    @Test func `the progress that a prompt shows counts a corrected day once and a removed day not at all`() throws {
        let paths = scratch.paths
        let directory = paths.dataDirectory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try outbox.writer.close()
        try FileManager.default.copyItem(atPath: outbox.path, toPath: paths.outbox("dev"))
        let copy = try Outbox(path: paths.outbox("dev"), clock: scratch.clock)
        func days() throws -> Int {
            try StoredProgress(stage: Samples.stage, paths: paths).journey(today: entry.date).daysLogged
        }
        #expect(try days() == 1)
        _ = try copy.begin(.correct, of: entry.id)
        #expect(try days() == 1, "the posted text counts while the correction is a draft")
        _ = try copy.begin(.remove, of: entry.id)
        #expect(try days() == 1)
        try copy.move(entry.id, to: .sending)
        try copy.move(entry.id, to: .sent) { $0.confirm(version: nil) }
        #expect(try days() == 0)
    }
}
