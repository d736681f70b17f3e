import Synchronization

/// The way back from other threads and tasks into the event loop: what is posted waits here, and the loop is woken.
///
/// It also counts the effects under way, which is what "idle" means to a test: nothing posted and nothing under way.
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

    /// From any thread; never blocks.
    public func post(_ message: Message) {
        contents.withLock { $0.messages.append(message) }
        wake()
    }

    /// Everything posted so far, oldest first.
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

    /// Nothing posted waits, and no effect is under way.
    public var isIdle: Bool {
        contents.withLock { $0.messages.isEmpty && $0.effectsUnderWay == 0 }
    }
}
