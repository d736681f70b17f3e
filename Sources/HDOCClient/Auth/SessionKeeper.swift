import FoundationEssentials

/// Keeps the session of one stage: who is signed in, and a valid token for the API.
///
/// Processes share the token file. A process that changes it holds the lock and reads the file again first, so that a
/// refresh token that may be used only once is used only once.
actor SessionKeeper {
    private let stage: Stage
    private let store: any TokenStore
    private let lockPath: String
    private let now: @Sendable () -> Date
    private let environment: [String: String]
    private let provider: Result<IdentityProvider, ProviderError>

    private var attempt: SignInAttempt?
    private var refreshing: Task<Result<LiveTokens, ClientError>, Never>?
    /// Valid tokens that the store could not save, for instance on a full disk.
    private var unsaved: StoredTokens?

    /// A token that expires within this time, in seconds, is refreshed before it is used.
    static let margin: TimeInterval = 120

    init(
        stage: Stage, transport: any Transport, store: any TokenStore, lockPath: String,
        clock: @escaping @Sendable () -> Date = { Date() }, environment: [String: String]
    ) {
        (self.stage, self.store, self.lockPath) = (stage, store, lockPath)
        (now, self.environment) = (clock, environment)
        provider = Result { () throws(ProviderError) in
            try IdentityProvider(stage: stage, transport: transport, now: clock)
        }
    }

    /// What the store says, without network and without lock.
    nonisolated func status() -> SessionStatus {
        let stored: StoredTokens?
        do { stored = try store.load() } catch { return .unreadable(path: store.location) }
        guard let stored, belongsToStage(stored) else { return .signedOut }
        guard let live = stored.live, stored.mayBeSent(stage.token) else { return .ended(stored.identity) }
        let until = live.expires(stage.token)
        guard until > now() || live.refreshToken != nil else { return .ended(stored.identity) }
        return .signedIn(stored.identity, until: until, canRefresh: live.refreshToken != nil)
    }

    // MARK: A token for the API

    /// A token of the kind that the stage accepts. It is refreshed first where it is about to expire.
    /// - Parameter refused: the token that the API has just refused; it is replaced by a new one.
    func bearer(replacing refused: Secret? = nil) async throws(ClientError) -> Secret {
        let live = try current().live
        if isGood(live, refused: refused) { return live.token(stage.token) }
        do throws(ClientError) {
            return try await refreshed(refused: refused).token(stage.token)
        } catch {
            // The API may be reachable where the provider is not: a token that is still valid is still used.
            guard refused == nil, error.kind != .signInNeeded, live.expires(stage.token) > now() else { throw error }
            return live.token(stage.token)
        }
    }

    private func isGood(_ live: LiveTokens, refused: Secret?) -> Bool {
        live.token(stage.token) != refused
            && live.expires(stage.token).timeIntervalSince(now()) >= Self.margin
    }

    /// Refreshes once at a time: callers that come meanwhile wait for the same result. A refresh runs to its end even where
    /// its callers are cancelled, because the reply may contain the only refresh token that is still valid.
    private func refreshed(refused: Secret?) async throws(ClientError) -> LiveTokens {
        if let running = refreshing {
            let live = try await running.value.get()
            if live.token(stage.token) != refused { return live }
        }
        let task =
            refreshing
            ?? Task {
                defer { self.refreshing = nil }
                do throws(ClientError) {
                    return .success(try await self.refresh(refused: refused))
                } catch {
                    return .failure(error)
                }
            }
        refreshing = task
        return try await task.value.get()
    }

    private func refresh(refused: Secret?) async throws(ClientError) -> LiveTokens {
        let lock = try await acquireLock(.refreshSession)
        defer { lock.release() }
        if let unsaved { keep(unsaved) }
        let (stored, live) = try current()  // another process may have refreshed it
        if isGood(live, refused: refused) { return live }
        guard let refreshToken = live.refreshToken else {
            if refused == nil, live.expires(stage.token) > now() { return live }
            throw ClientError(.signInNeeded, operation: .refreshSession)
        }
        do throws(ProviderError) {
            let provider = try provider.get()
            try await provider.keys.prepare()
            let reply = try await provider.tokenClient().refresh(refreshToken)
            return try await adopt(reply, after: stored, live)
        } catch {
            if error.kind == .signInNeeded { try forget(stored) }
            throw ClientError(error, during: .refreshSession)
        }
    }

    /// Verifies and saves the reply to a refresh. A new refresh token is kept even where the rest of the reply is not
    /// accepted: the old one is no longer valid.
    private func adopt(
        _ reply: TokenReply, after stored: StoredTokens, _ live: LiveTokens
    ) async throws(ProviderError) -> LiveTokens {
        do throws(ProviderError) {
            let session = try await provider.get().session(from: reply, nonce: nil, previous: stored)
            keep(session)
            return session.live ?? live
        } catch {
            if let rotated = reply.refreshToken {
                var rescued = stored
                rescued.live?.refreshToken = rotated
                keep(rescued)
            }
            throw error
        }
    }

    // MARK: Signing in and out

    /// Signs in through the browser, and returns the verified identity once the tokens are stored. An earlier attempt that
    /// still waits is cancelled.
    /// - Parameter report: is called with each step, from any thread.
    func signIn(
        _ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void
    ) async throws(ClientError) -> Identity {
        while let earlier = attempt {
            earlier.cancel()
            await earlier.ended()
        }
        let attempt = SignInAttempt()
        self.attempt = attempt
        defer {
            self.attempt = nil
            attempt.end()
        }
        let session: StoredTokens
        do throws(ProviderError) {
            session = try await SignInFlow(
                provider: try provider.get(), callbackPorts: stage.callbackPorts, environment: environment, attempt: attempt,
                options: options, report: report
            ).run()
        } catch {
            throw ClientError(error, during: .signIn)
        }
        let lock = try await acquireLock(.signIn)
        defer { lock.release() }
        try storing(.signIn) { () throws(StoreError) in try store.save(session) }
        unsaved = nil
        return session.identity
    }

    /// Takes what the browser's address line shows, whole or from `code=` on.
    /// - Returns: false where it does not belong to the attempt that waits, or no attempt waits. The wait then goes on.
    func pasteBack(_ text: String) -> Bool {
        guard let attempt, attempt.isWaiting,
            case .accepted(let reply) = attempt.judge(query: AuthorizationReply.query(inPasted: text))
        else { return false }
        attempt.deliver(reply)
        return true
    }

    /// Removes the tokens, and then revokes them at the provider. Removing comes first, because it needs no network.
    /// - Throws: where tokens could not be removed, or a keyring that holds them does not answer. They are revoked even then
    ///   where they could be read.
    func signOut() async throws(ClientError) -> SignOutReport {
        attempt?.cancel()
        let lock = try await acquireLock(.signOut)
        defer { lock.release() }
        let stored = unsaved ?? (try? store.load())
        let removal = Result { () throws(ClientError) in
            try storing(.signOut) { () throws(StoreError) in try store.remove() }
        }
        unsaved = nil
        let report = await revoke(stored)
        try removal.get()
        return report
    }

    private func revoke(_ stored: StoredTokens?) async -> SignOutReport {
        guard case .success(let provider) = provider, let stored, belongsToStage(stored) else { return SignOutReport() }
        var result = SignOutReport()
        do throws(ProviderError) {
            if let token = stored.live?.refreshToken, stored.holdsOwnToken { try await provider.tokenClient().revoke(token) }
        } catch {
            result.revocationFailure = ClientError(error, during: .signOut)
        }
        result.browserSignOut = await provider.browserSignOut(callbackPorts: stage.callbackPorts)
        return result
    }

    // MARK: The store

    private nonisolated func belongsToStage(_ stored: StoredTokens) -> Bool {
        stage.issuer?.hasSameBytes(as: stored.issuer) == true && stage.clientID?.hasSameBytes(as: stored.clientID) == true
    }

    private func current() throws(ClientError) -> (stored: StoredTokens, live: LiveTokens) {
        let stored =
            if let unsaved { unsaved } else {
                try storing(.refreshSession) { () throws(StoreError) in try store.load() }
            }
        guard let stored, belongsToStage(stored), let live = stored.live, stored.mayBeSent(stage.token) else {
            throw ClientError(.signInNeeded, operation: .refreshSession)
        }
        return (stored, live)
    }

    /// Saves tokens. Where that fails they are kept in memory, for this process.
    private func keep(_ tokens: StoredTokens) {
        unsaved = (try? store.save(tokens)) == nil ? tokens : nil
    }

    private func acquireLock(_ operation: ClientError.Operation) async throws(ClientError) -> FileLock {
        do throws(StoreError) {
            return try await FileLock.acquire(lockPath)
        } catch {
            throw ClientError(.store(error), operation: operation)
        }
    }

    private nonisolated func storing<Value>(
        _ operation: ClientError.Operation, _ body: () throws(StoreError) -> Value
    ) throws(ClientError) -> Value {
        do throws(StoreError) { return try body() } catch { throw ClientError(.store(error), operation: operation) }
    }

    private func forget(_ stored: StoredTokens) throws(ClientError) {
        var ended = stored
        ended.live = nil
        unsaved = nil
        try storing(.refreshSession) { () throws(StoreError) in try store.save(ended) }
    }
}
