import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Writing an entry")
struct WritingTests {
    private func blank(_ model: ReadModel = Sample.model()) -> AppState {
        var model = model
        model.outbox = []
        return Sample.state(model)
    }

    @Test func `e saves a draft before it opens the editor`() {
        var state = blank()
        let effects = state.press(.char("e"))
        #expect(effects == [.writing(.startEntry(EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT"), .editor))])
        let draft = Sample.outbox("d", .draft, day: 23, title: "")
        #expect(state.receive(.writing(.entryStarted(draft, .editor))) == [.writing(.edit(draft, .resumeIfNewer(than: draft.updatedAt)))])
    }

    @Test func `e continues today's draft instead of starting a second one`() {
        var state = Sample.state()
        guard case .writing(.edit(let entry, _))? = state.press(.char("e")).first else {
            Issue.record("the editor was not opened")
            return
        }
        #expect(entry.id == "d")
    }

    @Test func `a second entry for today needs confirmation with y`() {
        var model = Sample.model()
        model.outbox = [Sample.outbox("s", .sent, day: 23)]
        var state = Sample.state(model)
        #expect(state.press(.char("e")) == [])
        #expect(state.screen.contains("Today already has an entry: day 23"))
        #expect(state.press(.char("n")) == [] && state.dialogs.isEmpty)
        state.press(.char("E"))
        #expect(state.press(.char("y")) == [.writing(.startEntry(EntrySeed(day: 24, date: Sample.day("2026-11-23"), zone: "GMT"), .form))])
    }

