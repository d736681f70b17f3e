import HDOCClient
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
    /// As wide as the longest line of most screens.
    private static func width(_ size: Size) -> Int { min(70, max(1, size.width - 4)) }

    static func draw(_ help: HelpState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let lines = lines(state)
        let inside = Popup.draw(
            into: &frame, area: area, title: "Keys on \(state.tab.screen.title)",
            content: Size(width: width(state.size), height: lines.count),
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
        let head: [[Span]] = here.isEmpty ? [] : [[Span("Here", .title)]] + here.flatMap { lines($0, state) } + [[]]
        let own = CustomBinding.all(state)
        let commands = own.isEmpty ? [] : [[Span("Your commands", .title)]] + own.flatMap { lines($0, state) } + [[]]
        return head + commands + [[Span("Everywhere", .title)]] + everywhere.flatMap { lines($0, state) }
    }

    /// The keys of a binding and what it does, and below it, if it is disabled, the reason. Nothing is cut off. Empty without keys.
    private static func lines(_ binding: Binding, _ state: AppState) -> [[Span]] {
        let keys = state.settings.keymap.names(of: binding.action)
        return keys.isEmpty ? [] : lines(keys, binding.action.summary, disabled: binding.disabled, state)
    }

    /// A command of the configuration, also without a key: it can be run from the palette.
    private static func lines(_ binding: CustomBinding, _ state: AppState) -> [[Span]] {
        lines(
            binding.command.key ?? "", "\(binding.command.name): \(binding.command.run.joined(separator: " "))", disabled: binding.disabled,
            state)
    }

    private static func lines(_ keys: String, _ summary: String, disabled: String?, _ state: AppState) -> [[Span]] {
        let keyWidth = state.size.width < 60 ? 8 : 16
        let textWidth = width(state.size) - keyWidth - 1
        let summary = TextWrap.lines(of: summary, width: textWidth)
        let reason = disabled.map { TextWrap.lines(of: "Off: \($0)", width: textWidth) } ?? []
        let names = TextWrap.lines(of: keys, width: keyWidth)
        let texts = summary.map { Span($0, reason.isEmpty ? .normal : .dim) } + reason.map { Span($0, .dim) }
        return (0..<max(names.count, texts.count)).map { row in
            let name = names.indices.contains(row) ? names[row] : ""
            let key = Span(TextWidth.padRight(name, to: keyWidth) + " ", reason.isEmpty ? .key : .dim)
            return [key] + (texts.indices.contains(row) ? [texts[row]] : [])
        }
    }
}
