import FoundationEssentials
import HDOCClient
import HDOCModels

/// The query of a list: the typed text, and the last text that was a query. A text that is not a query yet, such as `days:>`, leaves the
/// list as it is.
struct ListQuery: Sendable {
    var text = "" {
        didSet {
            do throws(QueryError) {
                query = try Query(text, for: query.subject)
                problem = nil
            } catch {
                problem = error
                query = query.without(word: error.keyName)
            }
        }
    }
    private(set) var query: Query
    /// Why the typed text is not a query; nil if it is one.
    private(set) var problem: QueryError?

    init(_ subject: QuerySubject) { query = Query(subject, []) }

    /// The folded texts that were searched, for marking them in the rows.
    var words: [String] { query.texts.map(SearchText.fold) }
}

extension Query {
    /// The query without a word that has become a key: after `days`, the text `days:` does not search for the word any more.
    fileprivate func without(word: String?) -> Query {
        Query(subject, terms.filter { $0.condition != word.map(QueryCondition.text) })
    }

    /// Whether everything that this query matches is certainly matched by `other` too, because one more letter was typed.
    func isNarrower(than other: Query) -> Bool {
        let words = texts.map(SearchText.fold)
        return other.texts.count == other.terms.count
            && other.texts.map(SearchText.fold).allSatisfy { old in words.contains { $0.contains(old) } }
    }
}

/// What a query needs besides the values: the time and the zone.
struct QueryContext: Sendable {
    let now: Date
    let zone: LocalZone

    func matcher(_ queries: Query?...) -> QueryMatcher { QueryMatcher(queries.compactMap(\.self), now: now, zone: zone) }
}

extension AppState {
    var queryContext: QueryContext { QueryContext(now: now, zone: settings.zone) }
}
