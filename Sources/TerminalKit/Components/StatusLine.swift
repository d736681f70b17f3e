import SafeText

/// One line with content at its left and right edges.
public enum StatusLine {
    /// Draws into the first row of `area`. A left side that is too long is cut with an ellipsis. The right side is omitted if the left
    /// side would have less than half of the width and would have to be cut.
    public static func draw(into frame: inout Frame, area: Rect, left: [Span], right: [Span] = []) {
        guard !area.isEmpty else { return }
        let line = area.row(0)
        let rightWidth = right.reduce(0) { $0 + columns(of: $1) }
        let leftWidth = left.reduce(0) { $0 + columns(of: $1) }
        let needed = min(leftWidth, max(1, line.width / 2))
        guard rightWidth > 0 && needed + 2 + rightWidth <= line.width else {
            frame.put(left, in: line)
            return
        }
        frame.put(left, in: line.inset(right: rightWidth + 2))
        frame.put(right, in: line.inset(left: line.width - rightWidth))
    }

    /// The width of the text after sanitising, in columns.
    public static func columns(of span: Span) -> Int { TextWidth.columns(of: TerminalText.line(span.text)) }
}

/// A key and the label of its action.
public struct Hint: Hashable, Sendable {
    /// The name of the key, as `Key.description` gives it.
    public var key: String
    /// What the key does, in a word or two.
    public var label: String

    /// A hint for a key.
    public init(key: String, label: String) {
        self.key = key
        self.label = label
    }
}

/// One line of key hints, the most important first. The first hint that does not fit and all hints after it are omitted.
public enum Hints {
    /// Draws into the first row of `area` and marks each hint as clickable. `trailing` is drawn at the right edge and takes precedence
    /// over the other hints.
    public static func draw(into frame: inout Frame, area: Rect, hints: [Hint], trailing: Hint? = nil, glyphs: Glyphs) {
        guard !area.isEmpty else { return }
        let line = area.row(0)
        let end = trailing.map(spans) ?? []
        let endWidth = width(end)
        let showsEnd = endWidth > 0 && endWidth <= line.width
        var room = line.width - (showsEnd ? endWidth + 2 : 0)
        var shown: [Span] = []
        for hint in hints {
            let next = (shown.isEmpty ? [] : [Span(" \(glyphs.separator) ", .dim)]) + spans(hint)
            guard width(next) <= room else { break }
            let label = width(spans(hint))
            mark(hint, line.inset(left: width(shown) + width(next) - label), label, &frame)
            room -= width(next)
            shown += next
        }
        frame.put(shown, in: line)
        guard showsEnd, let trailing else { return }
        let place = line.inset(left: line.width - endWidth)
        frame.put(end, in: place)
        mark(trailing, place, endWidth, &frame)
    }

    /// A click on a hint acts like its key.
    private static func mark(_ hint: Hint, _ place: Rect, _ width: Int, _ frame: inout Frame) {
        guard let key = Key(name: hint.key) else { return }
        frame.mark(Rect(x: place.minX, y: place.minY, width: width, height: 1), .key(key))
    }

    private static func spans(_ hint: Hint) -> [Span] {
        [Span(hint.key, .key), Span(" " + hint.label, .dim)]
    }

    private static func width(_ spans: [Span]) -> Int {
        spans.reduce(0) { $0 + StatusLine.columns(of: $1) }
    }
}
