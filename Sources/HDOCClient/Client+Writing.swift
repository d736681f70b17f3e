import FoundationEssentials
import HDOCModels
import Synchronization

// MARK: - The outbox

extension Client {
    public func outbox() throws -> [OutboxEntry] { try outboxStore.get().entries() }

    public func checkWriting() throws { try outboxStore.get().checkWriting() }

    public func saveDraft(_ entry: Entry) throws -> OutboxEntry { try outboxStore.get().save(entry) }

    public func queue(_ id: String) throws -> OutboxEntry {
        let outbox = try outboxStore.get()
        try keepDemoAtHome(outbox)
        guard let row = try outbox.entry(id) else { throw OutboxError.noSuchEntry(id) }
        let problems = EntryRules.problems(of: row.entry)
        guard problems.isEmpty else { throw OutboxError.invalid(problems) }
        // A day has one entry: here, and as far as the cache knows on the backend.
        if let other = try journey(today: row.entry.date, besides: id).records[row.entry.day] {
            throw OutboxError.dayTaken(day: other.day, title: other.title)
        }
        return try outbox.move(id, to: .queued) { ($0.lastError, $0.nextAttemptAt) = (nil, nil) }
    }

    /// What was written for the demo goes to a demo, and a demo is on this machine.
    private func keepDemoAtHome(_ outbox: Outbox) throws(OutboxError) {
        guard outbox.isDemo || stage.isDemo else { return }
        guard outbox.isDemo, stage.isDemo, RequestURL(stage.api)?.isLoopback == true else { throw .demoOnly }
    }

    public func discard(_ id: String) throws { try outboxStore.get().discard(id) }

    public func settle(_ id: String, arrived: Bool) throws -> OutboxEntry {
        let outbox = try outboxStore.get()
        guard let row = try outbox.entry(id) else { throw OutboxError.noSuchEntry(id) }
        let settled: EntryState = arrived ? .sent : .queued
        guard row.state == .unknown else { throw OutboxError.cannotMove(from: row.state, to: settled) }
        return try outbox.move(id, to: settled) { ($0.lastError, $0.nextAttemptAt) = (nil, nil) }
    }

    public func send(_ ids: [String]?) async throws -> SendReport {
        let outbox = try outboxStore.get()
        guard try outbox.entries().contains(where: \.state.isWaiting) else { return SendReport() }
        try keepDemoAtHome(outbox)
        guard let handle = handle() else {
            throw ClientError(.notConfigured(key: "handle"), operation: .postEntry)
        }
        let sender = Sender(outbox: outbox, api: api, cache: cache, clock: settings.clock, words: settings.words)
        return try await sender.send(ids, as: handle)
    }
}

// MARK: - Who I am

extension Client {
    public func session() -> SessionStatus { keeper.status() }

    public func handle() -> String? {
        if let handle = chosenHandle.withLock({ $0 }) ?? stage.handle { return handle }
        guard case .signedIn(let identity, _, _) = keeper.status() else { return nil }
        // A claim is a guess: it counts where the stage knows a user by that name.
        return [identity.preferredUsername, identity.username].compactMap { $0 }.lazy
            .compactMap { try? self.cache.journeyer($0).value?.handle }.first
    }

    public func setHandle(_ handle: String) throws {
        try settings.rememberHandle(handle)
        chosenHandle.withLock { $0 = handle }
        hub.fire(.session)
    }

    public func signIn(
        _ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void
    ) async throws -> Identity {
        let identity = try await keeper.signIn(options, report: report)
        for name in [identity.preferredUsername, identity.username].compactMap({ $0 }) where handle() == nil {
            // Only to learn whether the stage knows that name; signing in has succeeded all the same.
            _ = try? await refresh(.journeyer(name))
        }
        hub.fire(.session)
        return identity
    }

    public func pasteBack(_ text: String) async -> Bool { await keeper.pasteBack(text) }

    public func signOut() async throws -> SignOutReport {
        let report = try await keeper.signOut()
        hub.fire(.session)
        return report
    }
}
