import HDOCModels

/// Why the outbox did not do what was asked. Nothing was changed.
public enum OutboxError: Error, Sendable, Equatable {
    /// No entry has this id.
    case noSuchEntry(String)
    /// The text is the beginning of several ids.
    case ambiguous(String, [String])
    /// The entry was sent, or is being sent.
    case notEditable(OutboxEntry)
    /// No such move exists between these states.
    case cannotMove(from: EntryState, to: EntryState)
    /// The entry breaks rules of the contract.
    case invalid([EntryProblem])
    /// Another entry or article has this day.
    case dayTaken(day: Int, title: String)
    /// Another entry or article has this date; `next` is the day that a second one would get.
    case dateTaken(date: CalendarDay, day: Int, title: String, next: Int)
    /// The entry was written for the demo, or the stage is one, and the other is not.
    case demoOnly
    /// The outbox or the cache could not be read or written.
    case store(StoreError)
}

extension OutboxError {
    /// Runs `body`, whose only errors are those of a file.
    static func wrapping<Value>(_ body: () throws(StoreError) -> Value) throws(OutboxError) -> Value {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}
