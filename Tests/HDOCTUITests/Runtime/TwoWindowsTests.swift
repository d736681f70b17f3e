import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Two windows with the same draft")
struct TwoWindowsTests {
    private let first = Sample.outbox("d", .draft, day: 23, title: "First")

    private func client(_ row: OutboxEntry) -> ScriptedClient {
        ScriptedClient(stage: Sample.stage, now: Sample.now) { $0.outbox = [row] }
    }

    private func titled(_ title: String) -> Entry {
        var entry = first.entry
        entry.title = title
        return entry
    }

    private func saver(_ client: ScriptedClient) -> DraftSaver {
        let ids = IDs()
        return DraftSaver(client: client) { ids.next() }
    }

    @Test func `a text that the other window has changed is not overwritten, and this window's text becomes a draft of its own`() throws {
        let client = client(first)
        let (one, two) = (saver(client), saver(client))
        #expect(try one.save(titled("One"), replacing: first.entry).copyOf == nil)
        #expect(try one.save(titled("One more"), replacing: first.entry).copyOf == nil, "a save may start before the last one returns")
        let copy = try two.save(titled("Two"), replacing: first.entry)
        #expect(copy.copyOf == "d" && copy.entry.id == "copy1")
        #expect(try two.save(titled("Two more"), replacing: first.entry).entry.id == "copy1", "a save that started earlier joins the copy")
        #expect(try two.save(titled("Two at last").copy(id: "copy1"), replacing: titled("Two more").copy(id: "copy1")).copyOf == nil)
        #expect(try client.outbox().map(\.entry.title).sorted() == ["One more", "Two at last"])
    }

    @Test func `a draft that the other window has sent stays sent, and what was typed here is a new draft`() throws {
        var sent = first
        sent.state = .sent
        let client = client(sent)
        let saved = try saver(client).save(titled("Typed"), replacing: first.entry)
        #expect(saved.copyOf == "d" && saved.entry.state == .draft)
        #expect(try client.outbox().map(\.state) == [.sent, .draft])
    }

    @Test func `a draft opened again after the conflict is saved in its place`() throws {
        let client = client(first)
        let (one, two) = (saver(client), saver(client))
        _ = try one.save(titled("One"), replacing: first.entry)
        _ = try two.save(titled("Two"), replacing: first.entry)
        #expect(try two.save(titled("Both"), replacing: titled("One")).copyOf == nil)
        _ = try one.save(titled("One again"), replacing: titled("Both"))
        #expect(try two.save(titled("Second conflict"), replacing: titled("Both")).entry.id == "copy2")
        #expect(try client.outbox().map(\.entry.title).sorted() == ["One again", "Second conflict", "Two"])
    }

    @Test func `the form goes on with the copy and says why`() throws {
        var state = state()
        state.type("x")
        let copy = OutboxEntry(entry: titled("First x").copy(id: "c"), state: .draft, createdAt: Sample.now, updatedAt: Sample.now)
        state.receive(.writing(.draftSaved(copy, copyOf: "d")))
        guard case .form(let form)? = state.dialogs.last else { throw NoForm() }
        #expect(form.entry.id == "c" && form.problem == WritingProblemStrings.copied)
        state.receive(.writing(.draftSaved(copy, copyOf: nil)))
        #expect(state.screen.contains("Another hdoc changed or sent this draft"), "the next autosave keeps the message")
    }

    @Test func `a reason why an entry was not queued survives the autosave`() throws {
        var state = state()
        state.receive(.writing(.failed(OutboxError.dayTaken(day: 23, title: "Other"), first.entry)))
        state.receive(.writing(.draftSaved(first, copyOf: nil)))
        #expect(state.screen.contains("Day 23 already has an entry"), "\(state.screen)")
        state.type("y")
        #expect(!state.screen.contains("Day 23 already has an entry"))
    }

    @Test func `closing the form says that the draft is saved only after it is saved`() throws {
        var state = state()
        state.type("x")
        #expect(state.press(.escape).count == 1 && state.toast == nil)
        state.receive(.writing(.draftSaved(first, copyOf: nil)))
        #expect(state.toast?.text == "Saved as a draft in the outbox.")
    }

    @Test func `a text that was queued but not confirmed is saved, and closing the form keeps it`() throws {
        var model = Sample.model()
        model.outbox = [first, Sample.outbox("s", .sent, day: 23)]
        var state = Sample.state(model)
        state.dialogs.append(.form(FormState(entry: first)))
        state.type("x")
        let effects = state.press(.ctrl("s"))
        guard case .writing(.saveDraft(let entry, _))? = effects.first else { throw NoForm() }
        #expect(entry.title.hasSuffix("x") && state.press(.char("n")) == [])
        #expect(state.press(.escape).count == 1, "closing saves what no save has confirmed")
    }

    @Test func `an unreadable date is named before the form closes`() throws {
        var state = state()
        state.press(.tab, .tab, .backspace)
        state.type("x")
        #expect(state.press(.escape) == [] && state.screen.contains("Esc again drops this field"), "\(state.screen)")
        #expect(state.press(.escape).count == 1 && state.dialogs.isEmpty)
    }

    @Test func `a warning stays until a key is pressed, and no other message hides it`() {
        var state = state()
        state.say("Kept.", isWarning: true)
        state.receive(.tick, at: Sample.now.addingTimeInterval(3600))
        state.say("Synced.")
        #expect(state.toast?.text == "Kept.")
        state.press(.tab)
        #expect(state.toast == nil)
    }

    /// The form with the draft.
    private func state() -> AppState {
        var model = Sample.model()
        model.outbox = [first]
        var state = Sample.state(model)
        state.dialogs.append(.form(FormState(entry: first)))
        return state
    }

    private struct NoForm: Error {}

    private final class IDs: Sendable {
        private let count = Mutex(0)
        func next() -> String {
            count.withLock {
                $0 += 1; return "copy\($0)"
            }
        }
    }
}
