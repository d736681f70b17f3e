import TerminalKit
import HDOCModels

/// An entry as the text an editor shows: title, an empty line, body, and a foot with tags and link.
package struct EntryDocument: Equatable {
    private static let marker = "<!-- hdoc:"

    package var title = ""
    package var body = ""
    package var tags: [String] = []
    package var link: String?
    /// Nil where the line is missing or no number.
    package var day: Int?
    /// Nil where the line is missing or no date.
    package var date: CalendarDay?

    /// What the editor starts with.
    package static func text(for entry: Entry) -> String {
        let body = entry.body.isEmpty ? entry.template.skeleton : entry.body
        return """
            \(entry.title)

            \(body)
            \(marker) The first line is the title; an empty one keeps this a draft.
            Below are the day, its date, tags separated by spaces, and a link. Nothing written: nothing is sent. -->
            Day: \(entry.day)
            Date: \(entry.date)
            Tags: \(entry.tags.joined(separator: " "))
            Link: \(entry.link ?? "")

            """
    }

    /// Reads what the editor left.
    package init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Substring.init)
        if let foot = lines.lastIndex(where: { $0.hasPrefix(Self.marker) }) {
            readFoot(lines[foot...])
            lines = Array(lines[..<foot])
        }
        title = Self.trimmed(lines.first ?? "")
        body = Self.withoutBlankEnds(lines.dropFirst()).joined(separator: "\n")
    }

    /// Nothing at all, or only what the template brings.
    package var isEmpty: Bool {
        let isUntouched = body.isEmpty || ArticleTemplate.allCases.contains { body == Self.normalized($0.skeleton) }
        return title.isEmpty && isUntouched && tags.isEmpty && link == nil
    }

    package func applied(to entry: Entry) -> Entry {
        var changed = entry
        changed.title = title
        // An editor adds a line break at the end; that alone is no change.
        if body != Self.normalized(entry.body) { changed.body = body }
        changed.day = day ?? entry.day
        changed.date = date ?? entry.date
        changed.tags = tags
        changed.link = link
        return changed
    }

    private mutating func readFoot(_ lines: ArraySlice<Substring>) {
        for line in lines {
            if let value = Self.value(of: "Tags:", in: line) {
                tags = value.split { $0 == " " || $0 == "," || $0 == "\t" }.map { $0.lowercased() }
            } else if let value = Self.value(of: "Day:", in: line) {
                day = Int(value)
            } else if let value = Self.value(of: "Date:", in: line) {
                date = CalendarDay(value)
            } else if let value = Self.value(of: "Link:", in: line), !value.isEmpty {
                link = value
            }
        }
    }

    private static func value(of name: String, in line: Substring) -> String? {
        line.hasPrefix(name) ? trimmed(line.dropFirst(name.count)) : nil
    }

    private static func normalized(_ text: String) -> String {
        withoutBlankEnds(text.split(separator: "\n", omittingEmptySubsequences: false)[...]).joined(separator: "\n")
    }

    private static func withoutBlankEnds(_ lines: ArraySlice<Substring>) -> ArraySlice<Substring> {
        let isBlank = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
        guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return lines[first...last]
    }

    package static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(String(start.reversed()).drop(while: \.isWhitespace).reversed())
    }
}
