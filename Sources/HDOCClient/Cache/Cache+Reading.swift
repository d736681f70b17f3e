import GRDB
import HDOCModels

/// Reads journeyers and articles one after the other. The functions that return lists use these.
extension Cache {
    // MARK: Journeyers

    /// Passes the journeyers of a query to `body`, one after the other, until it returns false.
    /// - Returns: the number of journeyers that `body` got, and the age of the list.
    package func journeyers(_ query: JourneyerQuery, _ body: (Journeyer) -> Bool) throws(StoreError) -> Snapshot<Int> {
        try reading(.journeyers, nil, body) { try JourneyerRows(query, $0).next }
    }

    /// All cached users and the age of the list.
    package func journeyers() throws(StoreError) -> Snapshot<[Journeyer]> {
        try list { (body) throws(StoreError) in try journeyers(JourneyerQuery(), body) }
    }

    /// The journeyers in whose handle, name or bio all words of a text occur.
    func journeyers(matching text: String) throws(StoreError) -> Snapshot<[Journeyer]> {
        try list { (body) throws(StoreError) in try journeyers(JourneyerQuery(text: text), body) }
    }

    func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?> {
        try snapshot(.journeyer(handle), or: .journeyers) { db in
            let sql = "SELECT \(Self.list(Journeyer.columns)) FROM journeyer WHERE handle = ?"
            return try Row.fetchOne(db, sql: sql, arguments: [handle]).map { try Journeyer(row: $0) }
        }
    }

    // MARK: Articles

    /// Passes the articles by this author and with this tag to `body`, newest first, until it returns false.
    /// - Parameter text: only articles in whose title, subtitle, author, tags or body all words of `text` occur.
    func articles(
        author: String?, tag: String?, matching text: String? = nil, _ body: (Article) -> Bool
    ) throws(StoreError) -> Snapshot<Int> {
        let words = text.map(SearchText.words) ?? []
        let searched = CacheSearch.indices(of: CacheSearch.articleColumns, in: Article.columns)
        let sql = """
            SELECT \(Self.list(Article.columns)) FROM article
            WHERE (?1 IS NULL OR author = ?1)
              AND (?2 IS NULL OR EXISTS (SELECT 1 FROM json_each(article.tags) WHERE value = ?2))
            ORDER BY created_at DESC NULLS LAST, id DESC
            """
        return try reading(.articles(author: author, tag: tag), .articles(author: nil, tag: nil), body) { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [author, tag])
                .filter { try CacheSearch.matches($0, searched, words) }.map(Article.init(row:))
            return rows.next
        }
    }

    /// The articles by this author and with this tag, newest first.
    func articles(author: String?, tag: String?, matching text: String? = nil) throws(StoreError) -> Snapshot<[Article]> {
        try list { (body) throws(StoreError) in try articles(author: author, tag: tag, matching: text, body) }
    }

    // MARK: One after the other

    /// Counts what `body` gets. If damage is found after that, the cache is replaced, but the reading does not begin again: `body` would
    /// get some elements twice.
    private func reading<Element>(
        _ resource: Resource, _ wider: Resource?, _ body: (Element) -> Bool,
        _ open: (Database) throws -> () throws -> Element?
    ) throws(StoreError) -> Snapshot<Int> {
        var count = 0
        return try snapshot(resource, or: wider) { db in
            guard count == 0 else { throw StoreError.damaged(path: path, setAside: setAside ?? path) }
            let next = try open(db)
            while let element = try next() {
                count += 1
                if !body(element) { break }
            }
            return count
        }
    }

    private func list<Element: Sendable>(
        _ read: ((Element) -> Bool) throws(StoreError) -> Snapshot<Int>
    ) throws(StoreError) -> Snapshot<[Element]> {
        func readAll() throws(StoreError) -> Snapshot<[Element]> {
            var elements: [Element] = []
            return try read {
                elements.append($0)
                return true
            }.with(elements)
        }
        do throws(StoreError) {
            return try readAll()
        } catch {
            // The damaged file has been replaced.
            guard case .damaged = error else { throw error }
            return try readAll()
        }
    }
}
