import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("An unfinished text of the editor, in the screens")
struct UnfinishedTextTests {
    private var draft: OutboxEntry { Sample.outbox("d", .draft, day: 23, title: "Saved") }

    private func state() -> AppState {
        var model = Sample.model()
        model.outbox = [draft]
        return Sample.state(model)
    }

    private func edited(_ error: EditorError, _ state: inout AppState) -> [Effect] {
        state.receive(.writing(.edited(draft, .failure(error))))
    }

    @Test func `if the entry was saved after the text, the person chooses one of both`() {
        var state = state()
        #expect(edited(.olderText(writtenAt: Sample.now.addingTimeInterval(-7200)), &state) == [])
        let screen = state.screen
        #expect(screen.contains("2 h ago") && screen.contains("saved entry") && screen.contains("unfinished text"), "\(screen)")
        var other = state
        #expect(state.press(.char("s")) == [.writing(.edit(draft, .setAside))])
        #expect(other.press(.char("u")) == [.writing(.edit(draft, .resume))])
    }

    @Test func `the path of a text that was set aside is shown until a key is pressed`() {
        var state = state()
        #expect(state.receive(.writing(.setAside(path: "/data/drafts/set-aside-x.md"))) == [])
        state.say("Day 24 is queued.")
        #expect(state.screen.contains("The unfinished text is kept in /data/drafts/set-aside-x.md"), "\(state.screen)")
    }

    @Test func `a text that came back unchanged is saved as a draft, and queued only after y`() throws {
        var state = state()
        let text = EntryDocument.text(for: draft.entry).replacing("Saved", with: "Unfinished")
        let effects = edited(.unfinished(text: text, writtenAt: Sample.now.addingTimeInterval(-7200)), &state)
        guard case .writing(.saveDraft(let entry, _))? = effects.first else { throw Unexpected(effects: effects) }
        #expect(effects.count == 1 && entry.title == "Unfinished")
        guard case .confirm(let question)? = state.dialogs.last else { throw Unexpected(effects: effects) }
        #expect(question.question.contains("2 h ago") && question.refusal == "keep it as a draft")
        var other = state
        #expect(state.press(.char("y")) == [.writing(.queue(entry, replacing: draft.entry))])
        #expect(other.press(.enter) == [] && other.dialogs.isEmpty)
    }

    @Test func `a text from the editor is saved before a question about its date, whatever the answer is`() throws {
        var state = state()
        let text = EntryDocument.text(for: draft.entry).replacing("Saved", with: "Typed").replacing("2026-11-23", with: "2026-11-25")
        let effects = state.receive(.writing(.edited(draft, .success(text))))
        guard case .writing(.saveDraft(let entry, _))? = effects.first else { throw Unexpected(effects: effects) }
        #expect(entry.title == "Typed" && state.screen.contains("is in the future"), "\(state.screen)")
        #expect(state.press(.char("n")) == [])
    }

    @Test func `an empty entry stays if the editor returned at once, and goes if it wrote nothing`() {
        var empty = draft
        (empty.entry.title, empty.entry.body, empty.entry.tags, empty.entry.link) = ("", "", [], nil)
        var state = state()
        #expect(state.receive(.writing(.edited(empty, .failure(EditorError.returnedAtOnce("code"))))) == [])
        #expect(state.screen.contains("The editor code returned at once"), "\(state.screen)")
        #expect(state.receive(.writing(.edited(empty, .success("")))) == [.writing(.discardIfEmpty("d"))])
    }

    private struct Unexpected: Error { let effects: [Effect] }
}

@Suite("Files for the editor")
struct DraftFileTests {
    private static let text = "\n\n## Introduction\n"
    private let data = FileManager.default.temporaryDirectory.path + "/hdoc-drafts-\(UUID().uuidString)"

    private func editor(_ written: String?) -> ([String]) async throws -> Int32 {
        { arguments in
            if let written { try Data(written.utf8).write(to: URL(fileURLWithPath: arguments.last ?? "")) }
            return 0
        }
    }

