import HDOCModels

/// The reason why an operation of the outbox failed. Nothing was changed.
public enum OutboxError: Error, Sendable, Equatable {
    /// No entry has this id.
    case noSuchEntry(String)
    /// Several ids begin with this text. The second value lists them.
    case ambiguous(String, [String])
    /// The entry was sent, may have been sent, or is being sent, so it cannot be changed.
    case notEditable(OutboxEntry)
    /// The entry is not on the stage, so that it can be neither corrected nor removed: it was never sent, or it was removed.
    case notPosted(OutboxEntry)
    /// A correction must keep the day of its article.
    case dayFixed(day: Int)
    /// The participant's article with this id belongs to no day of the challenge, so it cannot be corrected.
    case withoutDay(id: String)
    /// The cache does not have the text of the participant's article with this id.
    case textNotCached(id: String)
    /// The entry was changed after it was read. The value is the entry as it is now.
    case changedElsewhere(OutboxEntry)
    /// An entry cannot move from the first state to the second one.
    case cannotMove(from: EntryState, to: EntryState)
    /// The entry breaks rules of the API contract.
    case invalid([EntryProblem])
    /// Another entry or article already has this day.
    case dayTaken(day: Int, title: String)
    /// Another entry or article already has this date. `next` is the day that a second entry for this date would get.
    case dateTaken(date: CalendarDay, day: Int, title: String, next: Int)
    /// The outbox belongs to the demo and the stage does not, or the other way round.
    case demoOnly
    /// The outbox or the cache could not be read or written.
    case store(StoreError)
}

extension OutboxError {
    /// Runs `body` and converts its `StoreError` to an `OutboxError`.
    static func wrapping<Value>(_ body: () throws(StoreError) -> Value) throws(OutboxError) -> Value {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}
