import Glibc
import Synchronization
import TerminalKit

/// Handles Ctrl-C and SIGTERM for commands. The first signal cancels the command, so that it can report what it saved; the second
/// signal ends hdoc at once. If the command is still running shortly after the first signal, for example because it decodes a large
/// response, hdoc ends as well: what it called saved is on the disk.
enum Interruption {
    /// In milliseconds. The user must get the prompt back within a second.
    private static let patience: Int32 = 800

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
            // A cancelled command ends by itself, unless it computes something, or its terminal accepts no more bytes and blocks its
            // last message.
            if count > 0, !isReadable(descriptor, within: patience) {
                let isRunning = state.withLock { $0.cancel != nil && !$0.isSuspended }
                if isRunning || isStuck(1) || isStuck(2) { end() }
                continue
            }
            guard read(descriptor, &byte, 1) == 1 else {
                if errno == EINTR { continue }
                return
            }
            let (isSuspended, cancel) = state.withLock { ($0.isSuspended, $0.cancel) }
            if isSuspended { continue }
            count += 1
            guard count == 1, let cancel else { end() }
            cancel()
        }
    }

    /// Restores the terminal and ends hdoc at once.
    private static func end() -> Never {
        KeyMode.end()
        _exit(ExitStatus.cancelled.rawValue)
    }

    private static func isReadable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, milliseconds) != 0
    }

    /// Whether a descriptor is a terminal that accepts no bytes now.
    private static func isStuck(_ descriptor: Int32) -> Bool {
        var target = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return isatty(descriptor) == 1 && poll(&target, 1, 0) == 0
    }
}
