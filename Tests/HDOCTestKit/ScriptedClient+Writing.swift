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
        var saved = OutboxEntry(entry: entry, state: .draft, createdAt: now, updatedAt: now)
        return try changeOutbox("save day \(entry.day)") { script throws(OutboxError) in
            if let old = script.outbox.first(where: { $0.id == entry.id }) {
                if let known {
                    guard old.state.isEditable else { throw .notEditable(old) }
                    guard known.contains(old.entry) || old.entry == entry else { throw .changedElsewhere(old) }
                }
                (saved.change, saved.version, saved.conflict) = (old.change, old.version, old.conflict)
            }
            script.outbox.removeAll { $0.id == entry.id }
            script.outbox.append(saved)
            return saved
        }
    }

    public func queue(_ id: String) throws(OutboxError) -> OutboxEntry {
        try changeOutbox("queue") { script throws(OutboxError) in
            if let error = script.queueError { throw error }
            return try script.change(id) {
                $0.overrideConflict()
            } to: { _ in
                .queued
            }
        }
    }

    public func startCorrection(of id: String) throws(OutboxError) -> OutboxEntry { try begin("correct", id, .draft) { .correct($0) } }

    public func queueRemoval(of id: String) throws(OutboxError) -> OutboxEntry { try begin("remove", id, .queued) { .remove($0) } }

    private func begin(
        _ name: String, _ id: String, _ state: EntryState, _ change: (PostedVersion) -> EntryChange
    ) throws(OutboxError) -> OutboxEntry {
        try changeOutbox("\(name) \(id)") { script throws(OutboxError) in
            if let article = script.mine?.value.first(where: { $0.id == id }), !script.outbox.contains(where: { $0.id == id }) {
                guard article.body != nil, let entry = Entry(posted: article, zone: "") else { throw .textNotCached(id: id) }
                script.outbox.append(OutboxEntry(entry: entry, state: .sent, createdAt: now, updatedAt: now))
            }
            guard let row = script.outbox.first(where: { $0.id == id }) else { throw .noSuchEntry(id) }
            guard let posted = row.posted else { throw .notPosted(row) }
            return try script.change(id) {
                $0.change = change(posted)
            } to: { _ in
                state
            }
        }
    }

    public func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry {
        try changeOutbox(arrived ? "arrived" : "again") { script throws(OutboxError) in
            try script.change(id) { _ in
            } to: { _ in
                arrived ? .sent : .queued
            }
        }
    }

    public func discard(_ id: String) throws(OutboxError) {
        try changeOutbox("discard") { script throws(OutboxError) in
            guard script.outbox.first(where: { $0.id == id })?.isBeingChanged != true else {
                _ = try script.change(id) {
                    $0.giveUpChange()
                } to: {
                    $0.state
                }
                return
            }
            script.outbox.removeAll { $0.id == id }
        }
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
        var report = SendReport()
        for id in ids ?? script.outbox.map(\.id) {
            guard let index = script.outbox.firstIndex(where: { $0.id == id }) else {
                throw ClientError(.outbox(.noSuchEntry(id)), operation: .postEntry)
            }
            report.kinds[id] = script.outbox[index].change.kind
            try act(&script.outbox[index])
            report.tried.append(script.outbox[index])
        }
        return report
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
    fileprivate mutating func change(
        _ id: String, _ body: (inout OutboxEntry) -> Void, to state: (OutboxEntry) -> EntryState
    ) throws(OutboxError) -> OutboxEntry {
        guard let index = outbox.firstIndex(where: { $0.id == id }) else { throw .noSuchEntry(id) }
        body(&outbox[index])
        outbox[index].state = state(outbox[index])
        return outbox[index]
    }
}
