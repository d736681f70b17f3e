import FoundationEssentials
import HDOCModels

// MARK: - The outbox

extension Client {
    public func outbox() throws(OutboxError) -> [OutboxEntry] {
        let outbox = try openOutbox()
        return try OutboxError.wrapping { () throws(StoreError) in try outbox.entries() }
    }

    public func checkWriting() throws(OutboxError) {
        let outbox = try openOutbox()
        try OutboxError.wrapping { () throws(StoreError) in try outbox.checkWriting() }
    }

    public func saveDraft(_ entry: Entry, replacing known: [Entry]?) throws(OutboxError) -> OutboxEntry {
        try openOutbox().save(entry, replacing: known)
    }

    public func queue(_ id: String) throws(OutboxError) -> OutboxEntry {
        let outbox = try openOutbox()
        try checkOrigin(outbox)
        let row = try entry(id, in: outbox)
        let problems = EntryRules.problems(of: row.entry)
        guard problems.isEmpty else { throw .invalid(problems) }
        if let base = row.change.base {
            guard row.entry.day == base.entry.day else { throw .dayFixed(day: base.entry.day) }
            return try outbox.move(id, to: .queued) {
                // Whoever queues the entry again has seen what the stage has instead.
                $0.overrideConflict()
                ($0.lastError, $0.nextAttemptAt) = (nil, nil)
            }
        }
        // A day has at most one entry. This checks the outbox and the posted articles that the cache knows.
        if let other = try journey(today: row.entry.date, besides: id).records[row.entry.day] {
            throw .dayTaken(day: other.day, title: other.title)
        }
        return try outbox.move(id, to: .queued) { ($0.lastError, $0.nextAttemptAt) = (nil, nil) }
    }

    public func discard(_ id: String) throws(OutboxError) { try openOutbox().discard(id) }

    public func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry {
        let outbox = try openOutbox()
        let row = try entry(id, in: outbox)
        let settled: EntryState = arrived ? .sent : .queued
        guard row.state == .unknown else { throw .cannotMove(from: row.state, to: settled) }
        if arrived, row.change.kind == .remove { try? cache.forget(article: id) }
        return try outbox.move(id, to: settled) {
            if arrived { $0.confirm(version: nil) }
            ($0.lastError, $0.nextAttemptAt) = (nil, nil)
        }
    }

    public func startCorrection(of id: String) throws(OutboxError) -> OutboxEntry { try begin(.correct, of: id) }

    public func queueRemoval(of id: String) throws(OutboxError) -> OutboxEntry { try begin(.remove, of: id) }

    private func begin(_ kind: EntryChange.Kind, of id: String) throws(OutboxError) -> OutboxEntry {
        let outbox = try openOutbox()
        try checkOrigin(outbox)
        let known = try OutboxError.wrapping { () throws(StoreError) in try outbox.entry(id) }
        return try outbox.begin(kind, of: id, adopting: known == nil ? try ownArticle(id) : nil)
    }

    /// The participant's own article with this id, from the cache. The cache may have a newer title than text, so the number of the
    /// version counts as unknown: hdoc compares the texts before it changes the article.
    private func ownArticle(_ id: String) throws(OutboxError) -> PostedArticle {
        guard let handle = handle() else { throw .noSuchEntry(id) }
        let mine = try OutboxError.wrapping { () throws(StoreError) in try articles(author: handle, tag: nil).value }
        guard let article = mine.first(where: { $0.id.hasSameBytes(as: id) }), !Call.article(id).hasDotSegment else {
            throw .noSuchEntry(id)
        }
        guard article.body != nil else { throw .textNotCached(id: id) }
        guard let entry = Entry(posted: article, zone: "") else { throw .withoutDay(id: id) }
        return PostedArticle(
            version: PostedVersion(entry: entry, number: nil), url: api.address(ofArticle: id), createdAt: article.createdAt)
    }

    public func send(_ ids: [String]?) async throws(ClientError) -> SendReport {
        do throws(OutboxError) {
            let outbox = try openOutbox()
            guard try self.outbox().contains(where: \.state.isWaiting) else { return SendReport() }
            try checkOrigin(outbox)
            if let handle = handle() {
                let sender = OutboxSender(
                    outbox: outbox, api: api, cache: cache, clock: settings.clock, words: settings.words, delay: settings.retryDelay)
                return try await sender.send(ids, as: handle)
            }
        } catch {
            throw ClientError(error, operation: .postEntry)
        }
        throw ClientError(.notConfigured(key: "handle"), operation: .postEntry)
    }

    private func openOutbox() throws(OutboxError) -> Outbox {
        try OutboxError.wrapping { () throws(StoreError) in try outboxStore.get() }
    }

    private func entry(_ id: String, in outbox: Outbox) throws(OutboxError) -> OutboxEntry {
        guard let row = try OutboxError.wrapping({ () throws(StoreError) in try outbox.entry(id) }) else { throw .noSuchEntry(id) }
        return row
    }

    /// Entries of the demo's outbox are sent only to a demo backend on this machine. Other entries are never sent to a demo.
    private func checkOrigin(_ outbox: Outbox) throws(OutboxError) {
        guard outbox.isDemo || stage.isDemo else { return }
        guard outbox.isDemo, stage.isDemo, RequestURL(stage.api)?.isLoopback == true else { throw .demoOnly }
    }
}
