/// The edits of a text, for undo and redo.
struct EditHistory: Hashable, Sendable {
    /// A change of the text: the characters `removed` at the index `start` are replaced by `inserted`.
    struct Edit: Hashable, Sendable {
        var start: Int
        var removed: [Character]
        var inserted: [Character]

        /// The edit that reverts this one.
        var inverse: Edit { Edit(start: start, removed: inserted, inserted: removed) }

        init(start: Int, removed: [Character], inserted: [Character]) {
            self.start = start
            self.removed = removed
            self.inserted = inserted
        }
    }

    /// The largest number of steps that can be undone. Older steps are dropped.
    private static let most = 1_000

    private var done: [Edit] = []
    private var undone: [Edit] = []

    mutating func record(_ edit: Edit) {
        undone = []
        if let last = done.last, let joined = Self.joined(last, edit) {
            done[done.count - 1] = joined
        } else {
            done.append(edit)
            if done.count > Self.most { done.removeFirst(done.count - Self.most) }
        }
    }

    /// The edit that undoes the last step, or nil if there is none.
    mutating func undo() -> Edit? {
        guard let last = done.popLast() else { return nil }
        undone.append(last)
        return last.inverse
    }

    mutating func redo() -> Edit? {
        guard let last = undone.popLast() else { return nil }
        done.append(last)
        return last
    }

    /// The two edits as one step, or nil if they are separate steps. A typed word with the spaces after it is one step; so are
    /// consecutive deletions of single characters.
    private static func joined(_ last: Edit, _ next: Edit) -> Edit? {
        if last.removed.isEmpty, next.removed.isEmpty, next.inserted.count == 1, next.start == last.start + last.inserted.count,
            let end = last.inserted.last, !end.isWhitespace || next.inserted[0].isWhitespace
        {
            return Edit(start: last.start, removed: [], inserted: last.inserted + next.inserted)
        }
        if last.inserted.isEmpty, next.inserted.isEmpty, next.removed.count == 1 {
            if next.start == last.start { return Edit(start: next.start, removed: last.removed + next.removed, inserted: []) }
            if next.start + 1 == last.start { return Edit(start: next.start, removed: next.removed + last.removed, inserted: []) }
        }
        return nil
    }

    init() {
    }
}
