import TerminalKit

/// Draws the guide.
enum GuideView {
    static func frame(of state: GuideState, size: Size) -> Frame {
        var frame = Frame(size: size)
        let parts = frame.bounds.split(rows: [
            .fixed(size.height >= 3 ? 1 : 0), .fixed(size.height >= 10 ? 1 : 0), .share(1), .fixed(size.height >= 2 ? 1 : 0),
        ])
        StatusLine.draw(into: &frame, area: Chrome.inset(parts[0]), left: [Span("hdoc", .title), Span("  welcome")])
        frame.fill(parts[1], with: state.glyphs.horizontalRule, style: .dim)
        let body = Chrome.inset(parts[2].inset(top: size.height >= 12 ? 1 : 0))
        let hints: [Hint]
        switch state.page {
        case .menu:
            drawMenu(state, in: body, of: &frame)
            hints = [Hint(key: "Enter", label: "choose"), Hint(key: "q", label: "leave")]
        case .add(let form):
            drawForm(form, GuideText.stageFields, "Add a stage", GuideText.stageHelp, in: body, of: &frame)
            hints = [Hint(key: "Ctrl-S", label: "add it"), Hint(key: "Tab", label: "next field"), Hint(key: "Esc", label: "back")]
        case .importing(let form):
            drawForm(form, GuideText.importFields, "Import a stage", GuideText.importHelp, in: body, of: &frame)
            hints = [Hint(key: "Enter", label: "import it"), Hint(key: "Esc", label: "back")]
        }
        Hints.draw(into: &frame, area: Chrome.inset(parts[3]), hints: hints, glyphs: state.glyphs)
        return frame
    }

    private static func drawMenu(_ state: GuideState, in area: Rect, of frame: inout Frame) {
        let about = paragraph(GuideText.welcome, area) + [""] + paragraph(GuideText.nothing, area) + [""]
        let problem = state.problem.map { paragraph($0, area) + [""] } ?? []
        // In a low window, the choices have priority over the texts.
        let room = max(0, area.height - GuideText.choices.count)
        let head = about.count + problem.count <= room ? about : []
        let warnings = problem.prefix(max(0, room - head.count))
        for (row, line) in head.enumerated() { frame.put(line, in: area, row: row) }
        for (row, line) in warnings.enumerated() { frame.put(line, in: area, row: head.count + row, style: .warning) }
        drawChoices(state, in: area.inset(top: head.count + warnings.count), of: &frame)
        drawPlace(state, in: area.inset(top: head.count + warnings.count + GuideText.choices.count + 1), of: &frame)
    }

    private static func drawChoices(_ state: GuideState, in area: Rect, of frame: inout Frame) {
        for (row, index) in state.list.window(height: area.height).enumerated() {
            let (line, choice) = (area.row(row), GuideText.choices[index])
            frame.put([Span("\(index + 1) ", .key), Span(choice.title)], in: line.inset(left: 2))
            if area.width >= 60 { frame.put(choice.what, in: line.inset(left: 21), style: .dim) }
            frame.mark(line, .row(index))
            guard index == state.list.selected else { continue }
            frame.put(String(state.glyphs.pointer), in: line)
            frame.restyle(line, .selected)
            frame.cursor = line.origin
        }
    }

    private static func drawPlace(_ state: GuideState, in area: Rect, of frame: inout Frame) {
        let text = "hdoc saves this in \(state.file). `hdoc --help` lists all commands."
        for (row, line) in paragraph(text, area).enumerated() { frame.put(line, in: area, row: row, style: .dim) }
    }

    private static func drawForm(
        _ form: GuideState.GuideForm, _ names: [String], _ title: String, _ help: String, in area: Rect, of frame: inout Frame
    ) {
        let isHigh = area.height >= names.count + 4
        if isHigh { frame.put(title, in: area, style: .title) }
        let rows = max(1, min(names.count, area.height - (isHigh ? 4 : 1)))
        let first = max(0, min(form.focus - rows + 1, names.count - rows))
        let fields = area.inset(top: isHigh ? 2 : 0)
        let words = form.problem ?? help
        let below = fields.inset(top: rows + (isHigh ? 1 : 0))
        for (row, line) in paragraph(words, area).enumerated() {
            frame.put(line, in: below, row: row, style: form.problem == nil ? .dim : .warning)
        }
        // Each field sets the cursor when it is drawn, so the focused field is drawn last.
        let shown = Array(first..<(first + rows))
        for index in shown.filter({ $0 != form.focus }) + [form.focus] {
            let label = TextWidth.padRight(names[index], to: min(22, area.width / 2))
            form.fields[index].draw(into: &frame, area: fields.row(index - first), label: label)
        }
    }

    private static func paragraph(_ text: String, _ area: Rect) -> [String] {
        TextWrap.lines(of: text, width: max(1, min(area.width, 76)))
    }
}
