import GRDB
import Synchronization

/// Reports which parts of the data a commit changed. It derives the parts from the tables that the commit wrote to. A commit
/// that changed no row is not reported.
///
/// GRDB calls the observer on the database's writer queue.
final class CommitObserver: TransactionObserver, Sendable {
    /// The parts that the current transaction has changed so far.
    private final class Pending: Sendable {
        let change = Mutex<Change>([])
        /// The changed rows of the table `resource`, which stores ages. The names of these resources are read after the commit.
        let ages = Mutex<Set<Int64>>([])
    }

    private static let ages = "resource"

    private let pending: Pending
    private let observes: @Sendable (_ table: String) -> Bool
    /// The part to report for a change that names no row.
    private let whole: Change
    private let report: (@Sendable (Change) -> Void)?

    private init(
        _ pending: Pending, whole: Change = [], observes: @escaping @Sendable (String) -> Bool,
        report: (@Sendable (Change) -> Void)? = nil
    ) {
        (self.pending, self.whole, self.observes, self.report) = (pending, whole, observes, report)
    }

    /// The observers for one database, which share their state. Only the last one reports, so each commit is reported once.
    static func observers(report: @escaping @Sendable (Change) -> Void) -> [CommitObserver] {
        let pending = Pending()
        return [
            CommitObserver(pending, whole: .movement, observes: { $0 == "leaderboard" }),
            // `JourneyerWriter` writes past GRDB and reports the table, not the rows.
            CommitObserver(pending, whole: .journeyers, observes: { $0 == "journeyer" }),
            CommitObserver(pending, observes: { Change.ofTable[$0] != nil || $0 == ages }, report: report),
        ]
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { observes(eventKind.tableName) }

    func databaseDidChange() { pending.change.withLock { $0.formUnion(whole) } }

    func databaseDidChange(with event: DatabaseEvent) {
        let (table, row) = (event.tableName, event.rowID)
        if table == Self.ages {
            pending.ages.withLock { _ = $0.insert(row) }
        } else if let part = Change.ofTable[table] {
            pending.change.withLock { $0.formUnion(part) }
        }
    }

    func databaseDidCommit(_ db: Database) {
        guard let report else { return }
        var change = take()
        let ages = pending.ages.withLock { ages in
            defer { ages = [] }
            return ages
        }
        for row in ages { change.formUnion(Self.change(ofAge: row, db)) }
        if change.contains(.journeyers) { change.remove(.journeyersAge) }
        if !change.isEmpty { report(change.union(.storage)) }
    }

    func databaseDidRollback(_ db: Database) {
        _ = take()
        pending.ages.withLock { $0 = [] }
    }

    private func take() -> Change {
        pending.change.withLock { change in
            defer { change = [] }
            return change
        }
    }

    private static func change(ofAge row: Int64, _ db: Database) -> Change {
        let name = try? String.fetchOne(db, sql: "SELECT name FROM resource WHERE rowid = ?", arguments: [row])
        return name == Resource.journeyers.cacheName ? .journeyersAge : Resource.changes(ofCacheName: name ?? "")
    }
}
