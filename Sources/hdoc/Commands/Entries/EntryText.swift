import HDOCTUI
import TerminalKit
import HDOCModels

/// What somebody wrote, taken apart into a title and a body.
struct EntryText: Equatable {
    var title: String
    var body: String

    /// With a title given, everything is the body. Otherwise the first line with anything on it is the title, without
    /// Markdown's heading marks; what is too long for a title stays, as the beginning of the body.
    init(_ written: String, title: String? = nil) {
        // To Swift a Windows line end is one character, and not a line feed.
        let text = String(written.map { $0.isNewline ? "\n" : $0 })
        if let title {
            self.title = Self.trimmed(title)
            body = Self.withoutBlankEnds(text)
            return
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { !Self.heading($0).isEmpty }) else {
            (self.title, body) = ("", "")
            return
        }
        let line = Self.heading(lines[first])
        let rest = Self.withoutBlankEnds(lines[(first + 1)...].joined(separator: "\n"))
        guard line.count > EntryRules.longestTitle else {
            (self.title, body) = (line, rest)
            return
        }
        let cut = Self.cut(line)
        self.title = Self.trimmed(String(line[..<cut]))
        let overflow = Self.trimmed(String(line[cut...]))
        body = rest.isEmpty ? overflow : overflow + "\n\n" + rest
    }

    /// Between words where there is one to cut between, in the second half of what fits.
    private static func cut(_ line: String) -> String.Index {
        let limit = line.index(line.startIndex, offsetBy: EntryRules.longestTitle)
        let half = line.index(line.startIndex, offsetBy: EntryRules.longestTitle / 2)
        return line[half..<limit].lastIndex(where: \.isWhitespace) ?? limit
    }

    /// `## Queues` is `Queues`; `#hashtag` stays what it is.
    private static func heading(_ line: some StringProtocol) -> String {
        let text = trimmed(String(line))
        let marks = text.prefix { $0 == "#" }
        guard (1...6).contains(marks.count) else { return text }
        let rest = text.dropFirst(marks.count)
        return rest.isEmpty || rest.first?.isWhitespace == true ? trimmed(String(rest)) : text
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func withoutBlankEnds(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let line = lines.last, line.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
