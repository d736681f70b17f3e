import Foundation

/// A thread for one blocking call of the operating system.
enum DetachedThread {
    static func start(_ body: @escaping @Sendable () -> Void) { Thread.detachNewThread(body) }
}
