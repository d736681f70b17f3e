import Glibc
import Synchronization
import TerminalKit

/// Ctrl-C and SIGTERM for commands: the first cancels the command, so that it can report what it saved; the second ends at once.
enum Interruption {
    private struct Progress {
        var isInstalled = false
        var isSuspended = false
        var cancel: (@Sendable () -> Void)?
    }

    private static let state = Mutex(Progress())
    // Written once, before the handler that reads it is installed.
    nonisolated(unsafe) private static var wakeDescriptor: Int32 = -1

    /// Runs `body`, cancelled by the first signal.
    static func handled<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        install()
        let task = Task { await body() }
        state.withLock { $0.cancel = { task.cancel() } }
        defer { state.withLock { $0.cancel = nil } }
        return await task.value
    }

    /// Signals in the meantime are for somebody else.
    static func suspended<Value>(_ body: () async -> Value) async -> Value {
        state.withLock { $0.isSuspended = true }
        defer { state.withLock { $0.isSuspended = false } }
        return await body()
    }

    /// The handler writes one byte, which is all that is safe there; a thread does the rest.
    private static func install() {
        let isFirst = state.withLock { state in
            defer { state.isInstalled = true }
            return !state.isInstalled
        }
        var ends: [Int32] = [-1, -1]
        guard isFirst, pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeDescriptor = ends[1]
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                let saved = errno
                var byte: UInt8 = 0
                _ = write(Interruption.wakeDescriptor, &byte, 1)
                errno = saved
            }
        }
        let readEnd = ends[0]
        DetachedThread.start { listen(readEnd) }
    }

    private static func listen(_ descriptor: Int32) {
        var (byte, count): (UInt8, Int) = (0, 0)
        while true {
            guard read(descriptor, &byte, 1) == 1 else {
                if errno == EINTR { continue }
                return
            }
            let (isSuspended, cancel) = state.withLock { ($0.isSuspended, $0.cancel) }
            if isSuspended { continue }
            count += 1
            guard count == 1, let cancel else {
                PasteReader.restore()
                _exit(ExitStatus.cancelled.rawValue)
            }
            cancel()
        }
    }
}
