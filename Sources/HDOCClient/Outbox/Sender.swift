import FoundationEssentials
import HDOCModels

/// Posts what waits in the outbox: one sender at a time, the oldest first, each entry under its own id.
/// After a reply that was lost it asks the backend before it does anything else.
struct Sender: Sendable {
    let outbox: Outbox
    let api: StageAPI
    let cache: Cache
    let clock: @Sendable () -> Date
    /// One sentence for an error, kept with the entry.
    let words: @Sendable (ClientError) -> String

    /// Sends what is due; with `ids` just those, due or not.
    func send(_ ids: [String]?, as handle: String) async throws -> SendReport {
        var report = SendReport()
        repeat {
            guard let lock = try FileLock.tryAcquire(outbox.path + ".lock") else {
                report.otherSender = true
                return report
            }
            defer { lock.release() }
            guard try await sendAll(ids, as: handle, &report) else { break }
            // Who queued an entry while the lock was held could not send it: look once more without it.
        } while try ids == nil && outbox.entries().contains { isDue($0, nil) && !report.has($0) }
        return report
    }

    /// False where sign-in is needed first.
    private func sendAll(_ ids: [String]?, as handle: String, _ report: inout SendReport) async throws -> Bool {
        for row in try outbox.entries() where isDue(row, ids) && !report.has(row) {
            if Task.isCancelled { return false }
            let (result, needsSignIn) = try await sendOne(row, as: handle)
            report.tried.append(result)
            if needsSignIn {
                report.needsSignIn = true
                return false
            }
        }
        return true
    }

    /// `sending` is due too: whoever was sending it is gone, or this process would not hold the lock.
    private func isDue(_ row: OutboxEntry, _ ids: [String]?) -> Bool {
        guard row.state.isWaiting else { return false }
        if let ids { return ids.contains(row.id) }
        // An attempt set further ahead than any delay (and a second, for rounding) comes from a clock that was set back since.
        return row.nextAttemptAt.map { $0 <= clock() || $0.timeIntervalSince(clock()) > Backoff.longestAsked + 1 } ?? true
    }

    private func sendOne(_ row: OutboxEntry, as handle: String) async throws -> (OutboxEntry, needsSignIn: Bool) {
        if row.state != .queued {
            let known = try await reconcile(row, as: handle)
            guard known.state == .queued else { return (known, false) }
        }
        let sending = try outbox.move(row.id, to: .sending) { $0.attempts += 1 }
        switch await answer({ () async throws(ClientError) in try await api.post(sending.entry, as: handle) }) {
        case .success(let article):
            return (try settle(sending, .arrived(article)), false)
        case .failure(let error):
            let delivery = Delivery(failure: error, attempts: sending.attempts) { Backoff.delay(attempts: $0) }
            let settled = try settle(sending, delivery)
            switch delivery {
            case .inDoubt: return (try await reconcile(settled, as: handle), false)
            case .needsSignIn: return (settled, true)
            default: return (settled, false)
            }
        }
    }

    /// Asks whether an entry in doubt has arrived. Not found: it may be sent (its id makes a late twin harmless).
    /// No answer, or no such route: it stays in doubt, and that is shown.
    private func reconcile(_ row: OutboxEntry, as handle: String) async throws -> OutboxEntry {
        switch await answer({ () async throws(ClientError) in try await api.article(row.id, by: handle) }) {
        case .success(let article):
            return try settle(row, .arrived(article))
        case .failure(let error):
            // After a 504 the backend may still be at work: not found now, it is asked again before it is sent again.
            return try outbox.move(row.id, to: error.kind == .notFound ? .queued : .unknown) { [words, clock] in
                $0.lastError = $0.lastError ?? words(error)
                $0.nextAttemptAt = clock().addingTimeInterval(Backoff.delay(attempts: $0.attempts))
            }
        }
    }

    private func answer(
        _ call: () async throws(ClientError) -> Article
    ) async -> Result<Article, ClientError> {
        do throws(ClientError) { return .success(try await call()) } catch { return .failure(error) }
    }

    private func settle(_ row: OutboxEntry, _ delivery: Delivery) throws -> OutboxEntry {
        switch delivery {
        case .arrived(let article):
            // The cache can be fetched again: that it cannot be written must not undo what has arrived.
            try? cache.store([article], as: nil, at: clock())
            return try outbox.move(row.id, to: .sent) { [api] in
                $0.articleURL = api.stage.api + "articles/" + PercentEncoding.component(article.id)
                ($0.lastError, $0.nextAttemptAt) = (nil, nil)
            }
        case .refusedForNow(let reason, let delay):
            return try fail(row, to: .queued, reason, after: delay)
        case .needsSignIn(let reason, let delay):
            return try fail(row, to: .queued, reason, after: delay)
        case .refusedForGood(let reason):
            return try fail(row, to: .rejected, reason, after: nil)
        case .inDoubt(let reason):
            return try fail(row, to: .unknown, reason, after: Backoff.delay(attempts: row.attempts))
        }
    }

    private func fail(
        _ row: OutboxEntry, to state: EntryState, _ reason: ClientError, after delay: TimeInterval?
    ) throws -> OutboxEntry {
        try outbox.move(row.id, to: state) { [words, clock] in
            $0.lastError = words(reason)
            $0.nextAttemptAt = delay.map { clock().addingTimeInterval($0) }
        }
    }
}

extension SendReport {
    fileprivate func has(_ row: OutboxEntry) -> Bool { tried.contains { $0.id == row.id } }
}
