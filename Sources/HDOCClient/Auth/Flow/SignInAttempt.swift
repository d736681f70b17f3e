import Synchronization

/// One sign-in attempt: its secrets and its reply. The reply comes from the listener, or from an address that the user pasted.
final class SignInAttempt: Sendable {
    let secrets = SignInSecrets()
    private let replies = AsyncStream<AuthorizationReply>.makeStream(bufferingPolicy: .bufferingOldest(1))
    private let ending = AsyncStream<Never>.makeStream()
    private let flags = Mutex((sawWrongState: false, isWaiting: true, problems: [CallbackProblem]()))

    /// Whether a reply with another state arrived.
    var sawWrongState: Bool { flags.withLock { $0.sawWrongState } }
    /// Whether the attempt still waits for a reply. False after a reply or a cancellation.
    var isWaiting: Bool { flags.withLock { $0.isWaiting } }

    func judge(query: String) -> AuthorizationReply.Judgement {
        let judgement = AuthorizationReply.judge(query: query, state: secrets.state)
        if judgement == .wrongState { flags.withLock { $0.sawWrongState = true } }
        return judgement
    }

    /// Records a problem with a browser's request. False if the problem was recorded before, or the attempt no longer waits.
    func isNew(_ problem: CallbackProblem) -> Bool {
        flags.withLock { flags in
            guard flags.isWaiting, !flags.problems.contains(problem) else { return false }
            flags.problems.append(problem)
            return true
        }
    }

    /// Passes a reply to `reply()`. Only the first reply is used.
    func deliver(_ reply: AuthorizationReply) {
        flags.withLock { $0.isWaiting = false }
        replies.continuation.yield(reply)
    }

    /// Waits for the reply. Nil if the attempt is cancelled.
    func reply() async -> AuthorizationReply? {
        for await reply in replies.stream { return reply }
        return nil
    }

    func cancel() {
        flags.withLock { $0.isWaiting = false }
        replies.continuation.finish()
    }

    /// Marks the attempt as ended. Call this after all its sockets are closed.
    func end() {
        cancel()
        ending.continuation.finish()
    }

    /// Waits until `end` is called.
    func ended() async {
        for await _ in ending.stream {}
    }
}
