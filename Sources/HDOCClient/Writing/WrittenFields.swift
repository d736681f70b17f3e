import HDOCModels

/// The values of the field lines in a text. Nil means that the text does not contain the field, so the entry's value is kept.
/// An empty value clears tags and link, but leaves title, day and date unchanged.
struct WrittenFields: Equatable {
    private(set) var title: String?
    private(set) var day: Int?
    private(set) var date: CalendarDay?
    private(set) var tags: [String]?
    private(set) var link: String?
    private(set) var problems: [WritingProblem] = []
    private var seen: [WritingField] = []

    /// Parses a line of the form `Name: value`. False if the line does not have this form, so that it is ordinary text.
    mutating func read(_ line: WrittenLine) -> Bool {
        guard let (name, value) = Self.split(line.text) else { return false }
        guard let field = WritingField(name: name) else {
            note(.unknownField(nearest: Self.nearest(name)), line)
            return true
        }
        if seen.contains(field) {
            note(.repeatedField(field), line)
        } else {
            seen.append(field)
            set(field, value, line)
        }
        return true
    }

    /// Parses an element of a list below `tags:` in front matter, such as `- aws`. False if the line is not such an element.
    mutating func readTag(_ line: WrittenLine) -> Bool {
        guard seen.last == .tags, line.text.trimmed.hasPrefix("- ") else { return false }
        tags = (tags ?? []) + Self.tags(line.text.trimmed.dropFirst(2))
        return true
    }

    mutating func note(_ reason: WritingProblem.Reason, _ line: WrittenLine) {
        problems.append(WritingProblem(reason, line: line.number, text: String(line.text)))
    }

    private mutating func set(_ field: WritingField, _ value: Substring, _ line: WrittenLine) {
        switch field {
        case .title: title = value.isEmpty ? nil : String(Self.unquoted(value))
        case .tags: tags = Self.tags(value)
        case .link: link = String(Self.unquoted(value))
        case .day:
            guard !value.isEmpty else { return }
            day = Self.day(value)
            if day == nil { note(.unreadableDay, line) }
        case .date:
            guard !value.isEmpty else { return }
            date = CalendarDay(String(Self.unquoted(value)))
            if date == nil { note(.unreadableDate, line) }
        }
    }

    /// Parses a day: a whole number from 1 to `EntryRules.largestDay`, in ASCII digits.
    static func day(_ value: some StringProtocol) -> Int? {
        guard value.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let day = Int(value),
            (1...EntryRules.largestDay).contains(day)
        else { return nil }
        return day
    }

    /// Parses tags separated by spaces or commas, for example `aws, SQS`, `[aws, sqs]` or `"aws" "sqs"`. They are converted to
    /// lower case, and duplicates are removed.
    static func tags(_ value: some StringProtocol) -> [String] {
        var list = value.trimmed
        if list.hasPrefix("["), list.hasSuffix("]") { list = list.dropFirst().dropLast() }
        let words = list.split { $0.isWhitespace || $0 == "," }.map { unquoted($0[...]).lowercased() }
        var known: Set<String> = []
        return words.filter { !$0.isEmpty && known.insert($0).inserted }
    }

    /// Splits a line into one word, a colon, and a value after a space. Nil for other lines, for example a web address.
    static func split(_ line: Substring) -> (name: Substring, value: Substring)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let name = line[..<colon].trimmed
        let rest = line[line.index(after: colon)...]
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "_" || $0 == "-" }) else { return nil }
        // After the name of a known field the space may be missing: `Day:24`.
        guard rest.first?.isWhitespace != false || WritingField(name: name) != nil else { return nil }
        return (Substring(name), Substring(rest.trimmed))
    }

    private static func unquoted<Text: StringProtocol>(_ value: Text) -> Text.SubSequence where Text.SubSequence: StringProtocol {
        for mark in ["\"", "'"] where value.count > 1 && value.hasPrefix(mark) && value.hasSuffix(mark) {
            return value[value.index(after: value.startIndex)..<value.index(before: value.endIndex)]
        }
        return value[...]
    }

    private static func nearest(_ name: Substring) -> WritingField? {
        NearestName.of(name.lowercased(), among: WritingField.allCases.map(\.rawValue)).flatMap(WritingField.init)
    }
}
