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
        return try outbox.move(id, to: settled) { ($0.lastError, $0.nextAttemptAt) = (nil, nil) }
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
