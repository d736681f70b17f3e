import GRDB
import HDOCModels

/// The users of two stages side by side, by handle, from the caches of both.
public struct StageComparison: Sendable {
    /// The name of the other stage.
    public let stage: String
    /// The users who are only on this stage.
    public private(set) var onlyHere = HealthReport.Group<String>()
    /// The users who are only on the other stage.
    public private(set) var onlyThere = HealthReport.Group<String>()
    /// The number of users on both.
    public private(set) var onBoth = 0

    /// Reads both caches side by side without changing them, some handles at a time. Handles compare without regard to case.
    /// - Parameter limit: the largest number of handles in each list.
    /// - Returns: nil if the other stage has no cache, or no user in it.
    public init?(_ here: Stage, _ there: Stage, paths: Paths, limit: Int) throws(StoreError) {
        stage = there.name
        var (ours, theirs) = (HandlePages(paths.cache(here.name)), HandlePages(paths.cache(there.name)))
        guard try theirs.peek() != nil else { return nil }
        while true {
            let (our, their) = (try ours.peek(), try theirs.peek())
            let (ourKey, theirKey) = (our.map(HandlePages.key), their.map(HandlePages.key))
            guard ourKey != nil || theirKey != nil else { return }
            let isOurs = ourKey.map { our in theirKey.map { !$0.lexicographicallyPrecedes(our) } ?? true } ?? false
            let isTheirs = theirKey.map { their in ourKey.map { !$0.lexicographicallyPrecedes(their) } ?? true } ?? false
            if isOurs, isTheirs {
                onBoth += 1
            } else if isOurs, let our {
                onlyHere.add(our, limit: limit)
            } else if let their {
                onlyThere.add(their, limit: limit)
            }
            if isOurs { ours.drop() }
            if isTheirs { theirs.drop() }
        }
    }
}

/// The handles of a cache in ascending order, a page at a time.
private struct HandlePages {
    private static let size = 1_000
    private let path: String
    private var page: ArraySlice<String> = []
    private var last: String?

    init(_ path: String) { self.path = path }

    /// SQLite compares handles by bytes, with ASCII letters in lower case.
    static func key(_ handle: String) -> [UInt8] { handle.utf8.map(ASCII.lowered) }

    /// The next handle; nil at the end.
    mutating func peek() throws(StoreError) -> String? {
        if page.isEmpty {
            let (last, size) = (last, Self.size)
            page =
                try ReadOnlyDatabase.read(path) { db in
                    try String.fetchAll(
                        db, sql: "SELECT handle FROM journeyer WHERE ?1 IS NULL OR handle > ?1 ORDER BY handle LIMIT \(size)",
                        arguments: [last])
                }?[...] ?? []
        }
        return page.first
    }

    mutating func drop() { last = page.popFirst() }
}
