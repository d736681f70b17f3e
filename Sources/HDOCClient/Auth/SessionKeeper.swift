import FoundationEssentials

/// Keeps one stage's session: who is signed in, and a token that is good now.
///
/// Processes share the token file. Whoever changes it holds the lock and reads it again first, so that a refresh token
/// which may be used only once is used only once.
actor SessionKeeper {
    private let stage: Stage
    private let store: any TokenStore
    private let lockPath: String
    private let now: @Sendable () -> Date
    private let environment: [String: String]
    private let provider: Result<Provider, ClientError>

    private var attempt: SignInAttempt?
    private var refreshing: Task<Result<StoredTokens.Live, ClientError>, Never>?
    /// Good tokens that the store would not take, as on a full disk.
    private var unsaved: StoredTokens?

    /// A token with less than this left, in seconds, is refreshed before it is used.
    static let margin: TimeInterval = 120

    init(
        stage: Stage, transport: any Transport, store: any TokenStore, lockPath: String,
        clock: @escaping @Sendable () -> Date = { Date() }, environment: [String: String]
    ) {
        (self.stage, self.store, self.lockPath) = (stage, store, lockPath)
        (now, self.environment) = (clock, environment)
        provider = Result { () throws(ClientError) in try Provider(stage: stage, transport: transport, now: clock) }
    }

    /// What the store says. No network, no lock.
    nonisolated func status() -> SessionStatus {
        let stored: StoredTokens?
        do { stored = try store.load() } catch { return .unreadable(path: store.location) }
        guard let stored, isOurs(stored) else { return .signedOut }
        guard let live = stored.live else { return .ended(stored.identity) }
        let until = live.expires(stage.token)
        guard until > now() || live.refreshToken != nil else { return .ended(stored.identity) }
        return .signedIn(stored.identity, until: until, canRefresh: live.refreshToken != nil)
    }

    // MARK: A token for the API

    /// A token of the kind the stage wants, refreshed if it is about to end or if it is the one that was refused.
    func bearer(replacing refused: Secret? = nil) async throws(ClientError) -> Secret {
        let live = try current().live
        if isGood(live, refused: refused) { return live.token(stage.token) }
        do throws(ClientError) {
            return try await refreshed(refused: refused).token(stage.token)
        } catch {
            // The provider cannot be reached, but the API may be: what is still valid is still used.
            let isLasting = error.kind == .signInNeeded
            guard refused == nil, !isLasting, live.expires(stage.token) > now() else {
                throw error.during(.refreshSession)
            }
            return live.token(stage.token)
        }
    }

    private func isGood(_ live: StoredTokens.Live, refused: Secret?) -> Bool {
        live.token(stage.token) != refused
            && live.expires(stage.token).timeIntervalSince(now()) >= Self.margin
    }

    /// One refresh at a time; who comes meanwhile waits for that one. It runs to its end even if the callers are gone,
    /// because a reply that nobody reads may hold the only refresh token that still works.
    private func refreshed(refused: Secret?) async throws(ClientError) -> StoredTokens.Live {
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

    private func refresh(refused: Secret?) async throws(ClientError) -> StoredTokens.Live {
        let lock = try await acquireLock(.refreshSession)
        defer { lock.release() }
        if let unsaved { keep(unsaved) }
        let (stored, live) = try current()  // another process may have been faster
        if isGood(live, refused: refused) { return live }
        guard let refreshToken = live.refreshToken else {
            if refused == nil, live.expires(stage.token) > now() { return live }
            throw ClientError(.signInNeeded, operation: .refreshSession)
        }
        let provider = try provider.get()
        try await provider.keys.prepare()
        let reply: TokenEndpoint.Reply
        do throws(ClientError) {
            reply = try await provider.tokenEndpoint().refresh(refreshToken)
        } catch {
            if error.kind == .signInNeeded { try forget(stored) }
            throw error
        }
        return try await adopt(reply, after: stored, live)
    }

    /// A rotated refresh token is kept even where the rest of the reply cannot be believed: the old one is dead.
    private func adopt(
        _ reply: TokenEndpoint.Reply, after stored: StoredTokens, _ live: StoredTokens.Live
    ) async throws(ClientError) -> StoredTokens.Live {
        do throws(ClientError) {
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

    /// Reports each step; ends with the verified identity once the tokens are stored. A try that is still waiting is
    /// cancelled for this one.
    func signIn(
        _ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void
    ) async throws(ClientError) -> Identity {
        let provider = try provider.get()
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
        let session = try await HostedSignIn(
            provider: provider, callbackPorts: stage.callbackPorts, environment: environment, attempt: attempt,
            options: options, report: report
        ).run()
        let lock = try await acquireLock(.signIn)
        defer { lock.release() }
        try storing(.signIn) { () throws(StoreError) in try store.save(session) }
        unsaved = nil
        return session.identity
    }

    /// Takes what the browser's address line shows, whole or from `code=` on. False where it does not belong to the try
    /// that waits, or none waits; the wait goes on then.
    func pasteBack(_ text: String) -> Bool {
        guard let attempt, attempt.isWaiting,
            case .accepted(let reply) = attempt.judge(query: AuthorizationReply.query(inPasted: text))
        else { return false }
        attempt.deliver(reply)
        return true
    }

    /// Forgets the tokens, and then tells the provider. Forgetting comes first: it must not depend on a network.
    func signOut() async throws(ClientError) -> SignOutReport {
        attempt?.cancel()
        let lock = try await acquireLock(.signOut)
        defer { lock.release() }
        let stored = unsaved ?? (try? store.load())
        try storing(.signOut) { () throws(StoreError) in try store.remove() }
        unsaved = nil
        guard case .success(let provider) = provider, let stored, isOurs(stored) else { return SignOutReport() }
        var result = SignOutReport()
        do throws(ClientError) {
            if let token = stored.live?.refreshToken { try await provider.tokenEndpoint().revoke(token) }
        } catch {
            result.revocationFailure = error.during(.signOut)
        }
        result.browserSignOut = await provider.browserSignOut(callbackPorts: stage.callbackPorts)
        return result
    }

    // MARK: The store

    private nonisolated func isOurs(_ stored: StoredTokens) -> Bool {
        stored.issuer == stage.issuer && stored.clientID == stage.clientID
    }

    private func current() throws(ClientError) -> (stored: StoredTokens, live: StoredTokens.Live) {
        let stored =
            if let unsaved { unsaved } else {
                try storing(.refreshSession) { () throws(StoreError) in try store.load() }
            }
        guard let stored, isOurs(stored), let live = stored.live else {
            throw ClientError(.signInNeeded, operation: .refreshSession)
        }
        return (stored, live)
    }

    /// Stores, or remembers for this process what cannot be stored now.
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
