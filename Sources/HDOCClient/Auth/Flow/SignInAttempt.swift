import Synchronization

/// One try at signing in: its secrets, and the place where the browser's answer arrives, from the listener or pasted.
final class SignInAttempt: Sendable {
    let secrets = SignInSecrets()
    private let replies = AsyncStream<AuthorizationReply>.makeStream(bufferingPolicy: .bufferingOldest(1))
    private let ending = AsyncStream<Never>.makeStream()
    private let flags = Mutex((sawWrongState: false, isWaiting: true))

    /// Whether an answer with the state of another try was seen.
    var sawWrongState: Bool { flags.withLock { $0.sawWrongState } }
    /// False once there is an answer or nobody waits for one.
    var isWaiting: Bool { flags.withLock { $0.isWaiting } }

    func judge(query: String) -> AuthorizationReply.Judgement {
        let judgement = AuthorizationReply.judge(query: query, state: secrets.state)
        if judgement == .wrongState { flags.withLock { $0.sawWrongState = true } }
        return judgement
    }

    /// The first answer counts.
    func deliver(_ reply: AuthorizationReply) {
        flags.withLock { $0.isWaiting = false }
        replies.continuation.yield(reply)
    }

    /// Waits for the answer; nil when cancelled.
    func reply() async -> AuthorizationReply? {
        for await reply in replies.stream { return reply }
        return nil
    }

    func cancel() {
        flags.withLock { $0.isWaiting = false }
        replies.continuation.finish()
    }

    /// Says that everything it held open is closed.
    func end() {
        cancel()
        ending.continuation.finish()
    }

    /// Waits for `end`.
    func ended() async {
        for await _ in ending.stream {}
    }
}
