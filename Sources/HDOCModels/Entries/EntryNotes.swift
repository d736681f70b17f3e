/// Notes that are collected for an entry during the day: each is an item of a Markdown list at the end of the body.
public enum EntryNotes {
    /// Adds a note to the end of the body. If the entry has no title yet, the note becomes its title as well.
    /// - Parameter text: one or more lines; not blank.
    public static func add(_ text: String, to entry: inout Entry) {
        let text = String(text.trimmed)
        let body = withoutBlankEnd(entry.body)
        let item = item(text)
        let last = lastLine(of: body)
        if body.isEmpty {
            entry.body = item + "\n"
        } else {
            // Markdown continues a list only directly below it; an indented line belongs to the item above it.
            let continuesList = last.beginsWithBytes(of: "- ") || last.beginsWithBytes(of: "  ")
            entry.body = body + (continuesList ? "\n" : "\n\n") + item + "\n"
        }
        if entry.title.isBlank { entry.title = title(text) }
    }

    /// The note as a list item. Further lines are indented, so that they belong to the item.
    private static func item(_ text: String) -> String {
        let lines = text.split(atByte: "\n", keepingEmptyParts: true)
        return lines.enumerated().map { index, line in
            if index == 0 { return "- \(line)" }
            return line.isBlank ? "" : "  \(line)"
        }.joined(separator: "\n")
    }

    private static func withoutBlankEnd(_ body: String) -> String {
        var end = body.endIndex
        while end > body.startIndex, body[body.index(before: end)].isWhitespace { end = body.index(before: end) }
        return String(body[..<end])
    }

    private static func lastLine(of body: String) -> Substring { body.split(atByte: "\n").last ?? "" }

    /// The first line of the note, cut at a word if it is too long for a title.
    private static func title(_ text: String) -> String {
        let line = text.split(atByte: "\n").first ?? ""
        guard line.count > EntryRules.longestTitle else { return String(line) }
        let limit = line.index(line.startIndex, offsetBy: EntryRules.longestTitle)
        let end = line[..<limit].lastIndex(where: \.isWhitespace) ?? limit
        return String(line[..<end].trimmed)
    }
}
