import HDOCModels

/// A named query of the section `[views]`. A query without keys of one list only filters users and articles alike.
public struct ConfiguredView: Sendable, Equatable {
    /// The name, as it is shown and as `--view` takes it.
    public let name: String
    /// The query as it is written in the configuration.
    public let text: String
    private let queries: [QuerySubject: Query]

    /// Reads the query.
    /// - Throws: the error that is farthest to the right, if the query is valid for no list; of two at the same place, the one for users.
    public init(name: String, text: String) throws(QueryError) {
        (self.name, self.text) = (name, text)
        var (queries, errors): ([QuerySubject: Query], [QueryError]) = ([:], [])
        for subject in QuerySubject.allCases {
            do throws(QueryError) { queries[subject] = try Query(text, for: subject) } catch { errors.append(error) }
        }
        if queries.isEmpty, let worst = errors.max(by: { $0.range.lowerBound < $1.range.lowerBound }) { throw worst }
        self.queries = queries
    }

    /// The query for a list; nil if it has a key that the list does not have.
    public func query(for subject: QuerySubject) -> Query? { queries[subject] }
}

extension Configuration {
    /// The views for a list, in the order of the file.
    public func views(for subject: QuerySubject) -> [ConfiguredView] { views.filter { $0.query(for: subject) != nil } }
}
