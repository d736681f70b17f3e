import Synchronization

/// Passes messages from other threads and tasks to the event loop and wakes it.
///
/// It also counts running effects, so that tests can wait until the program is idle: no message and no running effect.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct Contents {
        var messages: [Message] = []
        var effectsUnderWay = 0
    }

    private let contents = Mutex(Contents())
    private let wake: @Sendable () -> Void

    /// `wake` may be called on any thread and must make the terminal's `nextEvent` return.
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

    /// Runs an effect in a task of its own, which posts as it likes. Cancel the task where a newer effect replaces it.
    /// For effects that end: one that observes for ever would keep the program from ever being idle, and posts from a task of its own.
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
