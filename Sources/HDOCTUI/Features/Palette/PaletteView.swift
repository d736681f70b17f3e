import HDOCClient
import TerminalKit

enum PaletteView {
    private static let width = 76
    private static let nameWidth = 23

    static func draw(_ palette: PaletteState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let inside = Popup.draw(
            into: &frame, area: area, title: "Commands", content: Size(width: width, height: PaletteUpdate.rows + 2),
            glyphs: state.glyphs)
        // The last row has the whole reason why the selected command is off, which the row of the command may cut.
        let hasReason = inside.height >= 6
        let body = inside.inset(top: 1, bottom: hasReason ? 1 : 0)
        if hasReason, let reason = palette.selected?.disabled {
            frame.put("Off: \(reason)", in: inside.row(inside.height - 1), style: .warning)
        }
        for (row, index) in palette.list.window(height: body.height).enumerated() where index < palette.matches.count {
            let line = body.row(row)
            let isSelected = index == palette.list.selected
            if isSelected {
                frame.put(String(state.glyphs.pointer), in: line)
                frame.restyle(line, .selected)
            }
            draw(palette.matches[index], isSelected: isSelected, state, in: line.inset(left: 2), of: &frame)
            frame.mark(line, .row(index))
        }
        if palette.matches.isEmpty {
            let words = "No command, journeyer, tag, stage or theme matches."
            for (row, line) in TextWrap.lines(of: words, width: max(1, body.width)).enumerated() {
                frame.put(line, in: body, row: row, style: .dim)
            }
        }
        palette.prompt.draw(into: &frame, area: inside.row(0), label: ": ")
    }

    /// Draws one match: its name, its summary, its key and, if it is disabled, the reason.
    private static func draw(_ match: PaletteMatch, isSelected: Bool, _ state: AppState, in line: Rect, of frame: inout Frame) {
        let isOff = match.entry.disabled != nil
        func style(_ style: Style) -> Style { isSelected ? .selected : isOff ? .dim : style }
        let mark: Style = isSelected ? .selected.underlined : .match
        let key =
            switch match.entry.choice {
            case .action(let action): state.settings.keymap.name(of: action) ?? ""
            case .command(let name): state.settings.commands.first { $0.name == name }?.key ?? ""
            case .profile, .tag, .stage, .theme, .view: ""
            }
        // A narrow window shows only the summary, unless the name matches the query.
        let showsName = line.width >= 50 || !match.name.isEmpty
        let name = Span.marked(match.entry.name, at: match.name, style: style(.key), mark: mark)
        let used = showsName ? frame.put(name, in: line.inset(right: line.width - min(line.width, nameWidth))) : 0
        let column = line.width >= 50 ? max(used + 1, nameWidth) : used + 2
        let rest = line.inset(left: showsName ? min(line.width, column) : 0)
        let summary = Span.marked(match.entry.summary, at: match.summary, style: style(.normal), mark: mark)
        let keyword = match.keyword.map { [Span(" \($0)", isSelected ? mark : .match)] } ?? []
        let reason = match.entry.disabled.map { [Span(" (\($0))", style(.dim))] } ?? []
        StatusLine.draw(into: &frame, area: rest, left: summary + keyword + reason, right: [Span(key, style(.dim))])
    }
}
