import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The form for an entry")
struct FormTests {
    private func form(_ entry: OutboxEntry = Sample.outbox("f", .draft, day: 23, title: ""), columns: Int = 80) -> AppState {
        var model = Sample.model()
        model.outbox = []
        var state = Sample.state(model, size: Size(width: columns, height: 24))
        state.receive(.writing(.entryStarted(entry, .form)))
        return state
    }

    private func blank() -> OutboxEntry {
        let entry = EntrySeed(day: 23, date: Sample.day("2026-11-23"), zone: "GMT").entry(id: "f")
        return OutboxEntry(entry: entry, state: .draft, createdAt: Sample.now, updatedAt: Sample.now)
    }

    private func typed(_ state: AppState) -> Entry? {
        if case .form(let form)? = state.dialogs.last { form.typed } else { nil }
    }

    @Test func `the form gets what was typed before it opened`() {
        var model = Sample.model()
        model.outbox = []
        var state = Sample.state(model, size: Size(width: 80, height: 24))
        #expect(!state.press(.char("E")).isEmpty)
        for key in [Key.char("q"), .char("?"), .tab, .tab, .tab, .paste("sqs s3")] { #expect(state.press(key) == []) }
        #expect(state.dialogs.isEmpty && state.tab == .today && !state.isFinished)
        state.receive(.writing(.entryStarted(blank(), .form)))
        #expect(typed(state)?.title == "q?" && typed(state)?.tags == ["sqs", "s3"])
        #expect(state.keysForForm == nil)
    }

    @Test func `if an entry could not be started, the keys work as before`() {
        var model = Sample.model()
        model.outbox = []
        var state = Sample.state(model, size: Size(width: 80, height: 24))
        state.press(.char("E"), .char("2"))
        #expect(state.tab == .today)
        state.receive(.writing(.failed(OutboxError.noSuchEntry("f"), nil)))
        state.press(.char("2"))
        #expect(state.tab != .today)
    }

    @Test func `the form shows the announcement and its length as Twitter counts it`() {
        var state = form()
        state.type("Queues")
        #expect(state.screen.contains("[23/100] #100DaysOfCloud Queues https://example.test/sqs"))
        #expect(state.screen.contains("56 of 280"), "8 + 1 + 15 + 1 + 6 + 1, and 24 for what is no link for Twitter")
        #expect(!state.screen.contains("too long"))
        state.press(.paste(String(repeating: "雲", count: 120)))
        #expect(state.screen.contains("296 of 280") && state.screen.contains("Twitter counts 296 of 280 characters: too long"))
    }

    @Test func `Tab completes an incomplete tag from the tags in use, and otherwise moves to the next field`() {
        var state = form(blank())
        state.press(.tab, .tab, .tab)
        state.type("cl")
        #expect(state.screen.contains("Tab: cloudfront"))
        state.press(.tab)
        state.type("s")
        #expect(state.screen.contains("Tab: s3"))
        state.press(.tab)
        #expect(typed(state)?.tags == ["cloudfront", "s3"])
        state.type("s3")
        state.press(.tab)
        state.type("https://example.test/x")
        #expect(typed(state)?.link == "https://example.test/x", "no other tag begins with s3, so Tab moves to the link")
    }

    @Test func `Ctrl-T selects the next template while the body is unchanged, and never replaces a written body`() {
        var state = form(blank())
        #expect(state.screen.contains("micro template"))
        state.press(.ctrl("t"))
        #expect(state.screen.contains("short template") && typed(state)?.body == ArticleTemplate.short.skeleton)
        #expect(typed(state)?.template == .short)
        state.press(.backTab)
        state.type("Mine")
        state.press(.ctrl("t"))
        #expect(typed(state)?.template == .short && state.screen.contains("template cannot be changed"))
    }

    @Test func `Ctrl-/ undoes one word at a time, and Ctrl-Y redoes it`() {
        var state = form()
        state.type("Queues at last")
        state.press(.ctrl("_"))
        #expect(typed(state)?.title == "Queues at")
        state.press(.ctrl("_"), .ctrl("_"), .ctrl("_"))
        #expect(typed(state)?.title == "")
        state.press(.ctrl("y"), .ctrl("y"))
        #expect(typed(state)?.title == "Queues at")
    }

    @Test func `sending a draft for a date that already has an entry needs confirmation, in the Outbox and in the form`() {
        var model = Sample.model()
        model.outbox = [Sample.outbox("s", .sent, day: 23, title: "The first"), Sample.outbox("d", .draft, day: 24)]
        var state = Sample.state(model, tab: .outbox)
        #expect(state.press(.char("p")) == [])
        #expect(state.screen.contains("2026-11-23 already has an entry: day 23, “The first”."))
        #expect(state.press(.char("n")) == [])
        state.press(.char("E"))
        #expect(state.press(.ctrl("s")) == [])
        #expect(state.press(.char("y")) == [.writing(.queue(model.outbox[1].entry, replacing: model.outbox[1].entry))])
    }

    @Test func `the next entry begins with the template used last, or with the one chosen with T`() {
        var model = Sample.model()
        model.outbox = []
        model.mine.value[0].template = "long"
        var state = Sample.state(model)
        #expect(state.template == .long)
        state.press(.char("T"))
        #expect(state.foot.contains("micro template"))
        guard case .writing(.startEntry(let seed, .editor))? = state.press(.char("e")).first else {
            Issue.record("nothing was started")
            return
        }
        #expect(seed.template == .micro)
    }

    @Test func `Y starts an entry for yesterday if yesterday has no entry`() {
        var model = Sample.model()
        model.outbox = []
        var state = Sample.state(model)
        #expect(state.press(.char("Y")) == [])
        #expect(state.foot.contains("Yesterday has an entry: day 22"))
        model.mine.value.removeFirst()
        state = Sample.state(model)
        #expect(
            state.press(.char("Y")) == [.writing(.startEntry(EntrySeed(day: 22, date: Sample.day("2026-11-22"), zone: "GMT"), .editor))])
    }

