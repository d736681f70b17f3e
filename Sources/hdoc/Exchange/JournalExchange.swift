import HDOCModels

/// Entries in the text format of jrnl: `[2026-11-23 12:00] Day 11: Title`, the text, and tags as `@aws`.
enum JournalExchange {
    static func write(_ entries: [Entry]) -> String {
        entries.map { entry in
            var parts = ["[\(entry.date) 12:00] Day \(entry.day): \(oneLine(entry.title))"]
            let body = safe(entry.body)
            if !body.isEmpty { parts.append(body) }
            let tags = entry.tags.filter(EntryRules.isTag)
            if !tags.isEmpty { parts.append(tags.map { "@\($0)" }.joined(separator: " ")) }
            return parts.joined(separator: "\n") + "\n\n"
        }.joined()
    }

    static func read(_ text: String, makeID: () -> String) throws(ExchangeError) -> [Entry] {
        var entries: [Entry] = []
        var lines: [Substring] = []
        func finish() throws(ExchangeError) {
            guard !lines.isEmpty else { return }
            guard let entry = entry(lines, id: makeID()) else { throw ExchangeError(number: entries.count + 1, .unreadable) }
            entries.append(entry)
            lines = []
        }
        for line in text.split(atByte: "\n", keepingEmptyParts: true) {
            if head(line) != nil {
                try finish()
            } else if lines.isEmpty {
                guard line.isBlank else { throw ExchangeError(number: nil, .otherFormat) }
                continue
            }
            lines.append(line)
        }
        try finish()
        return entries
    }

    private static func entry(_ lines: [Substring], id: String) -> Entry? {
        guard let first = lines.first, let (date, text) = head(first) else { return nil }
        var body = Array(lines.dropFirst())
        while body.last?.isBlank == true { body.removeLast() }
        var tags: [String] = []
        if let last = body.last {
            let words = last.split(atByte: " ")
            if last.hasPrefix("@"), words.allSatisfy({ $0.hasPrefix("@") && EntryRules.isTag(String($0.dropFirst())) }) {
                tags = words.map { String($0.dropFirst()) }
                body.removeLast()
            }
        }
        guard text.hasPrefix("Day "), let (number, title) = text.dropFirst(4).cut(atByte: ":"), let day = Int(number) else { return nil }
        // By bytes: the title may begin with a combining mark, which belongs to the space for Swift.
        let rest = title.utf8.first == UInt8(ascii: " ") ? title.utf8.dropFirst() : title.utf8[...]
        return Entry(
            id: id, day: day, date: date, zone: nil, title: String(Substring(rest)), subtitle: nil, body: body.joined(separator: "\n"),
            tags: tags, link: nil, template: nil)
    }

    /// The date and the text of a line that begins an entry. Nil for other lines.
    private static func head(_ line: Substring) -> (date: CalendarDay, text: Substring)? {
        guard line.utf8.first == UInt8(ascii: "["), let (stamp, text) = line.dropFirst().cut(atByte: "]"), stamp.utf8.count >= 10,
            let date = CalendarDay(String(decoding: stamp.utf8.prefix(10), as: UTF8.self))
        else { return nil }
        return (date, Substring(text.utf8.drop { $0 == UInt8(ascii: " ") }))
    }

    /// The text without blank ends, in which no line can be read as the beginning of an entry or as a line of tags.
    private static func safe(_ body: String) -> String {
        let lines = body.split(atByte: "\n", keepingEmptyParts: true).map { line in
            head(line) != nil || line.hasPrefix("@") ? " " + line : String(line)
        }
        let kept = lines.drop { $0.isBlank }
        return kept.prefix((kept.lastIndex { !$0.isBlank }.map { $0 - kept.startIndex } ?? -1) + 1).joined(separator: "\n")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmed.description
    }
}
