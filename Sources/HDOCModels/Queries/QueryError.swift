/// Why a text is not a query, and which part of it is wrong. Texts are as they were typed and not sanitised.
public struct QueryError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Problem: Error, Sendable, Hashable {
        /// The key does not exist for this list.
        /// - `nearest`: a key of this list with a similar name, if there is one.
        /// - `elsewhere`: whether the key exists for another list.
        case unknownKey(String, nearest: String?, elsewhere: QuerySubject?)
        /// Nothing follows the key, the operator or the opening quote.
        case missingValue
        /// A `-` with nothing after it.
        case missingTerm
        /// A quoted text has no closing quote.
        case openQuote
        /// The value is not of the key's kind.
        case badValue(String)
        /// The value is an age without a unit.
        case missingUnit(String)
        /// The key compares texts, which have no order.
        case noOrder
        /// The first end of a range is greater than the second one.
        case emptyRange
    }

    /// What is wrong.
    public let problem: Problem
    /// The key of the term; nil if it has none, or an unknown one.
    public let key: QueryKey?
    /// The list for which the query was read.
    public let subject: QuerySubject
    /// The whole text.
    public let text: String
    /// The part of the text that is wrong, as offsets of Unicode scalars. Empty at the end of the text if something is missing there.
    public let range: Range<Int>

    /// The key as it was typed, also an unknown one; nil if the term has none.
    public var keyName: String? {
        if case .unknownKey(let name, _, _) = problem { name } else { key?.rawValue }
    }

    /// The part of the text that is wrong, as offsets of characters.
    public var characters: Range<Int> {
        func count(_ scalars: Int) -> Int { String(text.unicodeScalars.prefix(scalars)).count }
        return count(range.lowerBound)..<max(count(range.lowerBound), count(range.upperBound))
    }

    /// The part of the text that is wrong.
    public var word: String { String(text.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)) }
}
