import HDOCClient
import HDOCModels
import Synchronization

// MARK: - Session and handle

extension ScriptedClient {
    public func session() -> SessionStatus {
        script.withLock { script in
            script.reads["session", default: 0] += 1
            return script.session
        }
    }
    public func handle() -> String? { script.withLock(\.handle) }
    public func tokenPlace() -> TokenPlace { script.withLock(\.tokenPlace) }

    public func setHandle(_ handle: String) throws(ConfigurationWriteError) {
        script.withLock { script in
            script.log.append("handle \(handle)")
            script.handle = handle
        }
        notices.send(.session)
        if let failure = script.withLock(\.setHandleFailure) { throw failure }
    }

    public func signIn(
        _ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void
    ) async throws(ClientError) -> Identity {
        script.withLock(\.signInSteps).forEach(report)
        if let address = script.withLock(\.signInEndsWith) {
            for await text in pastes where text == address { break }
        }
        let identity: Identity
        let answer = try expect(script.withLock(\.signIn))
        do throws(SignInError) { identity = try answer.get() } catch { throw ClientError(.signIn(error), operation: .signIn) }
        script.withLock { script in
            script.session = script.sessionAfterSignIn ?? script.session
            script.handle = script.handleAfterSignIn ?? script.handle
        }
        notices.send(.session)
        return identity
    }

    public func pasteBack(_ text: String) async -> Bool {
        let isOurs = script.withLock { script in
            script.log.append("paste \(text)")
            return script.signInEndsWith == text
        }
        pasted.yield(text)
        return isOurs
    }

    public func signUp(_ profile: SignUpProfile) async throws(ClientError) -> Journeyer {
        let answer = script.withLock { script in
            script.log.append("sign up \(SignUpField.allCases.map { profile[$0] })")
            return script.signUp
        }
        let created = try expect(answer)(profile)
        script.withLock { $0.handle = created.handle }
        notices.send([.journeyers, .storage])
        notices.send(.session)
        return created
    }

    public func signOut() async throws(ClientError) -> SignOutReport {
        let answer = script.withLock { script in
            script.log.append("sign out")
            return script.signOut
        }
        let report = try expect(answer)
        script.withLock { $0.session = .signedOut }
        notices.send(.session)
        return report
    }
}

// MARK: - Writing

extension ScriptedClient {
    public func outbox() throws(OutboxError) -> [OutboxEntry] {
        script.withLock { script in
            script.reads["outbox", default: 0] += 1
            return script.outbox
        }
    }

    public func checkWriting() throws(OutboxError) {
        if let error = script.withLock(\.storeError) { throw .store(error) }
    }

    public func saveDraft(_ entry: Entry, replacing known: [Entry]?) throws(OutboxError) -> OutboxEntry {
        let saved = OutboxEntry(entry: entry, state: .draft, createdAt: now, updatedAt: now)
        return try changeOutbox("save day \(entry.day)") { script throws(OutboxError) in
            if let known, let old = script.outbox.first(where: { $0.id == entry.id }) {
                guard old.state.isEditable else { throw .notEditable(old) }
                guard known.contains(old.entry) || old.entry == entry else { throw .changedElsewhere(old) }
            }
            script.outbox.removeAll { $0.id == entry.id }
            script.outbox.append(saved)
            return saved
        }
    }

    public func queue(_ id: String) throws(OutboxError) -> OutboxEntry {
        try changeOutbox("queue") { script throws(OutboxError) in
            if let error = script.queueError { throw error }
            return try script.set(id, .queued)
        }
    }

    public func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry {
        try changeOutbox(arrived ? "arrived" : "again") { script throws(OutboxError) in
            try script.set(id, arrived ? .sent : .queued)
        }
    }

    public func discard(_ id: String) throws(OutboxError) {
        try changeOutbox("discard") { script throws(OutboxError) in script.outbox.removeAll { $0.id == id } }
    }

    public func send(_ ids: [String]?) async throws(ClientError) -> SendReport {
        script.withLock { $0.sentIDs.append(ids) }
        let result: Result<SendReport, ClientError>
        do throws(OutboxError) {
            result = try changeOutbox("send") { script throws(OutboxError) in
                do throws(ClientError) { return .success(try self.send(ids, &script)) } catch { return .failure(error) }
            }
        } catch {
            throw ClientError(.outbox(error), operation: .postEntry)
        }
        // The real client adds the article of a sent entry to the cache.
        if case .success(let report) = result, report.tried.contains(where: { $0.state == .sent }) {
            notices.send([.articles, .storage])
        }
        return try result.get()
    }

    private func send(_ ids: [String]?, _ script: inout Script) throws(ClientError) -> SendReport {
        if script.otherSender { return SendReport(otherSender: true) }
        let act = try expect(script.send, "send")
        var tried: [OutboxEntry] = []
        for id in ids ?? script.outbox.map(\.id) {
            guard let index = script.outbox.firstIndex(where: { $0.id == id }) else {
                throw ClientError(.outbox(.noSuchEntry(id)), operation: .postEntry)
            }
            try act(&script.outbox[index])
            tried.append(script.outbox[index])
        }
        return SendReport(tried: tried)
    }

    /// Sends a notice if the outbox has changed, even if `body` changed it and then threw.
    private func changeOutbox<Value: Sendable>(
        _ name: String, _ body: (inout Script) throws(OutboxError) -> Value
    ) throws(OutboxError) -> Value {
        let (result, isChanged) = script.withLock { script -> (Result<Value, OutboxError>, Bool) in
            script.log.append(name)
            if let error = script.storeError { return (.failure(.store(error)), false) }
            let before = script.outbox
            let result: Result<Value, OutboxError>
            do throws(OutboxError) { result = .success(try body(&script)) } catch { result = .failure(error) }
            return (result, script.outbox != before)
        }
        if isChanged { notices.send([.outbox, .storage]) }
        return try result.get()
    }
}

extension ScriptedClient.Script {
    fileprivate mutating func set(_ id: String, _ state: EntryState) throws(OutboxError) -> OutboxEntry {
        guard let index = outbox.firstIndex(where: { $0.id == id }) else { throw .noSuchEntry(id) }
        outbox[index].state = state
        return outbox[index]
    }
}
