import FoundationEssentials
import GRDB
import HDOCModels

/// Changes of articles that are posted already.
extension Outbox {
    /// Makes a sent entry a correction, in the state `draft`, or a removal, in the state `queued`. An entry that is a correction
    /// already stays as it is, if it is to be corrected.
    /// - Parameter article: the participant's article with this id, posted from another machine. The outbox takes it up if it has no
    ///   entry with this id.
    func begin(_ kind: EntryChange.Kind, of id: String, adopting article: PostedArticle? = nil) throws(OutboxError) -> OutboxEntry {
        try writing { db in
            let known = try Self.fetch(id, db)
            guard let row = known ?? article.map({ $0.row(at: self.clock()) }) else { throw OutboxError.noSuchEntry(id) }
            guard var base = row.change.base ?? row.posted, !row.isRemoved else { throw OutboxError.notPosted(row) }
            guard row.state == .sent || row.state.isEditable else { throw OutboxError.notEditable(row) }
            if row.isBeingChanged, kind == .correct, row.change.kind == .correct { return row }
            base = row.conflict?.current ?? base
            return try self.move(row, to: kind == .remove ? .queued : .draft, db) { row in
                row.change = kind == .remove ? .remove(base) : .correct(base)
                row.entry.isDayProposed = false
                (row.conflict, row.attempts, row.lastError, row.nextAttemptAt) = (nil, 0, nil, nil)
            }
        }
    }
}

/// An article of the participant's own that the outbox does not have yet.
struct PostedArticle: Sendable {
    let version: PostedVersion
    let url: String
    let createdAt: Date?

    /// The article as a sent entry.
    func row(at now: Date) -> OutboxEntry {
        OutboxEntry(
            entry: version.entry, version: version.number, state: .sent, articleURL: url, createdAt: createdAt ?? now, updatedAt: now)
    }
}
