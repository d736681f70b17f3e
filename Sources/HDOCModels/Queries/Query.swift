/// A filter of users or articles as a person types it: `days:>30 -status:active lambda`. Every term must match.
///
/// | term | matches |
/// |---|---|
/// | `lambda` | the word is part of a searched text; case and accents do not matter |
/// | `"two words"` | the same for a text with blanks, colons or a leading `-`; `\"` and `\\` stand for a quote and a backslash |
/// | `KEY:VALUE`, `KEY:=VALUE` | the value is equal |
/// | `KEY:>VALUE`, `>=`, `<`, `<=` | the value is greater, … |
/// | `KEY:FIRST..LAST` | the value is in the range, which includes both ends |
/// | `-TERM` | whatever TERM does not match |
///
/// An unknown value matches no comparison. A negated term matches it therefore: `X` and `-X` divide a list into two parts, and every
/// user is in one of them.
public struct Query: Sendable, Hashable {
    /// The list that the query filters.
    public let subject: QuerySubject
    /// The terms in the order of the text. Without terms, everything matches.
    public let terms: [QueryTerm]

    /// Reads a query.
    public init(_ text: String, for subject: QuerySubject) throws(QueryError) {
        var parser = QueryParser(text, subject)
        self.init(subject, try parser.terms())
    }

    /// A query of these terms.
    public init(_ subject: QuerySubject, _ terms: [QueryTerm]) { (self.subject, self.terms) = (subject, terms) }

    /// The words and quoted texts that must occur, for marking them in what was found.
    public var texts: [String] {
        terms.compactMap { term in
            if case .text(let text) = term.condition, !term.isNegated { text } else { nil }
        }
    }
}

extension Query: CustomStringConvertible {
    /// The query as text. Reading it gives an equal query.
    public var description: String { terms.map(\.description).joined(separator: " ") }
}

/// One term of a query.
public struct QueryTerm: Sendable, Hashable {
    /// What the term requires.
    public let condition: QueryCondition
    /// Whether the term matches what the condition does not.
    public let isNegated: Bool

    /// A term.
    public init(_ condition: QueryCondition, isNegated: Bool = false) { (self.condition, self.isNegated) = (condition, isNegated) }
}

/// What a term requires. The key of a comparison has the kind of its value.
public enum QueryCondition: Sendable, Hashable {
    /// The text is part of a searched text.
    case text(String)
    case number(QueryKey, QueryComparison<Int>)
    case age(QueryKey, QueryComparison<QueryAge>)
    case date(QueryKey, QueryComparison<CalendarDay>)
    /// The text is the key's value.
    case word(QueryKey, String)
}

extension QueryTerm: CustomStringConvertible {
    /// The term as text.
    public var description: String {
        let text =
            switch condition {
            case .text(let text): Self.quoted(text, isPlain: QueryParser.isPlainWord(text))
            case .number(let key, let comparison): "\(key.rawValue):\(comparison.text { String($0) })"
            case .age(let key, let comparison): "\(key.rawValue):\(comparison.text { "\($0.amount)\($0.unit.rawValue)" })"
            case .date(let key, let comparison): "\(key.rawValue):\(comparison.text(\.description))"
            case .word(let key, let text): "\(key.rawValue):\(Self.quoted(text, isPlain: QueryParser.isPlainValue(text)))"
            }
        return isNegated ? "-\(text)" : text
    }

    private static func quoted(_ text: String, isPlain: Bool) -> String {
        guard !isPlain else { return text }
        let escaped = text.unicodeScalars.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(escaped)) + "\""
    }
}
