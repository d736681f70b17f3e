import FoundationEssentials
import HDOCModels

/// A query that is ready to be compared with many values: texts are folded, and ages and dates are instants. This is the only evaluator
/// of queries. The commands, the views and the linear mode ask it about values; the screens ask their index for the same tests.
public struct QueryMatcher: Sendable, Hashable {
    /// A term with a key.
    package struct Test: Sendable, Hashable {
        package let requirement: Requirement
        package let isNegated: Bool
    }

    /// What a term requires of the value of its key.
    package enum Requirement: Sendable, Hashable {
        case number(QueryKey, QueryBounds<Int>)
        case instant(QueryKey, QueryBounds<Double>)
        case date(QueryKey, QueryComparison<CalendarDay>)
        /// The folded text is the value.
        case word(QueryKey, String)
    }

    /// The folded texts that must be part of the searched text.
    package private(set) var contained: [[UInt8]] = []
    /// The folded texts that must not be part of the searched text.
    package private(set) var excluded: [[UInt8]] = []
    /// The terms with a key.
    package private(set) var tests: [Test] = []

    /// Prepares queries, all of which must match.
    /// - Parameters:
    ///   - now: the instant from which ages are counted.
    ///   - zone: the zone in which an instant has its date.
    public init(_ queries: [Query], now: Date, zone: LocalZone) {
        for term in queries.flatMap(\.terms) {
            if case .text(let text) = term.condition {
                let folded = Array(SearchText.fold(text).utf8)
                if term.isNegated { excluded.append(folded) } else { contained.append(folded) }
            } else if let requirement = Requirement(term.condition, now: now, zone: zone) {
                tests.append(Test(requirement: requirement, isNegated: term.isNegated))
            }
        }
    }

    /// Prepares one query.
    public init(_ query: Query, now: Date, zone: LocalZone) { self.init([query], now: now, zone: zone) }

    /// Whether everything matches.
    public var isEmpty: Bool { tests.isEmpty && !needsText }

    /// Whether a user matches. The searched text is handle, name and bio.
    public func matches(_ journeyer: Journeyer) -> Bool {
        tests.allSatisfy { $0.holds(journeyer.queryValue) } && (!needsText || matchesText(SearchText.of(journeyer)))
    }

    /// Whether an article matches. The searched text is title, author and tags.
    public func matches(_ article: Article) -> Bool {
        matchesKeys(article) && (!needsText || matchesText(SearchText.of(article)))
    }

    /// Whether an article matches the terms with a key.
    package func matchesKeys(_ article: Article) -> Bool { tests.allSatisfy { $0.holds(article.queryValue) } }

    private var needsText: Bool { !contained.isEmpty || !excluded.isEmpty }

    private func matchesText(_ folded: String) -> Bool {
        var folded = folded
        return folded.withUTF8 { text in
            contained.allSatisfy { ByteSearch.contains($0, in: text) } && !excluded.contains { ByteSearch.contains($0, in: text) }
        }
    }
}

extension QueryMatcher.Test {
    fileprivate func holds(_ value: (QueryKey) -> QueryValue?) -> Bool {
        let isMet =
            switch requirement {
            case .number(let key, let bounds): if case .number(let number)? = value(key) { bounds.contain(number) } else { false }
            case .instant(let key, let bounds):
                if case .instant(let instant)? = value(key) { bounds.contain(instant.timeIntervalSince1970) } else { false }
            case .date(let key, let comparison): if case .date(let date)? = value(key) { comparison.holds(for: date) } else { false }
            case .word(let key, let word):
                if case .words(let words)? = value(key) { words.contains { SearchText.fold($0) == word } } else { false }
            }
        return isMet != isNegated
    }
}

extension QueryMatcher.Requirement {
    fileprivate init?(_ condition: QueryCondition, now: Date, zone: LocalZone) {
        switch condition {
        case .text: return nil
        case .number(let key, let comparison): self = .number(key, QueryBounds(comparison))
        case .age(let key, let comparison): self = .instant(key, QueryBounds(comparison, now: now.timeIntervalSince1970))
        // An article has a date of its own; a user has an instant.
        case .date(let key, let comparison): self = key == .date ? .date(key, comparison) : .instant(key, QueryBounds(comparison, in: zone))
        case .word(let key, let text): self = .word(key, SearchText.fold(text))
        }
    }
}

/// The value that a key compares.
enum QueryValue {
    case number(Int)
    case instant(Date)
    case date(CalendarDay)
    case words([String])
}

extension Journeyer {
    /// The value that a key compares; nil if it is unknown or no value of users.
    func queryValue(_ key: QueryKey) -> QueryValue? {
        switch key {
        case .days: daysCompleted.map(QueryValue.number)
        case .score: totalScore.map(QueryValue.number)
        case .streak: githubStreak.map(QueryValue.number)
        case .inactive: lastEntryAt.map(QueryValue.instant)
        case .joined: dateJoined.map(QueryValue.instant)
        case .status: status.map { .words([$0]) }
        case .tag, .author, .day, .date: nil
        }
    }
}

extension Article {
    /// The value that a key compares; nil if it is unknown or no value of articles.
    func queryValue(_ key: QueryKey) -> QueryValue? {
        switch key {
        case .tag: .words(tags)
        case .author: author.map { .words([$0]) }
        case .day: day.map(QueryValue.number)
        case .date: date.map(QueryValue.date)
        case .days, .score, .streak, .inactive, .joined, .status: nil
        }
    }
}
