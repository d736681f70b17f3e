import SafeText

/// A text with a cursor, counted in characters (grapheme clusters). The text is stored as typed; only its display is sanitised.
struct EditBuffer: Hashable, Sendable {
    private(set) var characters: [Character] = []
    /// The index of the character after the cursor.
    private(set) var cursor = 0
    /// The largest number of characters.
    let limit: Int
    private var history = EditHistory()

    /// Undo never removes the initial text. An initial text above the limit is kept.
    init(_ text: String = "", limit: Int) {
        self.limit = limit
        characters = Array(text)
        cursor = characters.count
    }

    var text: String { String(characters) }

    /// Inserts at the cursor as much as fits. Returns false if nothing fits.
    @discardableResult
    mutating func insert(_ text: String) -> Bool {
        let room = limit - characters.count
        guard room > 0 && !text.isEmpty else { return false }
        // The texts are joined as strings, so that a combining mark becomes part of the character before it.
        let head = Array(String(characters[..<cursor]) + String(text.prefix(room)))
        var start = min(cursor, head.count)
        while start > 0, characters[start - 1] != head[start - 1] { start -= 1 }
        record(EditHistory.Edit(start: start, removed: Array(characters[start..<cursor]), inserted: Array(head[start...])))
        return true
    }

    /// Undoes the last step. Returns false if there is none.
    mutating func undo() -> Bool { apply(history.undo()) }
    /// Repeats the last undone step. Returns false if there is none.
    mutating func redo() -> Bool { apply(history.redo()) }

    private mutating func record(_ edit: EditHistory.Edit) {
        history.record(edit)
        apply(edit)
    }

    @discardableResult
    private mutating func apply(_ edit: EditHistory.Edit?) -> Bool {
        guard let edit else { return false }
        characters.replaceSubrange(edit.start..<(edit.start + edit.removed.count), with: edit.inserted)
        cursor = edit.start + edit.inserted.count
        return true
    }

    mutating func move(to index: Int) {
        cursor = max(0, min(index, characters.count))
    }

    /// Removes the characters between the cursor and `index` and puts the cursor there. Returns false if there are none.
    mutating func remove(to index: Int) -> Bool {
        let end = max(0, min(index, characters.count))
        let range = min(cursor, end)..<max(cursor, end)
        guard !range.isEmpty else { return false }
        record(EditHistory.Edit(start: range.lowerBound, removed: Array(characters[range]), inserted: []))
        return true
    }

    /// The index where the word before the cursor begins.
    var wordStart: Int {
        let before = characters[..<cursor]
        let word = before.lastIndex { !$0.isWhitespace } ?? 0
        return before[..<word].lastIndex { $0.isWhitespace }.map { $0 + 1 } ?? 0
    }

    /// The indices where the cursor's line begins and ends, without line breaks.
    var lineStart: Int { characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
    var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }
}

/// The effect of a key on an editor.
public enum EditResult: Hashable, Sendable {
    /// The text has changed.
    case changed
    /// The cursor may have moved; the text is the same.
    case moved
    /// The editor does not use this key.
    case ignored
}

extension EditBuffer {
    /// Handles the keys that work the same in a field of one line and in a field of several lines.
    mutating func handle(_ key: Key) -> EditResult {
        switch key {
        case .char(let character): insert(String(character)) ? .changed : .moved
        case .backspace: remove(to: cursor - 1) ? .changed : .moved
        case .delete: remove(to: cursor + 1) ? .changed : .moved
        case .ctrl("u"): remove(to: lineStart) ? .changed : .moved
        case .ctrl("k"): remove(to: lineEnd) ? .changed : .moved
        case .ctrl("w"): remove(to: wordStart) ? .changed : .moved
        case .ctrl("_"): undo() ? .changed : .moved
        case .ctrl("y"): redo() ? .changed : .moved
        case .left, .ctrl("b"): moved(to: cursor - 1)
        case .right, .ctrl("f"): moved(to: cursor + 1)
        case .home, .ctrl("a"): moved(to: lineStart)
        case .end, .ctrl("e"): moved(to: lineEnd)
        default: .ignored
        }
    }

    private mutating func moved(to index: Int) -> EditResult {
        move(to: index)
        return .moved
    }

    /// The characters as they are shown.
    var pieces: [TextPiece] { characters.map(TextPiece.init(character:)) }
}
