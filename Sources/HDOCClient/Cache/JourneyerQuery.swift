import GRDB
import HDOCModels

/// Which journeyers to read from the cache, in which order, and how many.
public struct JourneyerQuery: Sendable, Equatable {
    /// Only journeyers in whose handle, name or bio all words of this text occur; `SearchText` defines the rule. Nil: all.
    public var text: String?
    /// Only journeyers that this query matches. Nil: all.
    public var filter: QueryMatcher?
    /// The order. Nil: no particular order, which costs nothing.
    public var sort: JourneyerSort?
    /// Whether to reverse the natural order of `sort`. Unknown values come last in both directions.
    public var isReversed: Bool
    /// The largest number of journeyers to read. Nil: no limit.
    public var limit: Int?

    /// A query; without arguments, it reads all journeyers.
    public init(
        text: String? = nil, filter: QueryMatcher? = nil, sort: JourneyerSort? = nil, isReversed: Bool = false, limit: Int? = nil
    ) {
        (self.text, self.filter, self.sort, self.isReversed, self.limit) = (text, filter, sort, isReversed, limit)
    }
}

/// Reads the rows of a query one after the other, so that the memory does not grow with their number. Used inside one read of the cache.
final class JourneyerRows {
    private let query: JourneyerQuery
    private let words: [String]
    private var left: Int
    private var rows: RowCursor?
    /// The row ids that follow, for an order in which SQLite cannot read the rows themselves.
    private var ids: IndexingIterator<[Int64]>?
    private let byID: Statement
    private static let select = "SELECT \(Cache.list(Journeyer.columns)) FROM journeyer"
    private static let searched = CacheSearch.indices(of: CacheSearch.journeyerColumns, in: Journeyer.columns)

    init(_ query: JourneyerQuery, _ db: Database) throws {
        (self.query, left) = (query, query.limit ?? .max)
        words = query.text.map(SearchText.words) ?? []
        byID = try db.makeStatement(sql: "\(Self.select) WHERE rowid = ?")
        switch query.sort {
        case nil: rows = try Row.fetchCursor(db, sql: Self.select)
        case .handle?: rows = try Row.fetchCursor(db, sql: "\(Self.select) ORDER BY handle\(query.isReversed ? " DESC" : "")")
        case let sort?: ids = try ids(by: sort, db).makeIterator()
        }
    }

    /// The next journeyer; nil at the end or at the limit.
    func next() throws -> Journeyer? {
        while left > 0, let row = try nextRow() {
            guard try CacheSearch.matches(row, Self.searched, words) else { continue }
            let journeyer = try Journeyer(row: row)
            guard query.filter?.matches(journeyer) ?? true else { continue }
            left -= 1
            return journeyer
        }
        return nil
    }

    private func nextRow() throws -> Row? {
        guard ids != nil else { return try rows?.next() }
        while let id = ids?.next() {
            // The row is valid as long as its cursor.
            let found = try Row.fetchCursor(byID, arguments: [id])
            rows = found
            if let row = try found.next() { return row }
        }
        return nil
    }

    /// The row ids in the order of a key. Only the keys are sorted; the rows are read afterwards.
    private func ids(by sort: JourneyerSort, _ db: Database) throws -> [Int64] {
        let isAscending = sort.startsAscending != query.isReversed
        guard let key = sort.key else { return try idsByName(isAscending: isAscending, db) }
        // A search may skip rows, so the limit cannot be known here.
        let limit = words.isEmpty && query.filter == nil ? query.limit.map { " LIMIT \($0)" } ?? "" : ""
        if sort == .score, !isAscending { return try idsByScore(limit: limit, db) }
        return try Int64.fetchAll(
            db, sql: "SELECT rowid FROM journeyer ORDER BY \(key) IS NULL, \(key)\(isAscending ? "" : " DESC"), handle\(limit)")
    }

    /// The index of the leaderboard has this order.
    private func idsByScore(limit: String, _ db: Database) throws -> [Int64] {
        let select = "SELECT rowid FROM journeyer WHERE"
        let scored = try Int64.fetchAll(
            db, sql: "\(select) \(CacheSchema.isScored) ORDER BY \(CacheSchema.totalScore) DESC, handle\(limit)")
        if let most = query.limit, !limit.isEmpty, scored.count >= most { return scored }
        return scored + (try Int64.fetchAll(db, sql: "\(select) NOT \(CacheSchema.isScored) ORDER BY handle\(limit)"))
    }

    /// SQLite ignores the case of ASCII letters only, so names are sorted here.
    private func idsByName(isAscending: Bool, _ db: Database) throws -> [Int64] {
        let rows = try Row.fetchCursor(db, sql: "SELECT rowid, full_name FROM journeyer WHERE full_name IS NOT NULL ORDER BY handle")
        var named: [(name: String, place: Int, id: Int64)] = []
        while let row = try rows.next() {
            named.append((try row.decode(String.self, atIndex: 1).lowercased(), named.count, try row.decode(atIndex: 0)))
        }
        named.sort { $0.name == $1.name ? $0.place < $1.place : ($0.name < $1.name) == isAscending }
        let unnamed = try Int64.fetchAll(db, sql: "SELECT rowid FROM journeyer WHERE full_name IS NULL ORDER BY handle")
        return named.map(\.id) + unnamed
    }
}

extension JourneyerSort {
    /// The key as an SQL expression; nil if SQLite cannot sort by it.
    fileprivate var key: String? {
        switch self {
        case .handle: "handle"
        case .name: nil
        case .days: "days_completed"
        case .score:
            """
            CASE WHEN github_score IS NULL AND twitter_score IS NULL THEN NULL
                 ELSE coalesce(github_score, 0) + coalesce(twitter_score, 0) END
            """
        case .githubStreak: "github_streak"
        case .twitterStreak: "twitter_streak"
        case .lastEntry: "last_entry_at"
        case .joined: "date_joined"
        }
    }
}
