import HDOCClient
import HDOCModels

// Each function calls the client and returns the result as a message.

extension CommunityClient {
    // MARK: Network

    func result(of effect: NetworkEffect, report: @escaping @Sendable (NetworkMessage) -> Void) async -> NetworkMessage {
        switch effect {
        case .refresh(let resource):
            do throws(ClientError) {
                return .refreshed(resource, .success(try await refresh(resource)))
            } catch {
                return .refreshed(resource, .failure(error))
            }
        case .sync: return .synced(await sync { report(.syncing($0)) })
        case .check: return .checked(await outcome { try await check { report(.routeChecked($0)) } })
        case .send(let ids): return .sent(await outcome { try await send(ids) })
        }
    }

    // MARK: Session

    func signingIn(_ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void) async -> SessionMessage {
        .signedIn(await outcome { try await signIn(options, report: report) })
    }

    func signingOut() async -> SessionMessage { .signedOut(await outcome { try await signOut() }) }

    func signingUp(_ profile: SignUpProfile) async -> SessionMessage { .signedUp(await outcome { try await signUp(profile) }) }

    func setting(_ handle: String) -> SessionMessage {
        do throws(ConfigurationWriteError) {
            try setHandle(handle)
        } catch {
            if case .keptInMemory = error { return .handleSet(handle, problem: error) }
            return .handleRefused(error)
        }
        return .handleSet(handle, problem: nil)
    }

    private func outcome<Success>(_ body: () async throws -> Success) async -> Result<Success, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    // MARK: Outbox. Each change is durable when its function returns.

    func starting(_ entry: Entry, _ tool: WritingTool) -> WritingMessage {
        attempt(nil) { .entryStarted(try saveDraft(entry), tool) }
    }

    func saving(_ entry: Entry, replacing base: Entry, with saver: DraftSaver) -> WritingMessage {
        attempt(entry) {
            let saved = try saver.save(entry, replacing: base)
            return .draftSaved(saved.entry, copyOf: saved.copyOf)
        }
    }

    /// A copy is only saved: its writer decides whether it is sent as well.
    func queueing(_ entry: Entry, replacing base: Entry, with saver: DraftSaver) -> WritingMessage {
        attempt(entry) {
            let saved = try saver.save(entry, replacing: base)
            guard saved.copyOf == nil else { return .draftSaved(saved.entry, copyOf: saved.copyOf) }
            return .queued(try queue(entry.id))
        }
    }

    func correcting(_ id: String, _ tool: WritingTool) async -> WritingMessage {
        await changing(id) { client throws(OutboxError) in
            try client.startCorrection(of: id)
        } message: {
            .entryStarted($0, tool)
        }
    }

    func removing(_ id: String) async -> WritingMessage {
        await changing(id) { client throws(OutboxError) in
            try client.queueRemoval(of: id)
        } message: {
            .queued($0)
        }
    }

    private func changing(
        _ id: String, _ begin: @Sendable (Self) throws(OutboxError) -> OutboxEntry, message: (OutboxEntry) -> WritingMessage
    ) async -> WritingMessage {
        do {
            return message(try await fetchingText { () throws(OutboxError) in try begin(self) })
        } catch {
            return .failed(error, nil)
        }
    }

    func discardingIfEmpty(_ id: String) -> WritingMessage? {
        let row = try? outbox().first { $0.id == id }
        return row?.state == .draft && row?.entry.isUnwritten == true ? discarding(id) : nil
    }

    func discarding(_ id: String) -> WritingMessage {
        attempt(nil) {
            try discard(id)
            return .discarded(id: id)
        }
    }

    func settling(_ id: String, arrived: Bool) -> WritingMessage {
        attempt(nil) {
            let entry = try settle(id, arrived: arrived)
            return arrived ? .settled(entry) : .queued(entry)
        }
    }

    private func attempt(_ entry: Entry?, _ body: () throws -> WritingMessage) -> WritingMessage {
        do {
            return try body()
        } catch {
            return .failed(error, entry)
        }
    }
}
