import GRDB

/// Full-text search in the cache, by SQLite's FTS5. GRDB's `FTS5Pattern` quotes what somebody typed, so that SQLite cannot
/// take it for operators.
enum CacheSearch {
    /// Journeyers with letters beyond ASCII. SQLite does not fold those as `SearchText` does.
    private static let beyondASCII = "handle || coalesce(full_name, '') || coalesce(bio, '') GLOB '*[^ -~]*'"

    /// The rows of journeyers that may match a pattern: all that do, and some that do not.
    static let candidates = """
        SELECT rowid FROM journeyer_search WHERE journeyer_search MATCH ?1
        UNION ALL SELECT rowid FROM journeyer WHERE \(beyondASCII)
        """

    /// Creates two indexes from what the tables hold. Triggers keep them up to date.
    static func makeIndexes(_ db: Database) throws {
        try db.execute(sql: "CREATE INDEX journeyer_beyond_ascii ON journeyer(handle) WHERE \(beyondASCII)")
        try db.create(virtualTable: "journeyer_search", using: FTS5()) { table in
            // Any three characters in a row, because a handle is not made of words.
            table.tokenizer = FTS5TokenizerDescriptor(components: ["trigram"])
            table.synchronize(withTable: "journeyer")
            for column in ["handle", "full_name", "bio"] { table.column(column) }
        }
        try db.create(virtualTable: "article_search", using: FTS5()) { table in
            // By words: an index of all trigrams would be larger than the texts.
            table.tokenizer = .unicode61()
            table.prefixes = [2, 3]
            table.synchronize(withTable: "article")
            for column in ["title", "subtitle", "tags", "body"] { table.column(column) }
        }
    }

    /// The pattern for `candidates`. Nil where no run of three ASCII letters or digits is in the text: then the index cannot help.
    static func journeyers(_ text: String) -> FTS5Pattern? {
        let runs: [Substring] = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return FTS5Pattern(matchingAllTokensIn: runs.filter { $0.count >= 3 }.joined(separator: " "))
    }

    /// A pattern that matches each word as the beginning of a word, without regard to case and accents. Nil where the text holds
    /// no word.
    static func articles(_ text: String) -> FTS5Pattern? { FTS5Pattern(matchingAllPrefixesIn: text) }
}
