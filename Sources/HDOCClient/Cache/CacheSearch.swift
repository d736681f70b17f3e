import GRDB

/// Full-text search in the cache, with FTS5 of SQLite. GRDB's `FTS5Pattern` quotes the user's text, so that SQLite does not
/// interpret parts of it as operators.
enum CacheSearch {
    /// Selects journeyers with characters beyond ASCII. The index does not fold these as `SearchText` does.
    private static let beyondASCII = "handle || coalesce(full_name, '') || coalesce(bio, '') GLOB '*[^ -~]*'"

    /// The rows of all journeyers that match a pattern, and of some that do not.
    static let candidates = """
        SELECT rowid FROM journeyer_search WHERE journeyer_search MATCH ?1
        UNION ALL SELECT rowid FROM journeyer WHERE \(beyondASCII)
        """

    /// Creates both indexes from the existing rows. Triggers keep them up to date.
    static func makeIndexes(_ db: Database) throws {
        try db.execute(sql: "CREATE INDEX journeyer_beyond_ascii ON journeyer(handle) WHERE \(beyondASCII)")
        try db.create(virtualTable: "journeyer_search", using: FTS5()) { table in
            // The index contains all sequences of three characters, because a search may match the middle of a handle.
            table.tokenizer = FTS5TokenizerDescriptor(components: ["trigram"])
            table.synchronize(withTable: "journeyer")
            for column in ["handle", "full_name", "bio"] { table.column(column) }
        }
        try db.create(virtualTable: "article_search", using: FTS5()) { table in
            // The index contains words. An index of three-character sequences would be larger than the texts.
            table.tokenizer = .unicode61()
            table.prefixes = [2, 3]
            table.synchronize(withTable: "article")
            for column in ["title", "subtitle", "tags", "body"] { table.column(column) }
        }
    }

    /// The pattern for `candidates`. Nil if the text has no run of at least three ASCII letters or digits, because the index
    /// cannot find shorter ones.
    static func journeyers(_ text: String) -> FTS5Pattern? {
        let runs: [Substring] = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return FTS5Pattern(matchingAllTokensIn: runs.filter { $0.count >= 3 }.joined(separator: " "))
    }

    /// A pattern that matches texts with, for each word of `text`, a word that begins with it, ignoring case and accents. Nil
    /// if `text` contains no word.
    static func articles(_ text: String) -> FTS5Pattern? { FTS5Pattern(matchingAllPrefixesIn: text) }
}
