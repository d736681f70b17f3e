import TerminalKit

/// The help: all keys of the screen below, taken from the bindings that the keys run.
struct HelpState: Sendable {
    var offset = 0
}

enum HelpUpdate {
    static func bindings(_ help: HelpState) -> [Binding] {
        let closing: [Action] = [.help, .back, .quit, .open]
        return closing.map { Binding.closing($0) }
            + Binding.moves { move, state in
                let lines = HelpView.lines(state).count
                let height = HelpView.height(lines: lines, in: state.size)
                let offset = ReaderUpdate.scrolled(help.offset, move, lines: lines, height: height)
                state.setTop(.help(HelpState(offset: offset)))
            }
    }
}

enum HelpView {
    private static let width = 70

    static func draw(_ help: HelpState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let lines = lines(state)
        let inside = Popup.draw(
            into: &frame, area: area, title: "Keys on \(state.tab.screen.title)", content: Size(width: width, height: lines.count),
            glyphs: state.glyphs)
        let start = max(0, min(help.offset, lines.count - inside.height))
        for (row, line) in lines.dropFirst(start).prefix(inside.height).enumerated() {
            frame.put(line, in: inside, row: row)
        }
        if !inside.isEmpty { frame.cursor = inside.origin }
    }

    static func height(lines: Int, in size: Size) -> Int { max(1, min(lines, size.height - 2)) }

    static func lines(_ state: AppState) -> [[Span]] {
        let here = state.tab.screen.bindings(state)
        let taken = Set(here.map(\.action))
        let everywhere = Bindings.everywhere(state).filter { !taken.contains($0.action) }
        let head: [[Span]] = here.isEmpty ? [] : [[Span("Here", .title)]] + here.compactMap { line($0, state) } + [[]]
        return head + [[Span("Everywhere", .title)]] + everywhere.compactMap { line($0, state) }
    }

    private static func line(_ binding: Binding, _ state: AppState) -> [Span]? {
        let keys = state.settings.keymap.names(of: binding.action)
        let keyWidth = state.size.width < 60 ? 8 : 16
        guard !keys.isEmpty else { return nil }
        let isOff = binding.disabled != nil
        return [
            Span(TextWidth.padRight(keys, to: keyWidth) + " ", isOff ? .dim : .key),
            Span(binding.action.summary, isOff ? .dim : .normal),
            Span(binding.disabled.map { "  (\($0))" } ?? "", .dim),
        ]
    }
}