    @Test(arguments: [
        nil,
        ConfigurationWriteError.keptInMemory(
            .refused(.unwritable(file: "/c", isReadOnlyFileSystem: true, wanted: "x")), wanted: "[stages.dev]\nhandle = \"ada\""),
    ])
    func `if the handle is unknown, e asks for it and then starts the entry, also if the handle cannot be saved`(
        problem: ConfigurationWriteError?
    ) {
        var model = Sample.model()
        (model.handle, model.outbox) = (nil, [])
        var state = Sample.state(model)
        #expect(state.press(.char("e")) == [])
        state.type("@ada")
        #expect(state.press(.enter) == [.session(.setHandle("ada"))])
        let effects = state.receive(.session(.handleSet("ada", problem: problem)))
        #expect(state.model.handle == "ada")
        if problem != nil { #expect(state.toast?.text.contains("handle = \"ada\"") == true) }
        #expect(effects.contains { if case .writing(.startEntry) = $0 { true } else { false } })
    }

    @Test func `an edited text is queued with its first line as the title, and with the tags and the link of its footer`() {
        var state = blank()
        var draft = Sample.outbox("d", .draft, day: 23)
        draft.entry = EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT").entry(id: "d")
        let text = EntryDocument.text(for: draft.entry)
            .replacing("Tags: ", with: "Tags: AWS, sqs").replacing("Link: ", with: "Link: https://example.test/x")
        let effects = state.receive(.writing(.edited(draft, .success("Queues" + text))))
        guard case .writing(.queue(let entry, _))? = effects.first else {
            Issue.record("nothing was queued: \(effects)")
            return
        }
        #expect(entry.title == "Queues" && entry.tags == ["aws", "sqs"] && entry.link == "https://example.test/x")
        #expect(entry.body.hasPrefix("## Cloud Research") && !entry.body.contains("hdoc:"))
    }

    @Test(arguments: ["", "\n\n", nil])
    func `an unchanged or empty text discards an empty draft, and keeps a draft with content`(text: String?) {
        var state = blank()
        var draft = Sample.outbox("d", .draft, day: 23)
        draft.entry = EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT").entry(id: "d")
        let left = text ?? EntryDocument.text(for: draft.entry)
        #expect(state.receive(.writing(.edited(draft, .success(left)))) == [.writing(.discardIfEmpty("d"))])
        let written = Sample.outbox("w", .draft, day: 23)
        #expect(state.receive(.writing(.edited(written, .success("")))) == [], "a draft with content stays")
    }

    @Test func `a body without a title is saved as a draft`() {
        var state = blank()
        let draft = Sample.outbox("d", .draft, day: 23, title: "")
        let effects = state.receive(.writing(.edited(draft, .success("\n\nOnly a body."))))
        guard case .writing(.saveDraft(let entry, _))? = effects.first else {
            Issue.record("not kept: \(effects)")
            return
        }
        #expect(entry.body == "Only a body." && state.toast == nil)
        let saved = OutboxEntry(entry: entry, state: .draft, createdAt: Sample.now, updatedAt: Sample.now)
        state.receive(.writing(.draftSaved(saved, copyOf: nil)))
        #expect(state.toast?.text == "Saved as a draft. The title (first line) is empty." && state.toast?.isWarning == true)
    }

    @Test func `an entry that cannot be saved stays on the screen in the form, with the reason`() {
        var state = blank()
        let entry = Sample.entry("d", day: 23)
        state.receive(.writing(.failed(StoreError.diskFull(path: "/data"), entry)))
        #expect(state.screen.contains("What I learned.") && state.screen.contains("The disk is full"))
    }

    @Test func `a queued entry is shown on Today and sent at once; offline it is not sent`() {
        var state = blank()
        let effects = state.receive(.writing(.queued(Sample.outbox("q", .queued, day: 23))))
        #expect(effects == [.network(.send(["q"]))])
        #expect(state.screen.contains("Queues with SQS") && state.screen.contains("queued"))
        var model = Sample.model()
        model.outbox = []
        var offline = Sample.state(model, isOffline: true)
        #expect(offline.receive(.writing(.queued(Sample.outbox("q", .queued, day: 23)))) == [])
    }

    @Test func `the form saves within a second of the first key, and again only after another change`() {
        var state = blank()
        state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23, title: ""), .form)))
        state.type("Hi")
        guard let due = Timers.next(state) else {
            Issue.record("nothing is due")
            return
        }
        #expect(due.timeIntervalSince(Sample.now) <= 1)
        let effects = state.receive(.tick, at: due)
        guard case .writing(.saveDraft(let entry, _))? = effects.first else {
            Issue.record("nothing was saved: \(effects)")
            return
        }
        #expect(entry.title == "Hi")
        #expect(state.receive(.tick, at: due.addingTimeInterval(5)) == [])
    }

    @Test func `Ctrl-S queues a valid entry, and shows in the form why an entry is invalid`() {
        var state = blank()
        state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23, title: ""), .form)))
        #expect(state.press(.ctrl("s")) == [])
        #expect(state.screen.contains("title is empty"))
        state.type("Hello")
        guard case .writing(.queue(let entry, _))? = state.press(.ctrl("s")).first else {
            Issue.record("not queued")
            return
        }
        #expect(entry.title == "Hello" && entry.id == "f")
        state.receive(.writing(.queued(OutboxEntry(entry: entry, state: .queued, createdAt: Sample.now, updatedAt: Sample.now))))
        #expect(state.dialogs.isEmpty)
    }

    @Test func `discarding an entry needs confirmation with y`() {
        var state = Sample.state(tab: .outbox)
        let id = OutboxScreen.selected(state)?.id ?? ""
        #expect(state.press(.char("d")) == [])
        #expect(state.press(.char("n")) == [])
        state.press(.char("d"))
        #expect(state.press(.char("y")) == [.writing(.discard(id))])
    }

    @Test func `the user decides whether an unknown entry was sent, and any other key leaves it unknown`() throws {
        var state = Sample.state(tab: .outbox)
        for index in state.model.outbox.indices { state.model.outbox[index].state = .unknown }
        state.rebuild()
        let id = try #require(OutboxScreen.selected(state)?.id)
        for (key, effects) in [
            ("a", [Effect.writing(.settle(id, arrived: true))]), ("s", [.writing(.settle(id, arrived: false))]), ("y", []),
        ] {
            #expect(state.press(.char("u")) == [])
            #expect(state.press(.char(Character(key))) == effects)
            #expect(state.dialogs.isEmpty)
        }
    }

    @Test func `due entries are sent automatically, with one delivery at a time`() {
        var state = Sample.state()
        #expect(state.receive(.tick, at: Sample.now.addingTimeInterval(239)) == [])
        #expect(state.receive(.tick, at: Sample.now.addingTimeInterval(240)) == [.network(.send(nil))])
        #expect(state.receive(.tick, at: Sample.now.addingTimeInterval(300)) == [])
    }

    @Test func `if the posted days are unknown, the profile gives the next day, and the editor can change the day`() {
        var model = Sample.model()
        (model.outbox, model.mine) = ([], Snapshot(value: []))
        var state = Sample.state(model)
        #expect(
            state.press(.char("e")) == [.writing(.startEntry(EntrySeed(day: 24, date: Sample.day("2026-11-23"), zone: "GMT"), .editor))])
        let draft = Sample.outbox("d", .draft, day: 24)
        let text = EntryDocument.text(for: draft.entry).replacing("Day: 24", with: "Day: 31")
        guard case .writing(.queue(let entry, _))? = state.receive(.writing(.edited(draft, .success(text)))).first else {
            Issue.record("not queued")
            return
        }
        #expect(entry.day == 31)
    }

    @Test func `an entry that moved to another day is announced with both days`() {
        var state = Sample.state()
        var report = SendReport(tried: [Sample.outbox("q", .sent, day: 24)])
        report.formerDays = ["q": 23]
        state.receive(.network(.sent(.success(report))))
        #expect(
            state.toast?.text == "Day 24 is sent. Day 23 was already posted from another machine, so this entry is day 24.")
    }

    @Test func `queued entries are sent after signing in`() {
        var state = Sample.state()
        let identity = Identity(subject: "1", preferredUsername: "ada")
        #expect(state.receive(.session(.signedIn(.success(identity)))) == [.network(.send(["q"]))])
    }

    @Test func `a response sends the due entries, and the first response after an outage sends all queued entries`() {
        var state = Sample.state()
        let answer = Message.network(.refreshed(.tags, .success(RefreshReport(resource: .tags, received: 1))))
        func sends(_ effects: [Effect]) -> [Effect] { effects.filter { if case .network(.send) = $0 { true } else { false } } }
        #expect(sends(state.receive(answer)) == [.network(.send(nil))], "due entries")
        state.receive(.network(.sent(.success(SendReport()))))
        state.receive(
            .network(
                .refreshed(.tags, .failure(ClientError(.transport(TransportError(.refused, mayHaveArrived: false)), operation: .listTags))))
        )
        #expect(sends(state.receive(answer)) == [.network(.send(["q"]))], "all queued entries")
        state.receive(.network(.sent(.success(SendReport()))))
        #expect(sends(state.receive(answer)) == [], "nothing, because the entries were sent a moment ago")
    }

    @Test func `without an editor the form opens with the draft`() {
        var state = blank()
        state.receive(.writing(.edited(Sample.outbox("d", .draft, day: 23), .failure(EditorError.noEditor))))
        #expect(state.screen.contains("What I learned.") && state.dialogs.count == 1)
    }
}
