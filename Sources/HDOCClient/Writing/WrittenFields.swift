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
    mutating func read(_ line: WrittenLine, at separator: Unicode.Scalar = ":") -> Bool {
        guard let (name, value) = Self.split(line.text, at: separator) else { return false }
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
        case .title: title = value.isEmpty ? nil : Self.unquoted(value)
        case .tags: tags = Self.tags(value)
        case .link: link = Self.unquoted(value)
        case .day:
            guard !value.isEmpty else { return }
            day = Self.day(value)
            if day == nil { note(.unreadableDay, line) }
        case .date:
            guard !value.isEmpty else { return }
            date = Self.date(Self.unquoted(value))
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

    /// Parses a date such as `2026-11-23`, or the date of an ISO 8601 time such as `2026-11-23T22:30:00+01:00`: the date as it is
    /// written there, whatever the time zone is.
    static func date(_ value: String) -> CalendarDay? {
        if let date = CalendarDay(value) { return date }
        // Jekyll writes a space before the offset.
        guard Timestamp.parse(value.replacing(" +", with: "+").replacing(" -", with: "-").replacing(" Z", with: "Z")) != nil else {
            return nil
        }
        return CalendarDay(String(decoding: value.utf8.prefix(10), as: UTF8.self))
    }

    /// Parses tags separated by spaces or commas, for example `aws, SQS`, `[aws, sqs]` or `"aws" "sqs"`. They are converted to
    /// lower case, and duplicates are removed.
    static func tags(_ value: some StringProtocol) -> [String] {
        var list = Substring(value.trimmed).unicodeScalars
        if list.first == "[", list.last == "]" { list = list.dropFirst().dropLast() }
        let words = list.split { $0.properties.isWhitespace || $0 == "," }.map { withoutQuotes($0).lowercased() }
        var known: Set<String> = []
        return words.filter { !$0.isEmpty && known.insert($0).inserted }
    }

    private static func withoutQuotes(_ word: Substring.UnicodeScalarView) -> String {
        let isQuote: (Unicode.Scalar) -> Bool = { $0 == "\"" || $0 == "'" }
        let end = word.lastIndex { !isQuote($0) } ?? word.startIndex
        return word.isEmpty ? "" : String(word[...end].drop(while: isQuote))
    }

    /// Splits a line into one word, a separator, and a value. A colon must be followed by a space, so that a web address is not split.
    /// Nil for other lines.
    static func split(_ line: Substring, at separator: Unicode.Scalar = ":") -> (name: Substring, value: Substring)? {
        guard let end = line.unicodeScalars.firstIndex(of: separator) else { return nil }
        let name = line[..<end].trimmed
        let rest = line[line.unicodeScalars.index(after: end)...]
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "_" || $0 == "-" }) else { return nil }
        // After the name of a known field the space may be missing: `Day:24`.
        guard separator != ":" || rest.first?.isWhitespace != false || WritingField(name: name) != nil else { return nil }
        return (name, rest.trimmed)
    }

    /// The text between quotes, or the whole text if it has none. In double quotes, `\"` and `\\` stand for a quote and a backslash.
    private static func unquoted(_ value: some StringProtocol) -> String {
        let scalars = value.unicodeScalars
        guard scalars.count > 1, let mark = scalars.first, mark == "\"" || mark == "'", scalars.last == mark else { return String(value) }
        let inner = String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
        guard mark == "\"", inner.utf8.contains(UInt8(ascii: "\\")) else { return inner }
        var (result, isEscaped) = (String.UnicodeScalarView(), false)
        for scalar in inner.unicodeScalars {
            if isEscaped, scalar != "\"", scalar != "\\" { result.append("\\") }
            isEscaped = scalar == "\\" && !isEscaped
            if !isEscaped { result.append(scalar) }
        }
        return String(result)
    }

    private static func nearest(_ name: Substring) -> WritingField? {
        NearestName.of(name.lowercased(), among: WritingField.allCases.map(\.rawValue)).flatMap(WritingField.init)
    }
}
