import Synchronization

/// Passes messages from other threads and tasks to the event loop and wakes it.
///
/// It also counts the running effects, so that tests can wait until the program is idle.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct Contents {
        var messages: [Message] = []
        var effectsUnderWay = 0
    }

    private let contents = Mutex(Contents())
    private let wake: @Sendable () -> Void

    /// An empty mailbox. It calls `wake` on any thread; `wake` must make the terminal's `nextEvent` return.
    public init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    /// Adds a message. Can be called from any thread and never blocks.
    public func post(_ message: Message) {
        contents.withLock { $0.messages.append(message) }
        wake()
    }

    /// Removes and returns all messages, oldest first.
    public func drain() -> [Message] {
        contents.withLock { contents in
            defer { contents.messages = [] }
            return contents.messages
        }
    }

    /// Runs an effect in a detached task; the effect may post any number of messages. The caller may cancel the returned task, for
    /// example if a newer effect replaces it. The effect must end at some time: an observation without an end would keep `isIdle` false
    /// for ever and must run in another task.
    @discardableResult
    public func start(
        priority: TaskPriority? = nil, _ effect: @escaping @Sendable (Mailbox<Message>) async -> Void
    ) -> Task<Void, Never> {
        contents.withLock { $0.effectsUnderWay += 1 }
        return Task.detached(priority: priority) {
            await effect(self)
            self.contents.withLock { $0.effectsUnderWay -= 1 }
            self.wake()
        }
    }

    /// Whether there are no messages and no running effects.
    public var isIdle: Bool {
        contents.withLock { $0.messages.isEmpty && $0.effectsUnderWay == 0 }
    }
}
