import GRDB

/// Full-text search in the cache, by SQLite's FTS5. Queries are whatever somebody typed: GRDB's `FTS5Pattern` makes of
/// them what SQLite cannot misunderstand.
enum CacheSearch {
    /// Of journeyers whose words hold more than plain ASCII. How letters beyond it are alike is no business of SQLite's.
    private static let beyondASCII = "handle || coalesce(full_name, '') || coalesce(bio, '') GLOB '*[^ -~]*'"

    /// The rows of journeyers that may match a pattern: more than do, never less.
    static let candidates = """
        SELECT rowid FROM journeyer_search WHERE journeyer_search MATCH ?1
        UNION ALL SELECT rowid FROM journeyer WHERE \(beyondASCII)
        """

    /// Two indexes that triggers keep in step with their tables, filled with what is there.
    static func makeIndexes(_ db: Database) throws {
        try db.execute(sql: "CREATE INDEX journeyer_beyond_ascii ON journeyer(handle) WHERE \(beyondASCII)")
        try db.create(virtualTable: "journeyer_search", using: FTS5()) { table in
            // Any three characters in a row: a handle is not made of words.
            table.tokenizer = FTS5TokenizerDescriptor(components: ["trigram"])
            table.synchronize(withTable: "journeyer")
            for column in ["handle", "full_name", "bio"] { table.column(column) }
        }
        try db.create(virtualTable: "article_search", using: FTS5()) { table in
            // Texts are, and an index of all their trigrams would be larger than they.
            table.tokenizer = .unicode61()
            table.prefixes = [2, 3]
            table.synchronize(withTable: "article")
            for column in ["title", "subtitle", "tags", "body"] { table.column(column) }
        }
    }

    /// For `candidates`. Nil where the index cannot narrow anything: it knows nothing shorter than three characters.
    static func journeyers(_ text: String) -> FTS5Pattern? {
        let runs: [Substring] = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return FTS5Pattern(matchingAllTokensIn: runs.filter { $0.count >= 3 }.joined(separator: " "))
    }

    /// Each word as the beginning of a word, in any case, accents aside. Nil where there is no word in it.
    static func articles(_ text: String) -> FTS5Pattern? { FTS5Pattern(matchingAllPrefixesIn: text) }
}
