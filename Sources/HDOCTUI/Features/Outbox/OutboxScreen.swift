import HDOCClient
import HDOCModels
import TerminalKit

struct OutboxState: Sendable {
    /// First the entries that are not sent, then the sent entries; newest first in each group.
    var entries: [OutboxEntry] = []
    var list = ListState()
}

extension Tab {
    static let outbox = Tab(OutboxScreen.self)
}

enum OutboxScreen: Screen {
    static let title = "Outbox"
    static let action = Action.outbox
    static var list: StatePath<ListState> { \.screens.outbox.list }
    static let parts: Set<ReadModel.Part> = [.outbox]

    static func listHeight(_ state: AppState) -> Int { OutboxLayout(state).listHeight }

    static func placeholders(_ state: AppState) -> [CustomCommand.Placeholder: String] {
        guard let entry = selected(state) else { return [:] }
        var values: [CustomCommand.Placeholder: String] = [.id: entry.id]
        (values[.handle], values[.url]) = (state.model.handle, (entry.articleURL ?? entry.entry.link).flatMap(WebLink.init)?.url)
        return values
    }

    static func bindings(_ state: AppState) -> [Binding] {
        guard let entry = selected(state) else { return [Bindings.write(hint: "write day \(state.nextDay)")] }
        let needsDecision = entry.state == .unknown || entry.conflict != nil
        let text = Announcement(day: entry.entry.day, title: entry.entry.title, link: entry.entry.link).text
        return [
            Binding(.open, hint: OutboxText.opensEditor(entry) ? "edit" : "read") { open(entry, &$0) },
            Binding(.sendNow, hint: "send now", disabled: sendObstacle(entry, state)) { send(entry, &$0) },
            Binding(.discard, hint: "discard", disabled: discardObstacle(entry, state)) { ask(entry, &$0) },
            Binding(.settle, hint: needsDecision ? "settle" : nil, disabled: needsDecision ? nil : "The state of this entry is known.") {
                entry.conflict == nil ? askWhetherItArrived(entry, &$0) : Changing.askAboutConflict(entry, &$0)
            },
            .copy(text, what: "the announcement", hint: "copy announcement", missing: ""),
            .openOwnLink(entry.articleURL ?? entry.entry.link, missing: "This entry has no link."),
        ] + Changing.bindings(Changing.Subject(entry), state, isHinted: entry.state == .sent) + Binding.moves(in: self)
    }

    private static func open(_ entry: OutboxEntry, _ state: inout AppState) -> [Effect] {
        if OutboxText.opensEditor(entry) { return Writing.resume(entry, .editor, &state) }
        state.dialogs.append(.reader(ReaderState(subject: .entry(entry.id))))
        return []
    }

    private static func send(_ entry: OutboxEntry, _ state: inout AppState) -> [Effect] {
        if entry.conflict != nil { return Changing.askAboutConflict(entry, &state) }
        return entry.state == .queued || entry.state == .unknown
            ? [.network(.send([entry.id]))] : Writing.release(entry.entry, replacing: entry.entry, &state)
    }

    static func formSubject(_ state: AppState) -> OutboxEntry? {
        selected(state).flatMap { $0.state.isEditable && $0.change.kind != .remove ? $0 : nil }
    }

    static func rebuild(_ state: inout AppState) {
        let before = state.screens.outbox.list.selection > 0 ? selected(state)?.id : nil
        let newestFirst = state.model.outbox.sorted { $0.createdAt > $1.createdAt }
        state.screens.outbox.entries = newestFirst.filter { $0.state != .sent } + newestFirst.filter { $0.state == .sent }
        let height = OutboxLayout(state).listHeight
        state.screens.outbox.list.setCount(newestFirst.count, height: height)
        if let row = state.screens.outbox.entries.firstIndex(where: { $0.id == before }) {
            state.screens.outbox.list.move(.to(row), height: height)
        }
    }

    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool { trace.request.method != .get }

    static func summary(_ state: AppState) -> String? {
        state.model.outbox.isEmpty ? nil : Amounts.count(state.model.outbox.count, "entry", "entries")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        OutboxView.draw(state, OutboxLayout(area), of: &frame)
    }

    static func selected(_ state: AppState) -> OutboxEntry? {
        state.screens.outbox.list.selectedElement(of: state.screens.outbox.entries)
    }

    private static func sendObstacle(_ entry: OutboxEntry, _ state: AppState) -> String? {
        if state.settings.isOffline { return "hdoc runs with --offline: nothing is sent." }
        switch entry.state {
        case .sent: return "It is sent already."
        case .sending: return "hdoc is sending it now."
        case .draft, .queued, .unknown, .rejected: return state.work.isSending ? "hdoc is already sending." : nil
        }
    }

    private static func discardObstacle(_ entry: OutboxEntry, _ state: AppState) -> String? {
        switch entry.state {
        case .sent where entry.isRemoved: nil
        case .sent: "It is sent. \(state.settings.keymap.name(of: .remove) ?? "remove") removes it from the stage."
        case .sending: "hdoc is sending it now."
        case .unknown where entry.isBeingChanged: "hdoc does not know yet whether the change arrived."
        case .draft, .queued, .unknown, .rejected: nil
        }
    }

    private static func askWhetherItArrived(_ entry: OutboxEntry, _ state: inout AppState) -> [Effect] {
        let question =
            "\(ChangeStrings.subject(entry)), “\(entry.entry.title)”, was sent, but the response was lost. Did it arrive? "
            + "Check your profile on the website. Sending it again does not create a duplicate on a stage that follows the API contract."
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: question,
                    answers: [
                        .init(key: "a", verb: "it arrived", effects: [.writing(.settle(entry.id, arrived: true))]),
                        .init(key: "s", verb: "send it again", effects: [.writing(.settle(entry.id, arrived: false))]),
                    ])))
        return []
    }

    private static func ask(_ entry: OutboxEntry, _ state: inout AppState) -> [Effect] {
        if entry.isBeingChanged {
            let action = ChangeStrings.discarding(entry, stage: state.settings.stage.name)
            let question = "Do you want to \(action)? The text of your change cannot be recovered."
            state.dialogs.append(.confirm(ConfirmState(question: question, verb: "discard", effects: [.writing(.discard(entry.id))])))
            return []
        }
        let title = entry.entry.title.isEmpty ? "Untitled" : entry.entry.title
        let place = state.settings.stage.isProduction ? " of \(state.settings.stage.name)" : ""
        let warning = entry.state == .unknown ? " It may have arrived; discarding it here does not remove it from the backend." : ""
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Discard day \(entry.entry.day), “\(title)”\(place)? The text cannot be recovered.\(warning)",
                    verb: "discard",
                    effects: [.writing(.discard(entry.id))])))
        return []
    }
}
