import HDOCClient

/// The other stages, to go to one of them.
struct StageChoiceState: Sendable {
    let stages: [Stage]
    var list: ListState

    init(_ stages: [Stage]) {
        (self.stages, list) = (stages, ListState(count: stages.count))
    }
}

enum StageChoiceUpdate {
    static func press(_ key: Key, _ choice: StageChoiceState, _ state: inout AppState) -> [Effect] {
        var choice = choice
        switch state.setting.keymap.command(for: key) {
        case .open?:
            if let row = choice.list.selected, row < choice.stages.count {
                // The screens end here and begin there; what is typed in a form is kept on the way out.
                (state.nextStage, state.isFinished) = (choice.stages[row].name, true)
            }
            state.closeTop()
            return []
        case .back?, .quit?:
            state.closeTop()
            return []
        case let command?:
            if let move = ListMove(command) { choice.list.move(move, height: StageChoiceView.height(choice, state.size)) }
        case nil: break
        }
        state.setTop(.stages(choice))
        return []
    }
}

enum StageChoiceView {
    static func height(_ choice: StageChoiceState, _ size: Size) -> Int { max(1, min(choice.stages.count, size.height - 4)) }

    static func draw(_ choice: StageChoiceState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let height = height(choice, area.size)
        let inside = Popup.draw(
            into: &frame, area: area, title: "Go to which stage?", content: Size(width: 60, height: height + 2), glyphs: state.glyphs)
        let names = choice.stages.map(\.name.count).max() ?? 0
        for (row, index) in choice.list.window(height: height).enumerated() where index < choice.stages.count {
            let (stage, line) = (choice.stages[index], inside.row(row))
            let label = TextWidth.padRight(stage.name, to: names + 2)
            frame.put([Span("  " + label, stage.isProduction ? .prod : .normal), Span(stage.api, .dim)], in: line)
            guard index == choice.list.selected else { continue }
            frame.put(String(state.glyphs.pointer), in: line)
            frame.restyle(line, .selected)
            frame.cursor = line.origin
        }
        let hints = [Hint(key: "Enter", label: "goes there, for this run"), Hint(key: "Esc", label: "stays")]
        Hints.draw(into: &frame, area: inside.row(max(0, inside.height - 1)), hints: hints, glyphs: state.glyphs)
    }
}
