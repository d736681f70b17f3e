import FoundationEssentials

/// Manages the session of one stage: the identity of the user, and a valid token for the API.
///
/// Several processes share the token file. A process that changes it first takes the lock and reads the file again. So a
/// refresh token that is valid only once is never used twice.
actor SessionKeeper {
    private let stage: Stage
    private let store: any TokenStore
    private let lockPath: String
    private let now: @Sendable () -> Date
    private let environment: [String: String]
    private let transport: any Transport
    private let held: HeldTokens
    private let provider: Result<IdentityProvider, ProviderError>

    private var attempt: SignInAttempt?
    private var refreshing: Task<Result<LiveTokens, ClientError>, Never>?
    /// Valid tokens that could not be saved, for example because the disk is full.
    private var unsaved: StoredTokens?

    /// In seconds. A token that expires within this time is refreshed before it is used.
    static let margin: TimeInterval = 120

    init(
        stage: Stage, transport: any Transport, store: any TokenStore, lockPath: String,
        clock: @escaping @Sendable () -> Date = { Date() }, environment: [String: String], held: HeldTokens = HeldTokens()
    ) {
        (self.stage, self.transport, self.store, self.lockPath) = (stage, transport, store, lockPath)
        (now, self.environment, self.held) = (clock, environment, held)
        provider = Result { () throws(ProviderError) in
            try IdentityProvider(stage: stage, transport: transport, now: clock, held: held)
        }
    }

    /// The state of the session according to the token store. It uses neither the network nor the lock.
    nonisolated func status() -> SessionStatus {
        let stored: StoredTokens?
        do { stored = try store.load() } catch { return .unreadable(path: store.location) }
        guard let stored else { return .signedOut }
        guard belongsToStage(stored) else { return .otherSession(stored.identity) }
        guard let live = stored.live, stored.mayBeSent(stage.token) else { return .ended(stored.identity) }
        let until = live.expires(stage.token)
        guard until > now() || live.refreshToken != nil else { return .ended(stored.identity) }
        return .signedIn(stored.identity, until: until, canRefresh: live.refreshToken != nil)
    }

    // MARK: A token for the API

    /// A valid token of the kind that the stage accepts. If the current token is about to expire, it is refreshed first.
    /// - Parameter refused: a token that the API just rejected. It is not returned; a new token is fetched instead.
    func bearer(replacing refused: Secret? = nil) async throws(ClientError) -> Secret {
        let live = try current().live
        if isGood(live, refused: refused) { return live.token(stage.token) }
        do throws(ClientError) {
            return try await refreshed(refused: refused).token(stage.token)
        } catch {
            // The API may be reachable even if the provider is not, so a token that is still valid is used.
            guard refused == nil, error.kind != .signInNeeded, live.expires(stage.token) > now() else { throw error }
            return live.token(stage.token)
        }
    }

    private func isGood(_ live: LiveTokens, refused: Secret?) -> Bool {
        live.token(stage.token) != refused
            && live.expires(stage.token).timeIntervalSince(now()) >= Self.margin
    }

    /// Refreshes the session. Only one refresh runs at a time, and other callers wait for its result. A refresh is completed
    /// even if all callers are cancelled, because its response may contain the only valid refresh token.
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
        let (stored, live) = try current()  // another process may have refreshed the session
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

    /// Verifies and saves the response to a refresh. If the verification fails, a new refresh token is saved nevertheless,
    /// because the old one may no longer be valid.
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

    /// Signs in with the browser. Returns the verified identity after the tokens are stored. An earlier attempt that is still
    /// waiting is cancelled.
    /// - Parameter report: called with each step, from any thread.
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

    /// Accepts an address that the user copied from the browser, or its part from `code=` on.
    /// - Returns: false if the address does not belong to the waiting attempt, or no attempt is waiting. A waiting attempt then
    ///   continues to wait.
    func pasteBack(_ text: String) -> Bool {
        guard let attempt, attempt.isWaiting,
            case .accepted(let reply) = attempt.judge(query: AuthorizationReply.query(inPasted: text))
        else { return false }
        attempt.deliver(reply)
        return true
    }

    /// Removes the tokens from the store, and then revokes them at the provider. Removing needs no network, so it comes first.
    /// - Throws: an error if the tokens could not be removed, for example because the keyring does not respond. If the tokens
    ///   could be read, they are revoked even then.
    func signOut() async throws(ClientError) -> SignOutReport {
        attempt?.cancel()
        let lock = try await acquireLock(.signOut)
        defer { lock.release() }
        let stored = unsaved ?? (try? store.load())
        // The response to the revocation may repeat the token, which the store does not have any more then.
        if let live = stored?.live { held.add(live) }
        let removal = Result { () throws(ClientError) in
            try storing(.signOut) { () throws(StoreError) in try store.remove() }
        }
        unsaved = nil
        let report = await revoke(stored)
        try removal.get()
        return report
    }

    private func revoke(_ stored: StoredTokens?) async -> SignOutReport {
        guard let stored, let provider = try? provider(of: stored) else { return SignOutReport() }
        var result = SignOutReport()
        do throws(ProviderError) {
            if let token = stored.live?.refreshToken, stored.holdsOwnToken { try await provider.tokenClient().revoke(token) }
        } catch {
            result.revocationFailure = ClientError(error, during: .signOut)
        }
        result.browserSignOut = await provider.browserSignOut(callbackPorts: stage.callbackPorts)
        return result
    }

    /// The provider that issued a session. After a change of the configuration, it is another one than the stage's.
    private func provider(of stored: StoredTokens) throws(ProviderError) -> IdentityProvider {
        if belongsToStage(stored) { return try provider.get() }
        var former = stage
        (former.issuer, former.clientID) = (stored.issuer, stored.clientID)
        if stage.issuer?.hasSameBytes(as: stored.issuer) != true { former.auth = nil }
        return try IdentityProvider(stage: former, transport: transport, now: now, held: held)
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

    /// Saves tokens. If this fails, they are kept in memory until the process ends.
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
