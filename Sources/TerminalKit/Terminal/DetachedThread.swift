import Foundation

/// A thread for one blocking call of the operating system.
public enum DetachedThread {
    /// Starts the thread and returns at once. The body may block.
    public static func start(_ body: @escaping @Sendable () -> Void) { Thread.detachNewThread(body) }
}
