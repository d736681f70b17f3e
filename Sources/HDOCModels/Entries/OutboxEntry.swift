import FoundationEssentials

/// Where an entry stands on its way to the backend.
///
///     draft → queued → sending → sent
///                ↑        ├→ queued    refused for now: waits for its next attempt
///                │        ├→ unknown   the reply was lost and nothing can tell whether it arrived
///                └ draft ←┴→ rejected  refused for good: shown with the reason, may be edited
public enum EntryState: String, Sendable, Codable, CaseIterable {
    case draft, queued, sending, unknown, sent, rejected

    /// The moves that exist; anything else is a bug and refused by the outbox.
    public func mayBecome(_ next: EntryState) -> Bool {
        switch (self, next) {
        case (.draft, .queued), (.queued, .sending), (.queued, .draft), (.rejected, .draft), (.rejected, .queued),
            (.sending, .sent), (.sending, .queued), (.sending, .unknown), (.sending, .rejected),
            (.unknown, .sent), (.unknown, .queued), (.unknown, .sending), (.unknown, .rejected):
            true
        default: false
        }
    }

    /// Whether the writer may still change the text: once sent, or perhaps sent, it is the backend's.
    public var isEditable: Bool { self == .draft || self == .queued || self == .rejected }
    public var isWaiting: Bool { self == .queued || self == .sending || self == .unknown }
}

/// An entry in the outbox, with all that is known of its delivery.
public struct OutboxEntry: Sendable, Equatable, Identifiable {
    public var entry: Entry
    public var state: EntryState
    /// Times it was put on the wire.
    public var attempts: Int
    /// One sentence, sanitised and without secrets.
    public var lastError: String?
    public var nextAttemptAt: Date?
    public var articleURL: String?
    public var createdAt: Date
    public var updatedAt: Date

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
