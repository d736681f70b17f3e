import HDOCModels

/// The end of an editor's document: the comment with hdoc's guide, and the fields below it.
///
/// An editor may wrap these lines anew, so that the comment begins in the last line of the text, its line breaks are elsewhere, or all
/// fields stand in one line. They are recognised in that form, too.
struct DocumentFoot {
    private static let opening = Array("<!--".utf8)
    private static let name = Array("hdoc:".utf8)
    private static let closing = "-->".utf8
    /// So many words of the guide in a row are hdoc's; fewer may be the writer's.
    private static let fewestWords = 4

    /// The lines before the comment. If there is no comment, all lines.
    let before: [WrittenLine]
    /// The lines of the comment that are not from the guide, and the lines below it.
    let lines: [WrittenLine]

    /// - Parameters:
    ///   - text: a text whose line ends are line feeds.
    ///   - guide: the comment as hdoc writes it.
    init(_ text: String, guide: String) {
        guard let (start, end) = Self.marker(in: text, guide: guide) else {
            (before, lines) = (WrittenLine.all(in: text), [])
            return
        }
        let head = WrittenLine.all(in: Self.withoutSpacesAtEnd(text[..<start]))
        let rest = String(text[end...])
        let close = rest.utf8.firstRange(of: Self.closing)
        let comment = WrittenLine.all(in: String(rest[..<(close?.lowerBound ?? rest.endIndex)]), from: head.count)
        let fields = close.map { WrittenLine.all(in: String(rest[$0.upperBound...]), from: head.count + comment.count - 1) } ?? []
        before = head
        // The line that ends the comment has usually nothing after it.
        lines = Self.withoutGuide(comment, guide: guide) + Self.separated(fields.first?.isBlank == true ? fields[1...] : fields[...])
    }

    private static func withoutSpacesAtEnd(_ text: Substring) -> String {
        String(text.unicodeScalars.lastIndex { $0 != " " && $0 != "\t" }.map { text[...$0] } ?? "")
    }

    // MARK: The comment

    /// The range of the last `<!-- hdoc:` that begins a line or is followed by words of the guide.
    private static func marker(in text: String, guide: String) -> (start: String.Index, end: String.Index)? {
        let bytes = text.utf8
        for start in bytes.ranges(of: opening).reversed() {
            let after = bytes[start.upperBound...].drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }
            if after.starts(with: name) {
                let inner = bytes.index(after.startIndex, offsetBy: name.count)
                let line = bytes[..<start.lowerBound].reversed().prefix { $0 != 0x0A }
                if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) || beginsWithGuide(text[inner...], guide) {
                    return (start.lowerBound, inner)
                }
            }
        }
        return nil
    }

    private static func beginsWithGuide(_ text: Substring, _ guide: String) -> Bool {
        words(text.prefix(400)).prefix(fewestWords).elementsEqual(words(guide[...]).dropFirst(2).prefix(fewestWords))
    }

    private static func words(_ text: Substring) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    /// The lines without the words of the guide.
    private static func withoutGuide(_ lines: [WrittenLine], guide: String) -> [WrittenLine] {
        // The first two words are the marker and the last one closes the comment.
        let guide = words(guide[...]).dropFirst(2).dropLast()
        let found = lines.map { words($0.text) }
        var isGuide = guideWords(in: found.flatMap(\.self), Array(guide))[...]
        return zip(lines, found).compactMap { line, words in
            let marks = isGuide.prefix(words.count)
            isGuide = isGuide.dropFirst(words.count)
            guard !words.isEmpty, marks.contains(true) else { return line }
            let own = zip(words, marks).filter { !$1 }.map(\.0)
            return own.isEmpty ? nil : WrittenLine(number: line.number, text: own.joined(separator: " ")[...])
        }
    }

    /// For each word whether it belongs to a sequence of at least `fewestWords` words that is also in the guide.
    private static func guideWords(in words: [Substring], _ guide: [Substring]) -> [Bool] {
        var result = [Bool](repeating: false, count: words.count)
        var index = 0
        while index < words.count {
            let longest = guide.indices.map { start in zip(words[index...], guide[start...]).prefix { $0 == $1 }.count }.max() ?? 0
            if longest >= fewestWords {
                for place in index..<index + longest { result[place] = true }
            }
            index += max(1, longest >= fewestWords ? longest : 1)
        }
        return result
    }

    // MARK: The fields

    private static let fieldNames = ["Day:", "Date:", "Tags:", "Link:"]

    /// The lines with one field in each. If an editor has joined the fields, they are separated before hdoc's names of the fields.
    private static func separated(_ lines: ArraySlice<WrittenLine>) -> [WrittenLine] {
        lines.split(omittingEmptySubsequences: false, whereSeparator: \.isBlank).enumerated().flatMap { index, paragraph in
            let blank = index > 0 ? [WrittenLine(number: paragraph.first?.number ?? 0, text: "")] : []
            return blank + (isJoined(paragraph) ? separatedFields(paragraph) : Array(paragraph))
        }
    }

    /// Whether an editor has filled this paragraph of fields: a field begins within a line. If a name is there twice, one of them is a
    /// part of a value.
    private static func isJoined(_ paragraph: ArraySlice<WrittenLine>) -> Bool {
        guard let first = paragraph.first.flatMap({ words($0.text).first }), fieldNames.contains(String(first)) else { return false }
        let names = paragraph.flatMap { words($0.text).filter { fieldNames.contains(String($0)) } }
        guard Set(names).count == names.count else { return false }
        return paragraph.contains { words($0.text).dropFirst().contains { fieldNames.contains(String($0)) } }
    }

    private static func separatedFields(_ paragraph: ArraySlice<WrittenLine>) -> [WrittenLine] {
        var fields: [WrittenLine] = []
        for line in paragraph {
            for word in words(line.text) {
                if fieldNames.contains(String(word)) || fields.isEmpty {
                    fields.append(WrittenLine(number: line.number, text: word))
                } else {
                    fields[fields.count - 1] = WrittenLine(
                        number: fields[fields.count - 1].number, text: "\(fields[fields.count - 1].text) \(word)")
                }
            }
        }
        return fields
    }
}
