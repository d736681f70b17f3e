import FoundationEssentials

/// The state of an entry on its way to the backend. The raw value is what the database and JSON hold.
///
///     draft → queued → sending → sent
///                ↑        ├→ queued    failed for now: waits for its next attempt
///                │        ├→ unknown   the response was lost, and nothing can tell whether the entry arrived
///                └ draft ←┴→ rejected  refused for good: kept with the reason, may be edited
public enum EntryState: String, Sendable, CaseIterable {
    /// Being written; not to be sent yet.
    case draft
    /// To be sent at its next attempt.
    case queued
    /// On the wire.
    case sending
    /// Sent, but nobody can tell whether it arrived.
    case unknown
    /// The backend has it.
    case sent
    /// The backend refused it for good.
    case rejected

    /// Whether an entry may go from this state to `next`. The outbox refuses every other move.
    public func mayBecome(_ next: EntryState) -> Bool {
        switch (self, next) {
        case (.draft, .queued), (.queued, .sending), (.queued, .draft), (.rejected, .draft), (.rejected, .queued),
            (.sending, .sent), (.sending, .queued), (.sending, .unknown), (.sending, .rejected),
            (.unknown, .sent), (.unknown, .queued), (.unknown, .sending), (.unknown, .rejected):
            true
        default: false
        }
    }

    /// Whether the writer may still change the text. An entry that was or may have been sent cannot be changed here.
    public var isEditable: Bool { self == .draft || self == .queued || self == .rejected }
    /// Whether the entry is on its way to the backend.
    public var isWaiting: Bool { self == .queued || self == .sending || self == .unknown }
}

/// An entry in the outbox, with everything known about its delivery.
public struct OutboxEntry: Sendable, Equatable, Identifiable {
    /// What was written.
    public var entry: Entry
    /// Where it stands.
    public var state: EntryState
    /// How often it was sent.
    public var attempts: Int
    /// Why the latest attempt failed: one sentence, sanitised and without secrets.
    public var lastError: String?
    /// When it is due again; nil means at once, or that no attempt is planned.
    public var nextAttemptAt: Date?
    /// The address of the article, once it was sent.
    public var articleURL: String?
    /// When the draft was first saved.
    public var createdAt: Date
    /// When the entry or its state last changed.
    public var updatedAt: Date

    /// A row of the outbox.
    public init(
        entry: Entry, state: EntryState, attempts: Int = 0, lastError: String? = nil, nextAttemptAt: Date? = nil,
        articleURL: String? = nil, createdAt: Date, updatedAt: Date
    ) {
        self.entry = entry
        self.state = state
        self.attempts = attempts
        self.lastError = lastError
        self.nextAttemptAt = nextAttemptAt
        self.articleURL = articleURL
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The entry's id.
    public var id: String { entry.id }

    /// The element of `hdoc outbox --json`.
    public var json: JSONValue {
        .object([
            "id": .string(id), "day": .optional(entry.day), "date": .string(entry.date.description),
            "title": .string(entry.title), "state": .string(state.rawValue), "attempts": .optional(attempts),
            "last_error": .optional(lastError), "next_attempt_at": .optional(nextAttemptAt.map(Timestamp.format)),
            "article_url": .optional(articleURL),
        ])
    }
}
