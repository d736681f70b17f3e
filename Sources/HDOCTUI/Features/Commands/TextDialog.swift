import SafeText
import TerminalKit

/// A dialog with a text that scrolls, such as the output of a command.
struct TextState: Sendable, Equatable {
    let title: String
    /// One line for each element; sanitised, but not wrapped.
    let lines: [String]
    var offset = 0

    /// More lines are not kept.
    private static let mostLines = 5_000
    private static let longestLine = 2_000

    /// - Parameters:
    ///   - head: lines before the text.
    ///   - text: a text of a program or of somebody else.
    init(title: String, head: [String], text: [UInt8] = []) {
        let all = String(decoding: text, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let kept = all.dropLast(all.last?.isEmpty == true ? 1 : 0)
        let rest = kept.count > Self.mostLines ? ["… \(kept.count - Self.mostLines) more lines"] : []
        self.title = title
        lines = head + kept.prefix(Self.mostLines).map { TerminalText.line(String($0), limit: Self.longestLine) } + rest
    }
}

enum TextUpdate {
    static func bindings(_ text: TextState, _ state: AppState) -> [Binding] {
        [Action.back, .quit, .open].map { Binding.closing($0) }
            + [.copy(text.lines.joined(separator: "\n"), what: "the text", missing: "")]
            + Binding.moves { move, state in
                let lines = TextView.lines(text, state.size).count
                var moved = text
                moved.offset = ReaderUpdate.scrolled(text.offset, move, lines: lines, height: TextView.height(state.size))
                state.setTop(.text(moved))
            }
    }
}

enum TextView {
    private static func width(_ size: Size) -> Int { min(100, max(1, size.width - 4)) }

    static func height(_ size: Size) -> Int { max(1, size.height - 2) }

    static func lines(_ text: TextState, _ size: Size) -> [String] {
        text.lines.flatMap { $0.isEmpty ? [""] : TextWrap.lines(of: $0, width: width(size)) }
    }

    static func draw(_ text: TextState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let lines = lines(text, state.size)
        let inside = Popup.draw(
            into: &frame, area: area, title: text.title, content: Size(width: width(state.size), height: lines.count), glyphs: state.glyphs)
        let start = max(0, min(text.offset, lines.count - inside.height))
        for (row, line) in lines.dropFirst(start).prefix(inside.height).enumerated() { frame.put(line, in: inside, row: row) }
        if !inside.isEmpty { frame.cursor = inside.origin }
    }
}
