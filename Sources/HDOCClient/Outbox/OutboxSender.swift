import FoundationEssentials
import HDOCModels

/// Sends waiting entries to the backend: one process at a time, the oldest entry first, each with its own id. If a response is
/// lost, it asks the backend for the entry before it sends the entry again.
///
/// It throws only errors of the outbox. Errors of the backend are stored with the entries.
struct OutboxSender: Sendable {
    let outbox: Outbox
    let api: StageAPI
    let cache: Cache
    let clock: @Sendable () -> Date
    /// Describes an error in one sentence, which is stored with the entry.
    let words: @Sendable (ClientError) -> String
    /// The delay in seconds before the next attempt, after this number of attempts.
    var delay: @Sendable (_ attempts: Int) -> TimeInterval = { Backoff.delay(attempts: $0) }

    /// Sends all due entries. If `ids` is not nil, it sends exactly these waiting entries, even if they are not due.
    func send(_ ids: [String]?, as handle: String) async throws(OutboxError) -> SendReport {
        var report = SendReport()
        repeat {
            guard let lock = try OutboxError.wrapping({ () throws(StoreError) in try FileLock.tryAcquire(outbox.path + ".lock") }) else {
                report.otherSender = true
                return report
            }
            defer { lock.release() }
            guard try await sendAll(ids, as: handle, &report) else { break }
            // A process that queued an entry in the meantime could not take the lock. Check again after releasing it.
        } while ids == nil ? try hasMore(than: report) : false
        return report
    }

    /// Whether an entry is due that this call has not tried yet.
    private func hasMore(than report: SendReport) throws(OutboxError) -> Bool {
        try entries().contains { isDue($0, nil) && !report.has($0) }
    }

    private func entries() throws(OutboxError) -> [OutboxEntry] {
        try OutboxError.wrapping { () throws(StoreError) in try outbox.entries() }
    }

    /// Sends the due entries in order. False if the user must sign in first or the task was cancelled.
    private func sendAll(_ ids: [String]?, as handle: String, _ report: inout SendReport) async throws(OutboxError) -> Bool {
        for row in try entries() where isDue(row, ids) && !report.has(row) {
            if Task.isCancelled { return false }
            let (result, needsSignIn) = try await sendOne(row, as: handle)
            report.tried.append(result)
            report.kinds[row.id] = row.change.kind
            if result.entry.day != row.entry.day { report.formerDays[result.id] = row.entry.day }
            if needsSignIn {
                report.needsSignIn = true
                return false
            }
        }
        return true
    }

    /// Whether to send an entry now. This includes entries in the state `sending`: this process holds the lock, so the process
    /// that was sending them has ended.
    private func isDue(_ row: OutboxEntry, _ ids: [String]?) -> Bool {
        guard row.state.isWaiting else { return false }
        if let ids { return ids.contains(row.id) }
        // If the next attempt is further in the future than any delay allows, the system clock was set back. The entry is then
        // due. One second is added for rounding.
        return row.nextAttemptAt.map { $0 <= clock() || $0.timeIntervalSince(clock()) > Backoff.longestAsked + 1 } ?? true
    }

    private func sendOne(_ row: OutboxEntry, as handle: String) async throws(OutboxError) -> (OutboxEntry, needsSignIn: Bool) {
        if row.state != .queued {
            let known = try await reconcile(row, as: handle)
            guard known.state == .queued else { return (known, false) }
        }
        let sending = try outbox.move(row.id, to: .sending) { $0.attempts += 1 }
        switch await answer({ () async throws(ClientError) in try await api.make(sending, as: handle) }) {
        case .success(let article):
            return (try settle(sending, article.map { .arrived($0) } ?? .removed), false)
        case .failure(let error):
            if case .conflict = error.kind, sending.entry.isDayProposed { return try await renumber(sending, after: error, as: handle) }
            if case .outdated(let current?) = error.kind { return (try settle(sending, by: current, error), false) }
            let outcome = outcome(of: error, for: sending)
            let settled = try settle(sending, outcome)
            switch outcome {
            case .inDoubt: return (try await reconcile(settled, as: handle), false)
            case .needsSignIn: return (settled, true)
            default: return (settled, false)
            }
        }
    }

