import FoundationEssentials

/// The delivery state of an entry. The raw value is the text in the outbox database and in JSON.
///
///     draft → queued → sending → sent
///                ↑        ├→ queued    the attempt failed: waits for the next attempt
///                │        ├→ unknown   the response was lost, so that it is not known whether the entry arrived
///                └ draft ←┴→ rejected  refused, or a decision is needed: kept with the reason, may be edited
///
/// A correction or a removal of a posted article (`EntryChange`) takes the same way. It begins with a `sent` entry, which becomes
/// `draft` or `queued`. A change that is discarded before it arrives makes the entry `sent` again, with the text that the stage has.
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
    /// - Parameter kind: what the entry does on the stage.
    public func mayBecome(_ next: EntryState, by kind: EntryChange.Kind = .post) -> Bool {
        switch (self, next) {
        case (.draft, .queued), (.queued, .sending), (.queued, .draft), (.rejected, .draft), (.rejected, .queued),
            (.sending, .sent), (.sending, .queued), (.sending, .unknown), (.sending, .rejected),
            (.unknown, .sent), (.unknown, .queued), (.unknown, .sending), (.unknown, .rejected):
            true
        case (.sent, .draft), (.sent, .queued), (.draft, .sent), (.queued, .sent), (.rejected, .sent): kind != .post
        default: false
        }
    }

    /// Whether the writer may still change the text. The text of a sent entry changes only by a correction.
    public var isEditable: Bool { self == .draft || self == .queued || self == .rejected }
    /// Whether the delivery has begun and is not finished: `queued`, `sending` or `unknown`.
    public var isWaiting: Bool { self == .queued || self == .sending || self == .unknown }
}

/// An entry in the outbox, with everything known about its delivery.
public struct OutboxEntry: Sendable, Equatable, Identifiable {
    /// The text, with its day, date and tags.
    public var entry: Entry
    /// What the entry does on the stage when it is sent.
    public var change: EntryChange
    /// The number of the article's version; nil if the entry is not posted, or if hdoc does not know the number.
    public var version: Int?
    /// Why the change could not be made; nil if there is no conflict.
    public var conflict: EntryConflict?
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
        entry: Entry, change: EntryChange = .post, version: Int? = nil, conflict: EntryConflict? = nil, state: EntryState,
        attempts: Int = 0, lastError: String? = nil, nextAttemptAt: Date? = nil, articleURL: String? = nil, createdAt: Date,
        updatedAt: Date
    ) {
        self.entry = entry
        self.change = change
        self.version = version
        self.conflict = conflict
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
            "title": .string(entry.title), "state": .string(state.rawValue), "change": .string(change.kind.rawValue),
            "attempts": .optional(attempts), "last_error": .optional(lastError),
            "next_attempt_at": .optional(nextAttemptAt.map(Timestamp.format)), "article_url": .optional(articleURL),
            "version": .optional(posted?.number), "conflict": .optional(conflict?.name),
        ])
    }
}

// MARK: - Changes of a posted article

extension Sequence<OutboxEntry> {
    /// The ids of the posted articles that this machine changes or has removed. The outbox knows better than the cache about them.
    public var changedArticleIDs: Set<String> { Set(lazy.filter { $0.change.kind != .post }.map(\.id)) }
}

extension OutboxEntry {
    /// Whether the article was removed from the stage. The entry stays in the outbox, so that its text is not lost.
    public var isRemoved: Bool { state == .sent && change.kind == .remove }
    /// Whether this is the draft of a new article.
    public var isNewDraft: Bool { state == .draft && change.kind == .post }
    /// Whether this is the draft of a correction that has the posted text still.
    public var isUnchangedCorrection: Bool {
        guard state == .draft, conflict == nil, case .correct(let base) = change else { return false }
        return base.entry.hasContent(of: entry)
    }
    /// Whether a correction or a removal of this entry has not reached the stage yet.
    public var isBeingChanged: Bool { state != .sent && change.kind != .post }

    /// The version of the article that the stage has, as far as hdoc knows. Nil if the stage has none.
    public var posted: PostedVersion? {
        if isRemoved || conflict == .removed { return nil }
        return conflict?.current ?? change.base ?? (state == .sent ? PostedVersion(entry: entry, number: version) : nil)
    }

    /// Records that the stage has made the change.
    public mutating func confirm(version: Int?) {
        if change.kind != .remove { (change, self.version) = (.post, version) }
        (state, conflict, lastError, nextAttemptAt) = (.sent, nil, nil, nil)
    }

    /// Gives up a change. The entry is `sent` again, with the text that the stage has, or stays as removed if the stage has none.
    public mutating func giveUpChange() {
        guard let base = change.base else { return }
        if conflict == .removed {
            (entry, change) = (base.entry, .remove(base))
        } else {
            let posted = conflict?.current ?? base
            (entry, version, change) = (posted.entry, posted.number, .post)
        }
        (state, conflict, lastError, nextAttemptAt) = (.sent, nil, nil, nil)
    }

    /// Continues after a conflict with what the writer wants: the change is made against the text that the stage has now. An article
    /// that was removed in the meantime is posted again.
    public mutating func overrideConflict() {
        switch conflict {
        case .changed(let current): change = change.against(current)
        case .removed: (change, version, articleURL) = (.post, nil, nil)
        case nil: break
        }
        conflict = nil
    }
}
