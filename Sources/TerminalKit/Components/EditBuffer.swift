import SafeText

/// Text under a cursor, in characters as people count them. What the person typed is kept as it is; only its display is cleaned.
public struct EditBuffer: Hashable, Sendable {
    public private(set) var characters: [Character] = []
    /// The cursor stands before the character of this index.
    public private(set) var cursor = 0
    /// Characters beyond this are not taken.
    public let limit: Int
    private var history = EditHistory()

    /// What it begins with is not undone.
    public init(_ text: String = "", limit: Int) {
        self.limit = limit
        characters = Array(text.prefix(limit))
        cursor = characters.count
    }

    public var text: String { String(characters) }

    /// Inserts at the cursor, as much as fits. False where nothing does.
    @discardableResult
    public mutating func insert(_ text: String) -> Bool {
        let room = limit - characters.count
        guard room > 0 && !text.isEmpty else { return false }
        // Joined as text, so that a combining mark becomes part of the character before it.
        let head = Array(String(characters[..<cursor]) + String(text.prefix(room)))
        var start = min(cursor, head.count)
        while start > 0, characters[start - 1] != head[start - 1] { start -= 1 }
        record(EditHistory.Edit(start: start, removed: Array(characters[start..<cursor]), inserted: Array(head[start...])))
        return true
    }

    /// Takes the last step back. False where there is none.
    public mutating func undo() -> Bool { apply(history.undo()) }
    /// Does again what was undone.
    public mutating func redo() -> Bool { apply(history.redo()) }

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

    public mutating func move(to index: Int) {
        cursor = max(0, min(index, characters.count))
    }

    /// Removes what lies between the cursor and `index`; the cursor ends at the left end of it. False where there is nothing.
    public mutating func remove(to index: Int) -> Bool {
        let end = max(0, min(index, characters.count))
        let range = min(cursor, end)..<max(cursor, end)
        guard !range.isEmpty else { return false }
        record(EditHistory.Edit(start: range.lowerBound, removed: Array(characters[range]), inserted: []))
        return true
    }

    /// Where the word before the cursor begins.
    public var wordStart: Int {
        let before = characters[..<cursor]
        let word = before.lastIndex { !$0.isWhitespace } ?? 0
        return before[..<word].lastIndex { $0.isWhitespace }.map { $0 + 1 } ?? 0
    }

    /// Where the line of the cursor begins and ends, line breaks not counted.
    public var lineStart: Int { characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
    public var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }
}

/// What a key did to an editor.
public enum EditResult: Hashable, Sendable {
    case changed
    case moved
    /// The key means nothing here.
    case ignored
}

extension EditBuffer {
    /// The keys that mean the same in one line and in many.
    public mutating func handle(_ key: Key) -> EditResult {
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
    public var pieces: [TextPiece] { characters.map(TextPiece.init(character:)) }
}
