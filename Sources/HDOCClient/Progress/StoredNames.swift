import GRDB

/// Names in the cache of a stage, for the completion of a word in a shell. Reading has no side effects and needs no network.
package struct StoredNames: Sendable {
    /// A shell shows no more candidates than this; typing another letter finds the others.
    private static let limit = 500

    private let cache: String

    package init(stage: Stage, paths: Paths) { cache = paths.cache(stage.name) }

    /// The handles of journeyers that begin with a text, without regard to case.
    /// - Throws: a `StoreError` if the cache cannot be read.
    package func handles(_ prefix: String) throws(StoreError) -> [String] {
        try names("SELECT handle FROM journeyer WHERE handle >= ? AND handle < ? ORDER BY handle LIMIT \(Self.limit)", prefix)
    }

    /// The tags that begin with a text, in alphabetical order.
    /// - Throws: a `StoreError` if the cache cannot be read.
    package func tags(_ prefix: String) throws(StoreError) -> [String] {
        try names("SELECT tag FROM tag WHERE tag >= ? AND tag < ? ORDER BY tag LIMIT \(Self.limit)", prefix)
    }

    /// The query has the bounds as its arguments, so that it reads only a part of an index.
    private func names(_ query: String, _ prefix: String) throws(StoreError) -> [String] {
        try ReadOnlyDatabase.read(cache) { db in
            try String.fetchAll(db, sql: query, arguments: [prefix, prefix + "\u{10FFFF}"])
        } ?? []
    }
}
