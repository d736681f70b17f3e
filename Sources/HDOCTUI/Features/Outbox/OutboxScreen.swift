import TerminalKit
import HDOCClient
import HDOCModels

struct OutboxState: Sendable {
    /// What still needs something first, then what was sent; newest first in each.
    var entries: [OutboxEntry] = []
    var list = ListState()
}

enum OutboxScreen: Screen {
    static func bindings(_ state: AppState) -> [Binding] {
        guard let entry = selected(state) else { return [Binding(.write, hint: "write day \(state.nextDay)")] }
        return [
            Binding(.open, hint: entry.state.isEditable ? "edit" : "read"),
            Binding(.sendNow, hint: "send now", disabled: sendObstacle(entry, state)),
            Binding(.discard, hint: "discard", disabled: discardObstacle(entry)),
            Binding(
                .settle, hint: entry.state == .unknown ? "settle" : nil,
                disabled: entry.state == .unknown ? nil : "Nothing is in doubt here."),
            Binding(.copy, hint: "copy announcement"),
            Binding(.openLink, disabled: entry.articleURL ?? entry.entry.link == nil ? "This entry has no link." : nil),
        ] + Bindings.moving
    }

    static func update(_ state: inout AppState, _ action: Action) -> [Effect] {
        if let move = ListMove(action) {
            state.outboxScreen.list.move(move, height: OutboxLayout(state).listHeight)
            return []
        }
        guard let entry = selected(state) else { return [] }
        switch action {
        case .open:
            if entry.state.isEditable { return Writing.resume(entry, .editor, &state) }
            state.dialogs.append(.reader(ReaderState(subject: .entry(entry.id))))
        case .sendNow: return entry.state == .queued || entry.state == .unknown ? [.send([entry.id])] : Writing.release(entry.entry, &state)
        case .discard: ask(entry, &state)
        case .settle: if entry.state == .unknown { askWhetherItArrived(entry, &state) }
        case .copy:
            let text = Announcement(day: entry.entry.day, title: entry.entry.title, link: entry.entry.link).text
            return [.copy(text, what: "the announcement")]
        case .openLink: return (entry.articleURL ?? entry.entry.link).map { [.openLink($0)] } ?? []
        default: break
        }
        return []
    }

    static func formSubject(_ state: AppState) -> OutboxEntry? {
        selected(state).flatMap { $0.state.isEditable ? $0 : nil }
    }

    static func rebuild(_ state: inout AppState) {
        let before = state.outboxScreen.list.selection > 0 ? selected(state)?.id : nil
        let newestFirst = state.model.outbox.sorted { $0.createdAt > $1.createdAt }
        state.outboxScreen.entries = newestFirst.filter { $0.state != .sent } + newestFirst.filter { $0.state == .sent }
        let height = OutboxLayout(state).listHeight
        state.outboxScreen.list.setCount(newestFirst.count, height: height)
        if let row = state.outboxScreen.entries.firstIndex(where: { $0.id == before }) {
            state.outboxScreen.list.move(.to(row), height: height)
        }
    }

    static func summary(_ state: AppState) -> String? {
        state.model.outbox.isEmpty ? nil : Amounts.count(state.model.outbox.count, "entry", "entries")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        OutboxView.draw(state, OutboxLayout(area), of: &frame)
    }

    static func selected(_ state: AppState) -> OutboxEntry? {
        let screen = state.outboxScreen
        return screen.list.selected.flatMap { $0 < screen.entries.count ? screen.entries[$0] : nil }
    }

    private static func sendObstacle(_ entry: OutboxEntry, _ state: AppState) -> String? {
        if state.settings.isOffline { return "Started with --offline: nothing is sent." }
        switch entry.state {
        case .sent: return "It is posted already."
        case .sending: return "It is being sent."
        case .draft, .queued, .unknown, .rejected: return state.work.isSending ? "A sending is under way." : nil
        }
    }

    private static func discardObstacle(_ entry: OutboxEntry) -> String? {
        switch entry.state {
        case .sent: "It is posted; what the backend has stays there."
        case .sending: "It is being sent."
        case .draft, .queued, .unknown, .rejected: nil
        }
    }

    private static func askWhetherItArrived(_ entry: OutboxEntry, _ state: inout AppState) {
        let question =
            "Day \(entry.entry.day), “\(entry.entry.title)”, was sent and its reply was lost. Did it arrive? "
            + "Your profile on the website shows it. Sent again it is still one article where the stage keeps to the contract."
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: question,
                    answers: [
                        .init(key: "a", verb: "it arrived", effects: [.settle(entry.id, arrived: true)]),
                        .init(key: "s", verb: "send it again", effects: [.settle(entry.id, arrived: false)]),
                    ])))
    }

    private static func ask(_ entry: OutboxEntry, _ state: inout AppState) {
        let title = entry.entry.title.isEmpty ? "Untitled" : entry.entry.title
        let place = state.settings.stage.isProduction ? " of \(state.settings.stage.name)" : ""
        let warning = entry.state == .unknown ? " It may have arrived; discarding it here does not take it back." : ""
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Discard day \(entry.entry.day), “\(title)”\(place)? Its text is gone then.\(warning)", verb: "discards it",
                    effects: [.discard(entry.id)])))
    }
}
