import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The table, and below it the explanation of the selected entry.
struct OutboxLayout {

    let table: Rect
    let explanation: Rect

    init(_ state: AppState) {
        self.init(Chrome(size: state.size).body)
    }

    init(_ body: Rect) {
        let rows = body.height >= 10 ? 3 : body.height >= 6 ? 2 : 0
        let parts = body.split(rows: [.share(1), .fixed(rows > 0 ? 1 : 0), .fixed(rows)])
        (table, explanation) = (parts[0], Chrome.inset(parts[2]))
    }

    var listHeight: Int { Table.listHeight(in: table.height) }
}

enum OutboxView {
    private static let columns = [
        TableColumn(title: "Day", minimum: 4, ideal: 4, priority: 1, alignment: .trailing),
        TableColumn(title: "Date", minimum: 10, ideal: 10, priority: 4),
        TableColumn(title: "Title", minimum: 14, ideal: 60, priority: 0),
        TableColumn(title: "State", minimum: 12, ideal: 12, priority: 2),
        TableColumn(title: "Attempts", minimum: 8, ideal: 8, priority: 5, alignment: .trailing),
        TableColumn(title: "Next attempt", minimum: 12, ideal: 16, priority: 3),
    ]

    static func draw(_ state: AppState, _ layout: OutboxLayout, of frame: inout Frame) {
        let screen = state.screens.outbox
        guard screen.list.count > 0 else {
            let key = state.settings.keymap.name(of: .write) ?? "write"
            frame.put("The outbox is empty. Press \(key) to write the first entry.", in: Chrome.inset(layout.table), row: 1, style: .dim)
            return
        }
        let table = Table(columns: columns, lastMarkedColumn: 2)
        table.draw(into: &frame, area: layout.table, list: screen.list, glyphs: state.glyphs) { index in
            index < screen.entries.count ? row(screen.entries[index], state) : []
        }
        guard let entry = OutboxScreen.selected(state), layout.explanation.height > 0 else { return }
        let lines = TextWrap.lines(of: OutboxText.explanation(entry, state), width: layout.explanation.width)
        for (row, line) in lines.enumerated() {
            frame.put(line, in: layout.explanation, row: row, style: OutboxText.needsAttention(entry.state) ? .warning : .dim)
        }
    }

    private static func row(_ entry: OutboxEntry, _ state: AppState) -> [Span] {
        let style: Style = OutboxText.needsAttention(entry.state) ? .warning : entry.state == .sent ? .dim : .accent
        return [
            Span(String(entry.entry.day)), Span(entry.entry.date.description, .dim),
            Span(ChangeStrings.title(entry)), Span(EntryStrings.name(entry.state), style),
            Span(entry.attempts == 0 ? "–" : String(entry.attempts), .dim), Span(next(entry, state), .dim),
        ]
    }

    private static func next(_ entry: OutboxEntry, _ state: AppState) -> String {
        guard entry.state.isWaiting, let at = entry.nextAttemptAt else { return "–" }
        return at <= state.now ? "now" : "in \(RelativeTime.wait(until: at, now: state.now))"
    }
}

/// Texts about the state of an entry: what the state means, and what to do.
enum OutboxText {
    static func needsAttention(_ state: EntryState) -> Bool { state == .rejected || state == .unknown }

    /// Whether Enter edits the entry. A removal has nothing to edit, and a conflict shows both texts.
    static func opensEditor(_ entry: OutboxEntry) -> Bool {
        entry.state.isEditable && entry.change.kind != .remove && entry.conflict == nil
    }

    static func explanation(_ entry: OutboxEntry, _ state: AppState) -> String {
        let send = state.settings.keymap.name(of: .sendNow) ?? "“send-now”"
        let open = state.settings.keymap.name(of: .open) ?? "“open”"
        let reason = entry.lastError.map { " \($0)" } ?? ""
        if let conflict = ChangeStrings.conflict(entry, stage: state.settings.stage.name) {
            let settle = state.settings.keymap.name(of: .settle) ?? "“settle”"
            return "\(conflict) Press \(open) to compare them, \(settle) to decide."
        }
        switch entry.state {
        case .draft where entry.change.kind == .correct:
            return "A correction of a posted day. Press \(open) to edit it, \(send) to send it.\(reason)"
        case .sent where entry.isRemoved: return "Removed from \(state.settings.stage.name). Its text is kept here."
        case .draft: return "A draft on this machine. Press \(open) to edit it, \(send) to send it.\(reason)"
        case .queued:
            let wait = entry.nextAttemptAt.map { $0 <= state.now ? "now" : "in \(RelativeTime.wait(until: $0, now: state.now))" }
            return "Stored in the outbox\(wait.map { "; next attempt \($0)" } ?? "").\(reason)"
        case .sending: return "hdoc is sending it now."
        case .unknown:
            let settle = state.settings.keymap.name(of: .settle) ?? "“settle”"
            return "The response was lost, so it may have arrived. Press \(send) to ask the stage, \(settle) to decide yourself.\(reason)"
        case .sent: return "Sent\(entry.articleURL.map { ": \(WebLink($0)?.shown ?? $0)" } ?? ".")"
        case .rejected where entry.change.kind == .remove: return "Rejected.\(reason) Press \(send) to send it again."
        case .rejected: return "Rejected.\(reason) Press \(open) to edit it, \(send) to send it unchanged."
        }
    }
}
