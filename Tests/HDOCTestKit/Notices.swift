import Synchronization

/// Notices that a program must have handled before a test treats it as idle.
public protocol NoticeDelivery: Sendable {
    /// Whether every listener has handled all notices sent to it. True if there is no listener.
    var isDelivered: Bool { get }
    /// Calls `wake`, on any thread, whenever `isDelivered` becomes true.
    func onDelivery(_ wake: @escaping @Sendable () -> Void)
}

/// Sends values to listeners, and knows when they have handled them.
///
/// A listener has handled a value when it asks for the next one. Values for a slow listener are not merged, so that a test can count
/// what the listener does after each value.
public final class Notices<Value: Sendable>: NoticeDelivery {
    private struct Listener {
        var unread: [Value] = []
        var isHandling = false
        /// The listener waits here for its next value.
        var waiting: CheckedContinuation<Value?, Never>?
        var isDone: Bool { unread.isEmpty && !isHandling }
    }

    private struct Contents {
        var listeners: [Int: Listener] = [:]
        var lastID = 0
        var wakes: [@Sendable () -> Void] = []
        var sent: [Value] = []
        var isDelivered: Bool { listeners.values.allSatisfy(\.isDone) }
    }

    /// Belongs to one stream, and removes its listener when the stream is released.
    private final class Subscription: Sendable {
        let id: Int
        let notices: Notices

        init(_ id: Int, _ notices: Notices) { (self.id, self.notices) = (id, notices) }
        deinit { notices.end(id) }
    }

    private let contents = Mutex(Contents())

    public init() {}

    public var isDelivered: Bool { contents.withLock(\.isDelivered) }

    /// All values sent so far, in order.
    public var sent: [Value] { contents.withLock(\.sent) }

    public func onDelivery(_ wake: @escaping @Sendable () -> Void) { contents.withLock { $0.wakes.append(wake) } }

    /// Gives the value to every listener: at once if the listener waits, otherwise when it asks for its next value.
    public func send(_ value: Value) {
        let waiting = contents.withLock { contents in
            var waiting: [CheckedContinuation<Value?, Never>] = []
            contents.sent.append(value)
            for id in contents.listeners.keys {
                if let continuation = contents.listeners[id]?.waiting {
                    waiting.append(continuation)
                    contents.listeners[id]?.waiting = nil
                    contents.listeners[id]?.isHandling = true
                } else {
                    contents.listeners[id]?.unread.append(value)
                }
            }
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }

    /// The values sent from now on. The stream ends when its task is cancelled or the stream is released.
    public func stream() -> AsyncStream<Value> {
        let id = contents.withLock { contents in
            contents.lastID += 1
            contents.listeners[contents.lastID] = Listener()
            return contents.lastID
        }
        let subscription = Subscription(id, self)
        return AsyncStream {
            await subscription.notices.next(subscription.id)
        } onCancel: { [weak self] in
            self?.end(id)
        }
    }

    private func next(_ id: Int) async -> Value? {
        await withCheckedContinuation { continuation in
            let isAnswered = contents.withLock { contents in
                guard var listener = contents.listeners[id] else {
                    continuation.resume(returning: nil)
                    return true
                }
                defer { contents.listeners[id] = listener }
                listener.isHandling = !listener.unread.isEmpty
                guard listener.isHandling else {
                    listener.waiting = continuation
                    return false
                }
                continuation.resume(returning: listener.unread.removeFirst())
                return true
            }
            if !isAnswered { wakeIfDelivered() }
        }
    }

    private func end(_ id: Int) {
        let listener = contents.withLock { $0.listeners.removeValue(forKey: id) }
        listener?.waiting?.resume(returning: nil)
        if listener != nil { wakeIfDelivered() }
    }

    private func wakeIfDelivered() {
        let wakes = contents.withLock { $0.isDelivered ? $0.wakes : [] }
        for wake in wakes { wake() }
    }
}
