import Glibc
import Synchronization
import TerminalKit

/// Handles Ctrl-C and SIGTERM for commands. The first signal cancels the command, so that it can report what it saved; the second
/// signal ends hdoc at once. If the command is still running shortly after the first signal, for example because it decodes a large
/// response, hdoc ends as well: what it called saved is on the disk.
enum Interruption {
    /// In microseconds. The user must get the prompt back within a second.
    private static let patience: UInt32 = 900_000

    private struct Progress {
        var isInstalled = false
        var isSuspended = false
        var cancel: (@Sendable () -> Void)?
    }

    private static let state = Mutex(Progress())
    // This is written once, before the signal handler that reads it is installed.
    nonisolated(unsafe) private static var wakeDescriptor: Int32 = -1

    /// Runs `body` in a task, which the first signal cancels.
    static func handled<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        install()
        let task = Task { await body() }
        state.withLock { $0.cancel = { task.cancel() } }
        defer { state.withLock { $0.cancel = nil } }
        return await task.value
    }

    /// Runs `body`, for example while an editor has the terminal. Signals during that time are ignored.
    static func suspended<Value>(_ body: () async -> Value) async -> Value {
        state.withLock { $0.isSuspended = true }
        defer { state.withLock { $0.isSuspended = false } }
        return await body()
    }

    /// Installs the signal handler once. The handler only writes one byte to a pipe, because little else is safe in a signal handler. A
    /// thread reads the pipe and does the rest.
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
            guard count == 1, let cancel else { end() }
            cancel()
            DetachedThread.start {
                usleep(patience)
                // The command is still running, and no editor has the terminal.
                if state.withLock({ $0.cancel != nil && !$0.isSuspended }) { end() }
            }
        }
    }

    /// Restores the terminal and ends hdoc at once.
    private static func end() -> Never {
        KeyMode.end()
        _exit(ExitStatus.cancelled.rawValue)
    }
}