    @Test func `a suggested day that turns out to be taken becomes the next free day, and a typed day does not change`() {
        var model = Sample.model()
        let mine = model.mine
        (model.outbox, model.mine, model.people) = ([], Snapshot(value: []), Snapshot(value: []))
        let early = Sample.outbox("f", .draft, day: 1, title: "")
        var state = Sample.state(model)
        state.receive(.writing(.entryStarted(early, .form)))
        state.receive(.cache(.read(.mine(mine))))
        #expect(typed(state)?.day == 23)
        state.dialogs = []
        guard
            case .writing(.queue(let entry, _))? = state.receive(
                .writing(.edited(early, .success("Now\n" + EntryDocument.text(for: early.entry))))
            ).first
        else {
            Issue.record("not queued")
            return
        }
        #expect(entry.day == 23)
        state = Sample.state(model)
        state.receive(.writing(.entryStarted(early, .form)))
        state.press(.tab)
        state.type("2")
        state.receive(.cache(.read(.mine(mine))))
        #expect(typed(state)?.day == 12)
    }

    @Test(arguments: ["2026-11-22", "soon"])
    func `the date can be changed in the editor, and an invalid date keeps the entry a draft`(written: String) {
        let before = Sample.outbox("f", .draft, day: 23)
        var model = Sample.model()
        (model.outbox, model.mine) = ([], Snapshot(value: []))
        var state = Sample.state(model)
        let text = EntryDocument.text(for: before.entry).replacing("Date: 2026-11-23", with: "Date: \(written)")
        switch state.receive(.writing(.edited(before, .success(text)))).first {
        case .writing(.queue(let entry, _))?: #expect(entry.date == Sample.day("2026-11-22") && written == "2026-11-22")
        case .writing(.saveDraft(let entry, _))?:
            #expect(entry.date == Sample.day("2026-11-23") && entry.body.hasSuffix("Date: soon") && written == "soon")
            #expect(state.toast == nil, "nothing is said before the draft is saved")
            let saved = OutboxEntry(entry: entry, state: .draft, createdAt: Sample.now, updatedAt: Sample.now)
            state.receive(.writing(.draftSaved(saved, copyOf: nil)))
            #expect(state.toast?.isWarning == true && state.toast?.text.contains("“Date: soon”") == true)
        default: Issue.record("neither queued nor kept")
        }
    }
}

@Suite("Undo and redo in an edit buffer")
struct EditHistoryTests {
    @Test(arguments: 0..<40)
    func `undoing all edits restores the first text, and redoing them restores the last one`(seed: Int) {
        var generator = Seeded(state: UInt64(seed) &* 977 &+ 1)
        var buffer = EditBuffer("e\u{301}tude 👩‍👩‍👧", limit: 60)
        let start = buffer.text
        for _ in 0..<60 {
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: _ = buffer.insert(["a", " ", "\u{301}", "👧", "long words", "\n"].randomElement(using: &generator) ?? "")
            case 1: _ = buffer.remove(to: buffer.cursor - 1)
            case 2: _ = buffer.remove(to: buffer.cursor + 1)
            case 3: _ = buffer.remove(to: buffer.wordStart)
            default: buffer.move(to: Int.random(in: 0...buffer.characters.count, using: &generator))
            }
        }
        let end = buffer.text
        while buffer.undo() {}
        #expect(buffer.text == start)
        while buffer.redo() {}
        #expect(buffer.text == end)
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}
