import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Correcting and removing posted days on the screens")
struct ChangingTests {
    private static let sizes = [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12)]

    private static func change(_ kind: EntryChange.Kind, _ state: EntryState, conflict: EntryConflict? = nil) -> OutboxEntry {
        var row = Sample.outbox("a22", state, day: 22, title: kind == .remove ? "IAM roles, at last" : "IAM roles, corrected")
        let base = PostedVersion(entry: Sample.entry("a22", day: 22, title: "IAM roles, at last", date: "2026-11-22"), number: 1)
        row.change = kind == .remove ? .remove(base) : .correct(base)
        row.conflict = conflict
        return row
    }

    private static var theirs: EntryConflict {
        var entry = Sample.entry("a22", day: 22, title: "IAM roles, from the other machine", date: "2026-11-22")
        entry.body = "The text of the other machine."
        return .changed(PostedVersion(entry: entry, number: 2))
    }

    private func state(_ rows: [OutboxEntry], tab: Tab = .outbox, size: Size = Size(width: 80, height: 24)) -> AppState {
        var model = Sample.model()
        model.outbox = rows
        return Sample.state(model, tab: tab, size: size)
    }

    @Test func `C corrects the selected day on Today, and the editor opens with the posted text`() {
        var state = state([], tab: .today)
        #expect(state.press(.char("C")) == [.writing(.startCorrection("a22", .editor))])
        let begun = Self.change(.correct, .draft)
        #expect(
            state.receive(.writing(.entryStarted(begun, .editor))).contains(.writing(.edit(begun, .resumeIfNewer(than: begun.updatedAt)))))
    }

    @Test func `D removes a posted day only after a confirmation, and says that the text stays`() {
        var state = state([Sample.outbox("s", .sent, day: 21)])
        #expect(state.press(.char("D")) == [])
        #expect(state.screen.contains("Remove day 21") && state.screen.contains("stays in the outbox"))
        #expect(state.press(.char("y")) == [.writing(.remove("s"))])
        state.press(.char("D"))
        #expect(state.press(.char("n")) == [] && state.dialogs.isEmpty)
    }

    @Test func `the keys are disabled with the reason if a day is not posted, is not one's own, or the stage lacks the route`() {
        var queued = state([Sample.outbox("q", .queued, day: 23)])
        #expect(queued.press(.char("C")) == [] && queued.toast?.text.contains("not posted") == true)
        var unknown = state([Self.change(.correct, .unknown)])
        #expect(unknown.press(.char("D")) == [] && unknown.toast?.text.contains("does not know yet") == true)
        var removed = state([Self.change(.remove, .sent)])
        #expect(removed.press(.char("C")) == [] && removed.toast?.text == "The day was removed.")
        var model = Sample.model()
        model.outbox = [Sample.outbox("s", .sent, day: 21)]
        for index in model.routes.indices where model.routes[index].route == .correctArticle {
            model.routes[index].presence = .absent(status: 403, reason: "Missing Authentication Token")
        }
        var absent = Sample.state(model, tab: .outbox)
        #expect(absent.press(.char("C")) == [])
        #expect(absent.toast?.text.contains("(403: Missing Authentication Token)") == true)
        #expect(absent.press(.char("D"), .char("y")) == [.writing(.remove("s"))], "the other route may exist")
    }

    @Test func `the reader of an own article offers both keys, and that of another author offers none`() {
        var mine = state([], tab: .today)
        mine.press(.enter)
        #expect(mine.press(.char("C")) == [.writing(.startCorrection("a22", .editor))] && mine.dialogs.isEmpty)
        var model = Sample.model()
        (model.outbox, model.articles) = ([], Snapshot(value: [Sample.articles[4]], fetchedAt: Sample.now))
        var foreign = Sample.state(model, tab: .articles)
        foreign.press(.enter)
        #expect(foreign.press(.char("C")) == [] && foreign.toast?.text == "Only your own days can be changed.")
    }

    @Test func `a correction that was not changed in the editor is given up`() {
        var begun = Self.change(.correct, .draft)
        begun.entry = begun.change.base?.entry ?? begun.entry
        var state = state([begun])
        let effects = state.receive(.writing(.edited(begun, .success(EntryDocument.text(for: begun.entry)))))
        #expect(effects == [.writing(.discard("a22"))])
        let text = EntryDocument.text(for: begun.entry).replacing("IAM roles, at last", with: "IAM roles, corrected")
        guard case .writing(.queue(let entry, replacing: begun.entry))? = state.receive(.writing(.edited(begun, .success(text)))).first
        else { Issue.record("nothing was queued"); return }
        #expect(entry.title == "IAM roles, corrected" && entry.day == 22)
    }

    @Test func `e starts today's entry even if a correction of today is a draft`() {
        var today = Self.change(.correct, .draft)
        today.entry.date = Sample.day("2026-11-23")
        var state = state([today], tab: .today)
        let effects = state.press(.char("e"))
        #expect(!effects.contains { if case .writing(.edit) = $0 { true } else { false } })
    }

    @Test func `Today shows what is done to a posted day, and leaves out a removed day`() {
        let correcting = state([Self.change(.correct, .queued)], tab: .today).screen
        #expect(correcting.contains("Correction: IAM roles, corrected") && !correcting.contains("IAM roles, at last"))
        let removed = state([Self.change(.remove, .sent)], tab: .today).screen
        #expect(!removed.contains("IAM roles"))
    }

    @Test func `a conflict opens both texts, and u asks which one counts`() {
        let conflict = Self.change(.correct, .rejected, conflict: Self.theirs)
        var state = state([conflict], size: Size(width: 100, height: 40))
        state.press(.enter)
        #expect(state.screen.contains("Your text") && state.screen.contains("On dev now"))
        #expect(state.screen.contains("What I learned.") && state.screen.contains("The text of the other machine."))
        state.press(.char("u"))
        #expect(state.press(.char("s")) == [.writing(.queue(conflict.entry, replacing: conflict.entry))])
        state.press(.char("u"))
        #expect(state.press(.char("t")) == [.writing(.discard("a22"))])
        state.press(.char("u"))
        #expect(state.press(.char("e")) == [.writing(.edit(conflict, .resumeIfNewer(than: conflict.updatedAt)))])
        #expect(state.press(.char("p")) == [], "sending asks first as well")
        #expect(state.press(.char("s")) == [.writing(.queue(conflict.entry, replacing: conflict.entry))])
    }

    @Test func `what was sent is said by its name`() {
        var state = state([Self.change(.correct, .queued)])
        var sent = Self.change(.correct, .sending)
        sent.confirm(version: 2)
        var report = SendReport(tried: [sent])
        report.kinds = ["a22": .correct]
        state.receive(.network(.sent(.success(report))))
        #expect(state.toast?.text == "The correction of day 22 is sent.")
        var removed = Self.change(.remove, .sending)
        removed.confirm(version: nil)
        report = SendReport(tried: [removed])
        report.kinds = ["a22": .remove]
        state.receive(.network(.sent(.success(report))))
        #expect(state.toast?.text == "Day 22 is removed from dev.")
    }

    @Test func `with the real loop, a correction is begun, edited, queued and sent`() async {
        var model = Sample.model()
        model.outbox = [Sample.outbox("s", .sent, day: 21, title: "Old title")]
        let client = ScriptedClient(model) { $0.send = { $0.confirm(version: 2) } }
        // The cache has another article of that day; the correction keeps its day nevertheless.
        let text = EntryDocument.text(for: Sample.entry("s", day: 21, title: "New title"))
        _ = await playScreens(client, written: text, keys: [.char("5"), .char("C")])
        #expect(client.log.filter { !$0.hasPrefix("read") } == ["correct s", "save day 21", "queue", "send"], "\(client.log)")
        #expect(client.entries.first?.entry.title == "New title" && client.entries.first?.state == .sent)
    }

    @Test(arguments: sizes)
    func `the outbox with changes, both texts of a conflict, and the question equal their golden files`(size: Size) {
        var rows = [
            Self.change(.correct, .rejected, conflict: Self.theirs), Sample.outbox("s", .sent, day: 18, title: "Buckets"),
            Sample.outbox("c", .queued, day: 20, title: "Buckets, corrected"), Sample.outbox("x", .sent, day: 3, title: "A mistake"),
        ]
        rows[2].change = .correct(PostedVersion(entry: Sample.entry("c", day: 20), number: 1))
        rows[3].change = .remove(PostedVersion(entry: Sample.entry("x", day: 3), number: 1))
        var state = state(rows, size: size)
        Golden.expect(state, "outbox-changes")
        state.press(.enter)
        Golden.expect(state, "outbox-conflict")
        state.press(.char("u"))
        Golden.expect(state, "outbox-conflict-question")
    }
}
