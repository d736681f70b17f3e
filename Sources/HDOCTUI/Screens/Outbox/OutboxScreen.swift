import TerminalKit
import HDOCClient
import HDOCModels

struct OutboxState: Sendable {
    /// What still needs something first, then what was sent; newest first in each.
    var entries: [OutboxEntry] = []
    var list = ListState()
}

enum OutboxScreen: Screen {
    static func offers(_ state: AppState) -> [Offer] {
        guard let entry = selected(state) else { return [Offer(.write, hint: "write day \(state.nextDay)")] }
        return [
            Offer(.open, hint: entry.state.isEditable ? "edit" : "read"),
            Offer(.sendNow, hint: "send now", disabled: sendObstacle(entry, state)),
            Offer(.discard, hint: "discard", disabled: discardObstacle(entry)),
            Offer(
                .settle, hint: entry.state == .unknown ? "settle" : nil,
                disabled: entry.state == .unknown ? nil : "The state of this entry is known."),
            Offer(.copy, hint: "copy announcement"),
            Offer(.openLink, disabled: entry.articleURL ?? entry.entry.link == nil ? "This entry has no link." : nil),
        ] + Offers.moving
    }

    static func update(_ state: inout AppState, _ command: Command) -> [Effect] {
        if let move = ListMove(command) {
            state.outboxScreen.list.move(move, height: OutboxLayout(state).listHeight)
            return []
        }
        guard let entry = selected(state) else { return [] }
        switch command {
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
        let newestFirst = state.library.outbox.sorted { $0.createdAt > $1.createdAt }
        state.outboxScreen.entries = newestFirst.filter { $0.state != .sent } + newestFirst.filter { $0.state == .sent }
        let height = OutboxLayout(state).listHeight
        state.outboxScreen.list.setCount(newestFirst.count, height: height)
        if let row = state.outboxScreen.entries.firstIndex(where: { $0.id == before }) {
            state.outboxScreen.list.move(.to(row), height: height)
        }
    }

    static func summary(_ state: AppState) -> String? {
        state.library.outbox.isEmpty ? nil : Amounts.count(state.library.outbox.count, "entry", "entries")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        OutboxView.draw(state, OutboxLayout(area), of: &frame)
    }

    static func selected(_ state: AppState) -> OutboxEntry? {
        let screen = state.outboxScreen
        return screen.list.selected.flatMap { $0 < screen.entries.count ? screen.entries[$0] : nil }
    }

    private static func sendObstacle(_ entry: OutboxEntry, _ state: AppState) -> String? {
        if state.setting.isOffline { return "hdoc runs with --offline: nothing is sent." }
        switch entry.state {
        case .sent: return "It is sent already."
        case .sending: return "hdoc is sending it now."
        case .draft, .queued, .unknown, .rejected: return state.work.isSending ? "hdoc is already sending." : nil
        }
    }

    private static func discardObstacle(_ entry: OutboxEntry) -> String? {
        switch entry.state {
        case .sent: "It is sent and cannot be removed from the backend."
        case .sending: "hdoc is sending it now."
        case .draft, .queued, .unknown, .rejected: nil
        }
    }

    private static func askWhetherItArrived(_ entry: OutboxEntry, _ state: inout AppState) {
        let question =
            "Day \(entry.entry.day), “\(entry.entry.title)”, was sent, but the response was lost. Did it arrive? "
            + "Check your profile on the website. Sending it again does not create a duplicate on a stage that follows the API contract."
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
        let place = state.setting.stage.isProduction ? " of \(state.setting.stage.name)" : ""
        let warning = entry.state == .unknown ? " It may have arrived; discarding it here does not remove it from the backend." : ""
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Discard day \(entry.entry.day), “\(title)”\(place)? The text cannot be recovered.\(warning)",
                    verb: "discard",
                    effects: [.discard(entry.id)])))
    }
}
