import Foundation

/// A thread for one blocking call of the operating system.
public enum DetachedThread {
    public static func start(_ body: @escaping @Sendable () -> Void) { Thread.detachNewThread(body) }
}