    /// Asks the backend whether it has an unconfirmed entry. After a 404 a new entry becomes `queued` and may be sent again; its
    /// id protects against duplicates if the earlier request arrives late. For a correction or a removal, the article itself
    /// answers. Without a clear answer the entry becomes or stays `unknown`.
    private func reconcile(_ row: OutboxEntry, as handle: String) async throws(OutboxError) -> OutboxEntry {
        switch await answer({ () async throws(ClientError) in try await api.article(row.id, by: handle) }) {
        case .success(let article):
            return try settle(row, by: article)
        case .failure(let error):
            if error.kind == .notFound, row.change.kind != .post { return try settle(row, outcome(of: error, for: row)) }
            // After a 504 the backend may still be storing the entry. It is therefore sent again only after a delay.
            return try outbox.move(row.id, to: error.kind == .notFound ? .queued : .unknown) { [words, clock, delay] in
                $0.lastError = $0.lastError ?? words(error)
                $0.nextAttemptAt = clock().addingTimeInterval(delay($0.attempts))
            }
        }
    }

    /// Moves an entry to the next free day and sends it once more. Another machine has used the day that hdoc proposed.
    ///
    /// If that machine has posted for the entry's date, the entry would be the second one for this date, and the writer could not know
    /// that. It is then not sent, and becomes `rejected` with its new day until the writer decides.
    private func renumber(
        _ row: OutboxEntry, after conflict: ClientError, as handle: String
    ) async throws(OutboxError) -> (OutboxEntry, needsSignIn: Bool) {
        let articles: [Article]
        let known = (try? cache.articles(author: handle, tag: nil).value) ?? []
        let before = Journey(articles: known, outbox: try entries(), today: row.entry.date, besides: row.id)
        do throws(ClientError) {
            articles = try await api.list(.articles(author: handle, tag: nil), Article.init(json:)).elements
        } catch {
            return (try fail(row, to: .queued, error, after: delay(row.attempts)), false)
        }
        try? cache.store(articles, as: nil, at: clock())
        let journey = Journey(articles: articles, outbox: try entries(), today: row.entry.date, besides: row.id)
        let day = journey.freeDay(row.entry.day)
        // If the day is free, the conflict is about something else.
        guard day != row.entry.day else { return (try settle(row, .refusedForGood(reason: conflict)), false) }
        if let other = journey.record(on: row.entry.date), before.record(on: row.entry.date) == nil {
            let taken = OutboxError.dateTaken(date: row.entry.date, day: other.day, title: other.title, next: day)
            let reason = ClientError(.outbox(taken), operation: .postEntry)
            try outbox.move(row.id, to: .sending) { ($0.entry.day, $0.entry.isDayProposed) = (day, false) }
            return (try settle(row, .refusedForGood(reason: reason)), false)
        }
        let moved = try outbox.move(row.id, to: .queued) { ($0.entry.day, $0.entry.isDayProposed) = (day, false) }
        return try await sendOne(moved, as: handle)
    }

    private func answer<Value>(
        _ call: () async throws(ClientError) -> Value
    ) async -> Result<Value, ClientError> {
        do throws(ClientError) { return .success(try await call()) } catch { return .failure(error) }
    }

    func settle(_ row: OutboxEntry, _ outcome: DeliveryOutcome) throws(OutboxError) -> OutboxEntry {
        switch outcome {
        case .arrived(let article):
            // The entry has arrived, even if the article cannot be written to the cache.
            try? cache.store([article], as: nil, at: clock())
            return try outbox.move(row.id, to: .sent) { [api] in
                $0.articleURL = api.address(ofArticle: article.id)
                $0.confirm(version: article.version)
            }
        case .removed:
            try? cache.forget(article: row.id)
            return try outbox.move(row.id, to: .sent) { $0.confirm(version: nil) }
        case .outdated(let conflict, let reason):
            return try outbox.move(row.id, to: .rejected) { [words] in
                ($0.conflict, $0.lastError, $0.nextAttemptAt) = (conflict, words(reason), nil)
            }
        case .refusedForNow(let reason, let delay):
            return try fail(row, to: .queued, reason, after: delay)
        case .needsSignIn(let reason, let delay):
            return try fail(row, to: .queued, reason, after: delay)
        case .refusedForGood(let reason):
            return try fail(row, to: .rejected, reason, after: nil)
        case .inDoubt(let reason):
            return try fail(row, to: .unknown, reason, after: delay(row.attempts))
        }
    }

    private func fail(
        _ row: OutboxEntry, to state: EntryState, _ reason: ClientError, after delay: TimeInterval?
    ) throws(OutboxError) -> OutboxEntry {
        try outbox.move(row.id, to: state) { [words, clock] in
            $0.lastError = words(reason)
            $0.nextAttemptAt = delay.map { clock().addingTimeInterval($0) }
        }
    }
}

extension SendReport {
    fileprivate func has(_ row: OutboxEntry) -> Bool { tried.contains { $0.id == row.id } }
}
