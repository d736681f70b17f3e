import HDOCClient
import HDOCModels
import TerminalKit

/// A dialog for choosing one item, such as a tag. The typed text filters the list; Enter chooses the selected item.
struct ChoiceState: Sendable {
    enum Kind: Sendable, Equatable { case articles(ArticlesFilter), stage }

    struct Item: Sendable, Equatable {
        /// Nil stands for any value.
        var value: String?
        var label: String
        var detail = ""
    }

    let kind: Kind
    let title: String
    let items: [Item]
    /// A line below the list, for example where the items come from.
    var note: String?
    var prompt = Prompt(limit: 100)
    var list: ListState

    init(kind: Kind, title: String, items: [Item], note: String? = nil, selected: String?) {
        (self.kind, self.title, self.items, self.note) = (kind, title, items, note)
        list = ListState(count: items.count)
        if let row = items.firstIndex(where: { $0.value == selected }) { list.move(.to(row), height: ChoiceUpdate.rows) }
    }

    var matches: [Item] {
        let words = SearchText.words(prompt.text)
        return items.filter { item in
            let label = SearchText.fold(item.label)
            return words.allSatisfy { label.contains($0) }
        }
    }
}

enum ChoiceUpdate {
    static let rows = 14

    static func press(_ key: Key, _ choice: ChoiceState, _ state: inout AppState) -> [Effect] {
        var choice = choice
        switch key {
        case .escape:
            state.closeTop()
            return []
        case .enter:
            state.closeTop()
            let matches = choice.matches
            guard let index = choice.list.selected, index < matches.count else { return [] }
            return choose(matches[index], of: choice.kind, &state)
        case .up, .down, .pageUp, .pageDown:
            if let move = ListMove(key: key) { choice.list.move(move, height: rows) }
        default:
            if choice.prompt.handle(key) == .changed { choice.list = ListState(count: choice.matches.count) }
        }
        state.setTop(.choice(choice))
        return []
    }

    /// A click selects an item; a click on the selected item chooses it.
    static func click(_ row: Int, _ choice: ChoiceState, _ state: inout AppState) -> [Effect] {
        if choice.list.selected == row { return press(.enter, choice, &state) }
        var choice = choice
        choice.list.select(row)
        state.setTop(.choice(choice))
        return []
    }

    private static func choose(_ item: ChoiceState.Item, of kind: ChoiceState.Kind, _ state: inout AppState) -> [Effect] {
        switch kind {
        case .articles(let filter): return ArticlesScreen.choose(filter, item.value, &state)
        case .stage:
            // The screens end, and open again on the other stage. The text of an open form is saved before.
            (state.nextStage, state.isFinished) = (item.value, true)
            return []
        }
    }
}

extension ChoiceState {
    /// A choice among the other stages in the configuration.
    init(stages: [Stage]) {
        self.init(
            kind: .stage, title: "Switch to which stage?", items: stages.map { Item(value: $0.name, label: $0.name, detail: $0.api) },
            note: "Enter switches for this run, Esc cancels.", selected: nil)
    }
}

enum ChoiceView {
    static func draw(_ choice: ChoiceState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let noteRows = choice.note == nil ? 0 : 1
        let inside = Popup.draw(
            into: &frame, area: area, title: choice.title,
            content: Size(
                width: choice.kind == .stage ? 60 : 44, height: min(ChoiceUpdate.rows, max(3, choice.items.count)) + 1 + noteRows),
            glyphs: state.glyphs)
        let matches = choice.matches
        let body = inside.inset(top: 1, bottom: inside.height > 4 ? noteRows : 0)
        for (row, index) in choice.list.window(height: body.height).enumerated() where index < matches.count {
            let line = body.row(row)
            StatusLine.draw(
                into: &frame, area: line.inset(left: 2), left: [Span(matches[index].label)], right: [Span(matches[index].detail, .dim)])
            frame.mark(line, .row(index))
            if index == choice.list.selected {
                frame.put(String(state.glyphs.pointer), in: line)
                frame.restyle(line, .selected)
            }
        }
        if matches.isEmpty { frame.put("Nothing matches.", in: body, style: .dim) }
        if let note = choice.note, inside.height > 4 { frame.put(note, in: inside.row(inside.height - 1), style: .dim) }
        choice.prompt.draw(into: &frame, area: inside.row(0), label: "/")
    }
}
