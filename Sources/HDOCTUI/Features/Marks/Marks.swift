import HDOCClient
import TerminalKit

/// The marked rows of a list, by key, so that they survive a refresh, another order and a filter.
struct Marks: Sendable {
    private(set) var keys: Set<String> = []
    /// The row that was marked or unmarked last: one end of a range.
    private(set) var anchor: String?

    var count: Int { keys.count }
    var isEmpty: Bool { keys.isEmpty }

    /// `3 marked`; nil if nothing is marked.
    var text: String? { isEmpty ? nil : "\(count) marked" }

    func contains(_ key: String) -> Bool { keys.contains(key) }

    /// Marks a row, or takes its mark away.
    mutating func toggle(_ key: String) {
        if keys.remove(key) == nil { keys.insert(key) }
        anchor = key
    }

    mutating func add(_ added: some Sequence<String>, last: String? = nil) {
        keys.formUnion(added)
        anchor = last ?? anchor
    }

    mutating func clear() { (keys, anchor) = ([], nil) }
}

/// Marks in the list of a screen: where the state has them, which key a row has, and what can be done with the marked ones.
struct ListMarks: Sendable {
    let marks: StatePath<Marks>
    /// The keys of the shown rows with these indices.
    let keys: @Sendable (AppState, Range<Int>) -> [String]
    /// The shown row with this key; nil if it is not shown.
    let row: @Sendable (AppState, String) -> Int?
    /// The text to copy for each of the marked ones, what the texts are, and the links to open.
    let copied: @Sendable (AppState) -> [String]
    let copiedName: (one: String, many: String)
    let links: @Sendable (AppState) -> [String]
    /// What to export.
    let content: @Sendable (AppState) -> ExportContent
    /// Why not all rows are known yet; nil if they are.
    var unread: @Sendable (AppState) -> String? = { _ in nil }

    /// More links are opened only after a confirmation, and never more than `mostOpened`.
    private static let openedAtOnce = 5
    private static let mostOpened = 50

    /// The bindings of a screen with those that mark. While rows are marked, what can be done with them comes first, so that the hint line
    /// shows it, and replaces what the same keys do with the selected row.
    func adding(to own: [Binding], _ state: AppState, on screen: any Screen.Type) -> [Binding] {
        if state[keyPath: marks].isEmpty { return own + bindings(state, on: screen) }
        let actions = actions()
        let replaced = Set(actions.map(\.action))
        return actions + bindings(state, on: screen) + own.filter { !replaced.contains($0.action) }
    }

    private func bindings(_ state: AppState, on screen: any Screen.Type) -> [Binding] {
        let (marks, list) = (state[keyPath: marks], state[keyPath: screen.list])
        let nothing = list.count == 0 ? "The list is empty." : nil
        let unread = unread(state)
        let none = marks.isEmpty ? "Nothing is marked." : nil
        return [
            Binding(.mark, disabled: nothing) { mark(on: screen, &$0) },
            Binding(.markRange, disabled: nothing ?? unread ?? (marks.anchor == nil ? "Mark one end of the range first." : nil)) {
                markRange(on: screen, &$0)
            },
            Binding(.markAll, disabled: nothing ?? unread) { state in
                let count = state[keyPath: screen.list].count
                state[keyPath: self.marks].add(keys(state, 0..<count))
                return tell(&state)
            },
            Binding(.clearMarks, hint: marks.isEmpty ? nil : "clear marks", disabled: none) { state in
                state[keyPath: self.marks].clear()
                return tell(&state)
            },
            Binding(.export, hint: marks.isEmpty ? nil : "export", disabled: none) { state in
                state.dialogs.append(.export(ExportState(content: content(state), marked: state[keyPath: self.marks].count)))
                return []
            },
        ]
    }

    /// The bindings of open and copy while rows are marked.
    private func actions() -> [Binding] {
        [
            Binding(.openLink, hint: "open marked", run: open),
            Binding(.copy, hint: "copy marked") { state in
                let texts = copied(state)
                let what = Amounts.count(texts.count, copiedName.one, copiedName.many)
                return [.desktop(.copy(texts.joined(separator: "\n"), what: what))]
            },
        ]
    }

    private func mark(on screen: any Screen.Type, _ state: inout AppState) -> [Effect] {
        guard let row = state[keyPath: screen.list].selected, let key = keys(state, row..<row + 1).first else { return [] }
        state[keyPath: marks].toggle(key)
        let height = screen.listHeight(state)
        state[keyPath: screen.list].move(.down, height: height)
        return []
    }

    private func markRange(on screen: any Screen.Type, _ state: inout AppState) -> [Effect] {
        guard let selected = state[keyPath: screen.list].selected, let anchor = state[keyPath: marks].anchor else { return [] }
        guard let first = row(state, anchor) else {
            state.say("The row that was marked last is not shown.")
            return []
        }
        let found = keys(state, min(first, selected)..<max(first, selected) + 1)
        state[keyPath: marks].add(found, last: first <= selected ? found.last : found.first)
        return tell(&state)
    }

    private func tell(_ state: inout AppState) -> [Effect] {
        let count = state[keyPath: marks].count
        state.say(count == 0 ? "Nothing is marked." : "\(count) marked.")
        return []
    }

    private func open(_ state: inout AppState) -> [Effect] {
        // A link to this machine is opened only one at a time, with a question of its own.
        let links = links(state).filter { WebLink($0)?.pointsToThisMachine == false }
        let effects = links.map { Effect.desktop(.openLink($0)) }
        switch links.count {
        case 0: state.say("The marked ones have no link.")
        case ...Self.openedAtOnce: return effects
        case ...Self.mostOpened:
            let question = "Open \(links.count) pages in the browser?"
            state.dialogs.append(.confirm(ConfirmState(question: question, verb: "open them", effects: effects)))
        default: state.say("\(links.count) pages are too many to open. hdoc opens \(Self.mostOpened) at most.", isWarning: true)
        }
        return []
    }
}
