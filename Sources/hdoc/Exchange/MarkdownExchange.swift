import HDOCModels

/// Entries as one Markdown document. A comment before each entry has its fields as JSON and the number of lines of its text, so that the
/// text itself may contain anything.
enum MarkdownExchange {
    private static let opening = "<!-- hdoc entry "
    private static let closing = " -->"

    static func write(_ entries: [Entry]) -> String {
        entries.map { entry in
            guard case .object(var members) = entry.exchanged else { return "" }
            members["body"] = nil
            members["lines"] = .number(JSONNumber(lines(entry.body).count))
            // In a comment, `--` would end it in some programs.
            let fields = JSONWriter.text(.object(members)).replacing("-->", with: "--\\u003e")
            let title = entry.title.split(whereSeparator: \.isNewline).joined(separator: " ")
            return "\(opening)\(fields)\(closing)\n# Day \(entry.day): \(title)\n\n\(entry.body)\n\n"
        }.joined()
    }

    static func read(_ text: String) throws(ExchangeError) -> [Entry] {
        let all = lines(text)
        var entries: [Entry] = []
        var index = all.startIndex
        while index < all.endIndex {
            guard !all[index].isBlank else {
                index += 1
                continue
            }
            guard var members = fields(all[index]) else {
                throw ExchangeError(number: entries.isEmpty ? nil : entries.count + 1, .otherFormat)
            }
            let count = members["lines"]?.integer ?? 0
            let begin = index + 3
            guard count >= 1, count <= all.count, begin + count <= all.count else {
                throw ExchangeError(number: entries.count + 1, .unreadable)
            }
            members["body"] = .string(all[begin..<(begin + count)].joined(separator: "\n"))
            guard let entry = Entry(exchanged: .object(members)) else { throw ExchangeError(number: entries.count + 1, .unreadable) }
            entries.append(entry)
            index = begin + count
        }
        return entries
    }

    private static func fields(_ line: Substring) -> [String: JSONValue]? {
        guard line.hasPrefix(opening), line.hasSuffix(closing) else { return nil }
        return (try? JSONParser.read(line.dropFirst(opening.count).dropLast(closing.count).utf8))?.object
    }

    /// The lines by line feeds only. A text of nothing has one line.
    private static func lines(_ text: String) -> [Substring] { text.split(atByte: "\n", keepingEmptyParts: true) }
}
