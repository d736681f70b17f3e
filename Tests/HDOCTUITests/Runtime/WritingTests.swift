import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Writing a day")
struct WritingTests {
    private func blank(_ model: ReadModel = Sample.model()) -> AppState {
        var model = model
        model.outbox = []
        return Sample.state(model)
    }

    @Test func `e keeps a draft before the editor opens`() {
        var state = blank()
        let effects = state.press(.char("e"))
        #expect(effects == [.writing(.startEntry(EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT"), .editor))])
        let draft = Sample.outbox("d", .draft, day: 23, title: "")
        #expect(state.receive(.writing(.entryStarted(draft, .editor))) == [.writing(.edit(draft))])
    }

    @Test func `today's draft is continued, not doubled`() {
        var state = Sample.state()
        guard case .writing(.edit(let entry))? = state.press(.char("e")).first else {
            Issue.record("the editor was not opened")
            return
        }
        #expect(entry.id == "d")
    }

    @Test func `a second entry for today is asked about, and only y is a yes`() {
        var model = Sample.model()
        model.outbox = [Sample.outbox("s", .sent, day: 23)]
        var state = Sample.state(model)
        #expect(state.press(.char("e")) == [])
        #expect(state.screen.contains("Today already has an entry: day 23"))
        #expect(state.press(.char("n")) == [] && state.dialogs.isEmpty)
        state.press(.char("E"))
        #expect(state.press(.char("y")) == [.writing(.startEntry(EntrySeed(day: 24, date: Sample.day("2026-11-23"), zone: "GMT"), .form))])
    }

    @Test func `who is not known is asked once, then writing goes on`() {
        var model = Sample.model()
        (model.handle, model.outbox) = (nil, [])
        var state = Sample.state(model)
        #expect(state.press(.char("e")) == [])
        state.type("@ada")
        #expect(state.press(.enter) == [.session(.setHandle("ada"))])
        let effects = state.receive(.session(.handleSet(.success("ada"))))
        #expect(effects.contains { if case .writing(.startEntry) = $0 { true } else { false } })
    }

    @Test func `the first line is the title; tags and link come from the foot; it is queued`() {
        var state = blank()
        var draft = Sample.outbox("d", .draft, day: 23)
        draft.entry = EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT").entry(id: "d")
        let text = EntryDocument.text(for: draft.entry)
            .replacing("Tags: ", with: "Tags: AWS, sqs").replacing("Link: ", with: "Link: https://example.test/x")
        let effects = state.receive(.writing(.edited(draft, .success("Queues" + text))))
        guard case .writing(.queue(let entry))? = effects.first else {
            Issue.record("nothing was queued: \(effects)")
            return
        }
        #expect(entry.title == "Queues" && entry.tags == ["aws", "sqs"] && entry.link == "https://example.test/x")
        #expect(entry.body.hasPrefix("## Cloud Research") && !entry.body.contains("hdoc:"))
    }

    @Test(arguments: ["", "\n\n", nil])
    func `an untouched or emptied text cancels, and a draft without anything in it goes`(text: String?) {
        var state = blank()
        var draft = Sample.outbox("d", .draft, day: 23)
        draft.entry = EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT").entry(id: "d")
        let left = text ?? EntryDocument.text(for: draft.entry)
        #expect(state.receive(.writing(.edited(draft, .success(left)))) == [.writing(.discard("d"))])
        let written = Sample.outbox("w", .draft, day: 23)
        #expect(state.receive(.writing(.edited(written, .success("")))) == [], "what was there before stays")
    }

    @Test func `a body without a title is kept as a draft`() {
        var state = blank()
        let draft = Sample.outbox("d", .draft, day: 23, title: "")
        let effects = state.receive(.writing(.edited(draft, .success("\n\nOnly a body."))))
        guard case .writing(.saveDraft(let entry))? = effects.first else {
            Issue.record("not kept: \(effects)")
            return
        }
        #expect(entry.body == "Only a body." && state.toast?.isWarning == true)
    }

    @Test func `what cannot be kept stays on the screen, in the form, with the reason`() {
        var state = blank()
        let entry = Sample.entry("d", day: 23)
        state.receive(.writing(.failed(StoreError.diskFull(path: "/data"), entry)))
        #expect(state.screen.contains("What I learned.") && state.screen.contains("The disk is full"))
    }

    @Test func `a queued entry is on Today at once, and goes out; offline it waits`() {
        var state = blank()
        let effects = state.receive(.writing(.queued(Sample.outbox("q", .queued, day: 23))))
        #expect(effects == [.network(.send(["q"]))])
        #expect(state.screen.contains("Queues with SQS") && state.screen.contains("queued"))
        var model = Sample.model()
        model.outbox = []
        var offline = Sample.state(model, isOffline: true)
        #expect(offline.receive(.writing(.queued(Sample.outbox("q", .queued, day: 23)))) == [])
    }

