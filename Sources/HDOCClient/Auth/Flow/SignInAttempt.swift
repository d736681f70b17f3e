import Synchronization

/// One attempt at signing in: its secrets, and the browser's reply, which comes from the listener or is pasted.
final class SignInAttempt: Sendable {
    let secrets = SignInSecrets()
    private let replies = AsyncStream<AuthorizationReply>.makeStream(bufferingPolicy: .bufferingOldest(1))
    private let ending = AsyncStream<Never>.makeStream()
    private let flags = Mutex((sawWrongState: false, isWaiting: true, problems: [CallbackProblem]()))

    /// Whether a reply with another state was seen.
    var sawWrongState: Bool { flags.withLock { $0.sawWrongState } }
    /// False once there is a reply, or nobody waits for one.
    var isWaiting: Bool { flags.withLock { $0.isWaiting } }

    func judge(query: String) -> AuthorizationReply.Judgement {
        let judgement = AuthorizationReply.judge(query: query, state: secrets.state)
        if judgement == .wrongState { flags.withLock { $0.sawWrongState = true } }
        return judgement
    }

    /// Notes a problem with a browser's request. False where it was noted before, or nobody waits any more.
    func isNew(_ problem: CallbackProblem) -> Bool {
        flags.withLock { flags in
            guard flags.isWaiting, !flags.problems.contains(problem) else { return false }
            flags.problems.append(problem)
            return true
        }
    }

    /// Passes a reply to `reply()`. Only the first one counts.
    func deliver(_ reply: AuthorizationReply) {
        flags.withLock { $0.isWaiting = false }
        replies.continuation.yield(reply)
    }

    /// Waits for the browser's reply. Nil when cancelled.
    func reply() async -> AuthorizationReply? {
        for await reply in replies.stream { return reply }
        return nil
    }

    func cancel() {
        flags.withLock { $0.isWaiting = false }
        replies.continuation.finish()
    }

    /// To be called when everything that the attempt held open is closed.
    func end() {
        cancel()
        ending.continuation.finish()
    }

    /// Waits until `end` was called.
    func ended() async {
        for await _ in ending.stream {}
    }
}