    private func open(_ choice: UnfinishedTextChoice = .resume) throws -> DraftFile {
        try DraftFile.open(in: data, DraftEdit(name: "dev-entry-x", text: Self.text), choice)
    }

    /// The draft files, without their locks.
    private var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: data + "/drafts"))?.filter { !$0.hasPrefix(".") }.sorted() ?? []
    }

    private func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }

    @Test func `a text that an editor saves after it returned is found by the next edit`() async throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        let file = try open()
        await #expect(throws: EditorError.returnedAtOnce("code")) { try await file.editOnce(with: ["code"], run: editor(nil)) }
        try Data("A title".utf8).write(to: URL(fileURLWithPath: file.path))
        let next = try open()
        #expect(next.path == file.path && next.isLeftover)
        #expect(try await next.editOnce(with: ["code"], run: editor("A title\n\nAnd more")) == "A title\n\nAnd more")
        #expect(files.count == 1, "the file stays until its text is saved")
        DraftFile.finish(in: data, name: "dev-entry-x")
        #expect(files.isEmpty)
    }

    @Test func `a file in which nobody wrote is removed by the next edit`() async throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        let file = try open()
        await #expect(throws: EditorError.returnedAtOnce("code")) { try await file.editOnce(with: ["code"], run: editor(nil)) }
        let next = try open()
        #expect(!next.isLeftover && next.path != file.path && files.count == 1)
    }

    static let refused: [(bytes: [UInt8], status: Int32)] = [
        (bytes: [0x47, 0x72, 0xFC, 0x6E], status: 0), (bytes: [UInt8]("A title".utf8), status: 1),
        (bytes: [UInt8](repeating: 0x78, count: 1_100_000), status: 0), (bytes: [0x41, 0, 0x42], status: 0),
    ]

    @Test(arguments: refused)
    func `a text that cannot be taken stays in its file, and the next edit continues with it`(_ bytes: [UInt8], _ status: Int32)
        async throws
    {
        defer { try? FileManager.default.removeItem(atPath: data) }
        let file = try open()
        let error = await #expect(throws: EditorError.self) {
            try await file.editOnce(with: ["e"]) { arguments in
                try Data(bytes).write(to: URL(fileURLWithPath: arguments.last ?? ""))
                return status
            }
        }
        guard case .kept(let path, _)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(FileManager.default.contents(atPath: path) == Data(bytes))
        #expect(try open().path == path)
    }

    @Test func `a text of another stage whose name begins with the same words is not taken up`() throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        func open(_ name: String) throws -> DraftFile { try DraftFile.open(in: data, DraftEdit(name: name, text: Self.text), .resume) }
        try write("Unfinished", to: try open("dev-day-day").path)
        #expect(try !open("dev-day").isLeftover)
        #expect(try open("dev-day-day").isLeftover)
    }

    @Test func `an editor that was open for a while and wrote nothing is no error`() async throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        let clock = Ticks()
        #expect(try await open().edit(with: ["vim"], now: { clock.next() }, run: editor(nil)) == Self.text)
    }

    @Test func `an unfinished text older than the saved entry is not opened unasked, and setting it aside keeps it`() throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        let file = try open()
        try Data("Unfinished".utf8).write(to: URL(fileURLWithPath: file.path))
        let written = try #require(try open().unfinishedSince)
        #expect(try open(.resumeIfNewer(than: written)).path == file.path)
        #expect(throws: EditorError.olderText(writtenAt: written)) { try open(.resumeIfNewer(than: written.addingTimeInterval(60))) }
        let new = try open(.setAside)
        let kept = try #require(new.setAsidePath)
        #expect(!new.isLeftover && kept.hasPrefix("\(data)/drafts/set-aside-dev-entry-x-"))
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "Unfinished")
        #expect(try !open().isLeftover)
    }

    @Test func `an unfinished text that comes back unchanged is an error with its date`() async throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        try Data("Unfinished".utf8).write(to: URL(fileURLWithPath: try open().path))
        let file = try open()
        let date = try #require(file.unfinishedSince)
        await #expect(throws: EditorError.unfinished(text: "Unfinished", writtenAt: date)) {
            try await file.editOnce(with: ["vim"], run: editor(nil))
        }
    }

    @Test func `a file whose lock another process holds is not taken up, and a file without a lock is, whatever its name says`() throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        try FileManager.default.createDirectory(atPath: data + "/drafts", withIntermediateDirectories: true)
        // Earlier versions wrote the id of their process into the name. After a restart another process may have that id.
        let path = "\(data)/drafts/dev-entry-x-1-0A1B2C3D.md"
        try write("Unfinished", to: path)
        let lock = try #require(try FileLock.tryAcquire(DraftLocks.lockPath(path)))
        #expect(try open().path != path)
        lock.release()
        let taken = try open()
        #expect(taken.path == path && taken.isLeftover)
        #expect(try FileLock.tryAcquire(DraftLocks.lockPath(path)) == nil, "this process holds the lock while it edits")
        taken.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/drafts").allSatisfy { !$0.contains("0A1B2C3D") })
    }

    @Test func `the newest of several unfinished texts is edited first, and the others stay`() throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        try FileManager.default.createDirectory(atPath: data + "/drafts", withIntermediateDirectories: true)
        for (name, age) in [("AAAAAAAA", 300), ("BBBBBBBB", 100), ("CCCCCCCC", 200)] {
            let path = "\(data)/drafts/dev-entry-x-\(name).md"
            try write("Text \(name)", to: path)
            let time = timeval(tv_sec: time(nil) - age, tv_usec: 0)
            #expect(utimes(path, [time, time]) == 0)
        }
        for name in ["BBBBBBBB", "CCCCCCCC", "AAAAAAAA"] {
            #expect(try open().template == "Text \(name)")
            DraftFile.finish(in: data, name: "dev-entry-x")
        }
        #expect(files.isEmpty)
    }

    @Test func `what an editor saves after its empty entry was discarded is offered to the next new entry of the stage`() throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        let (gone, new) = (UUID().uuidString.lowercased(), UUID().uuidString.lowercased())
        func open(_ id: String, _ stage: String, _ entries: [OutboxEntry], _ choice: UnfinishedTextChoice = .resume) throws -> DraftFile {
            let edit = DraftEdit(
                name: DraftFile.name(ofEntry: id, stage: stage), text: Self.text, orphans: .init(stage: stage) { entries })
            return try DraftFile.open(in: data, edit, choice)
        }
        let late = try open(gone, "dev", [])
        late.remove()
        try write("Saved late", to: late.path)
        let draft = Sample.outbox(gone, .draft, day: 3), sent = Sample.outbox(gone, .sent, day: 3)
        #expect(try !open(new, "prod", []).isLeftover, "another stage")
        #expect(try !open(new, "dev", [draft]).isLeftover, "the next edit of that entry continues with it")
        #expect(throws: EditorError.self) { try open(new, "dev", [], .resumeIfNewer(than: Date().addingTimeInterval(60))) }
        #expect(try open(new, "dev", [sent]).template == "Saved late")
        let found = try open(new, "dev", [])
        #expect(found.path == late.path && found.isLeftover)
        DraftFile.finish(in: data, name: DraftFile.name(ofEntry: new, stage: "dev"))
        #expect(!files.contains { $0.contains(gone) })
    }

    /// A clock that is ten seconds later at each look.
    private final class Ticks: Sendable {
        private let count = Mutex(0)
        func next() -> Date {
            count.withLock {
                $0 += 1
                return Date(timeIntervalSince1970: TimeInterval($0 * 10))
            }
        }
    }
}