    @Test func `the form saves within a second of the first key, and again only when something changed`() {
        var state = blank()
        state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23, title: ""), .form)))
        state.type("Hi")
        guard let due = Timers.next(state) else {
            Issue.record("nothing is due")
            return
        }
        #expect(due.timeIntervalSince(Sample.now) <= 1)
        let effects = state.receive(.tick, at: due)
        guard case .writing(.saveDraft(let entry))? = effects.first else {
            Issue.record("nothing was saved: \(effects)")
            return
        }
        #expect(entry.title == "Hi")
        #expect(state.receive(.tick, at: due.addingTimeInterval(5)) == [])
    }

    @Test func `Ctrl-S refuses what the rules refuse and says so in the form; else it queues`() {
        var state = blank()
        state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23, title: ""), .form)))
        #expect(state.press(.ctrl("s")) == [])
        #expect(state.screen.contains("title is empty"))
        state.type("Hello")
        guard case .writing(.queue(let entry))? = state.press(.ctrl("s")).first else {
            Issue.record("not queued")
            return
        }
        #expect(entry.title == "Hello" && entry.id == "f")
        state.receive(.writing(.queued(OutboxEntry(entry: entry, state: .queued, createdAt: Sample.now, updatedAt: Sample.now))))
        #expect(state.dialogs.isEmpty)
    }

    @Test func `discarding asks, and only y is a yes`() {
        var state = Sample.state(tab: .outbox)
        let id = OutboxScreen.selected(state)?.id ?? ""
        #expect(state.press(.char("d")) == [])
        #expect(state.press(.char("n")) == [])
        state.press(.char("d"))
        #expect(state.press(.char("y")) == [.writing(.discard(id))])
    }

    @Test func `an unknown entry asks its writer, who alone decides; any other key leaves it unknown`() throws {
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

    @Test func `what is due goes out by itself, one sending at a time`() {
        var state = Sample.state()
        #expect(state.receive(.tick, at: Sample.now.addingTimeInterval(239)) == [])
        #expect(state.receive(.tick, at: Sample.now.addingTimeInterval(240)) == [.network(.send(nil))])
        #expect(state.receive(.tick, at: Sample.now.addingTimeInterval(300)) == [])
    }

    @Test func `while posted days are not known, the profile tells the next one; the day can be changed in the editor`() {
        var model = Sample.model()
        (model.outbox, model.mine) = ([], Snapshot(value: []))
        var state = Sample.state(model)
        #expect(
            state.press(.char("e")) == [.writing(.startEntry(EntrySeed(day: 24, date: Sample.day("2026-11-23"), zone: "GMT"), .editor))])
        let draft = Sample.outbox("d", .draft, day: 24)
        let text = EntryDocument.text(for: draft.entry).replacing("Day: 24", with: "Day: 31")
        guard case .writing(.queue(let entry))? = state.receive(.writing(.edited(draft, .success(text)))).first else {
            Issue.record("not queued")
            return
        }
        #expect(entry.day == 31)
    }

    @Test func `what waited for a sign-in goes out with it`() {
        var state = Sample.state()
        let identity = Identity(subject: "1", preferredUsername: "ada")
        #expect(state.receive(.session(.signedIn(.success(identity)))) == [.network(.send(["q"]))])
    }

    @Test func `once the backend answers again, what waited for it goes out; what waits for its time does not`() {
        var state = Sample.state()
        let answer = Message.network(.refreshed(.tags, .success(RefreshReport(resource: .tags, received: 1))))
        func sends(_ effects: [Effect]) -> [Effect] { effects.filter { if case .network(.send) = $0 { true } else { false } } }
        #expect(sends(state.receive(answer)) == [.network(.send(nil))], "what is due")
        state.receive(.network(.sent(.success(SendReport()))))
        state.receive(
            .network(
                .refreshed(.tags, .failure(ClientError(.transport(TransportError(.refused, mayHaveArrived: false)), operation: .listTags))))
        )
        #expect(sends(state.receive(answer)) == [.network(.send(["q"]))], "whatever waits")
        state.receive(.network(.sent(.success(SendReport()))))
        #expect(sends(state.receive(answer)) == [], "once; what is due was asked for a moment ago")
    }

    @Test func `without an editor the form opens, with what there is`() {
        var state = blank()
        state.receive(.writing(.edited(Sample.outbox("d", .draft, day: 23), .failure(EditorError.noEditor))))
        #expect(state.screen.contains("What I learned.") && state.dialogs.count == 1)
    }
}
