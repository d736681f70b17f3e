import FoundationEssentials

/// The delivery state of an entry. The raw value is the text in the outbox database and in JSON.
///
///     draft → queued → sending → sent
///                ↑        ├→ queued    the attempt failed: waits for the next attempt
///                │        ├→ unknown   the response was lost, so that it is not known whether the entry arrived
///                └ draft ←┴→ rejected  refused, or a decision is needed: kept with the reason, may be edited
public enum EntryState: String, Sendable, CaseIterable {
    /// The entry is being written and is not sent yet.
    case draft
    /// The entry waits to be sent.
    case queued
    /// The request with the entry is under way.
    case sending
    /// The entry was sent, but it is not known whether it arrived.
    case unknown
    /// The backend confirmed that it has the entry.
    case sent
    /// The backend refused the entry, or its day moved and the writer must decide. hdoc does not send it again by itself.
    case rejected

    /// Whether an entry may change from this state to `next`. The outbox refuses every other change.
    public func mayBecome(_ next: EntryState) -> Bool {
        switch (self, next) {
        case (.draft, .queued), (.queued, .sending), (.queued, .draft), (.rejected, .draft), (.rejected, .queued),
            (.sending, .sent), (.sending, .queued), (.sending, .unknown), (.sending, .rejected),
            (.unknown, .sent), (.unknown, .queued), (.unknown, .sending), (.unknown, .rejected):
            true
        default: false
        }
    }

    /// Whether the writer may still change the text. hdoc cannot change an entry that was sent or may have been sent.
    public var isEditable: Bool { self == .draft || self == .queued || self == .rejected }
    /// Whether the delivery has begun and is not finished: `queued`, `sending` or `unknown`.
    public var isWaiting: Bool { self == .queued || self == .sending || self == .unknown }
}

/// An entry in the outbox, with everything known about its delivery.
public struct OutboxEntry: Sendable, Equatable, Identifiable {
    /// The text, with its day, date and tags.
    public var entry: Entry
    /// The delivery state.
    public var state: EntryState
    /// The number of attempts to send the entry.
    public var attempts: Int
    /// Why the latest attempt failed: one sentence, sanitised and without secrets.
    public var lastError: String?
    /// The earliest time of the next attempt. Nil if a queued entry may be sent at once, or if no attempt is planned.
    public var nextAttemptAt: Date?
    /// The URL of the article; nil before the entry is sent.
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

    /// One element of the list that `hdoc outbox --json` prints.
    public var json: JSONValue {
        .object([
            "id": .string(id), "day": .optional(entry.day), "date": .string(entry.date.description),
            "title": .string(entry.title), "state": .string(state.rawValue), "attempts": .optional(attempts),
            "last_error": .optional(lastError), "next_attempt_at": .optional(nextAttemptAt.map(Timestamp.format)),
            "article_url": .optional(articleURL),
        ])
    }
}
