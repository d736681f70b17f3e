import CNCurses

/// Interrupts the wait of `CursesTerminal.nextEvent`. It can be used on any thread.
public final class Waker: Sendable {
    /// The file descriptor that `wake` makes readable.
    public let descriptor: Int32

    /// Creates the descriptor. Throws `TerminalError.system` if the operating system refuses, for example because the process has too
    /// many open files.
    public init() throws(TerminalError) {
        descriptor = hdoc_wake_create()
        if descriptor < 0 { throw .system(-descriptor) }
    }

    deinit { hdoc_wake_close(descriptor) }

    /// Wakes the waiting thread. Safe on any thread.
    public func wake() { hdoc_wake(descriptor) }

    /// Discards all earlier calls of `wake`.
    public func clear() { hdoc_wake_clear(descriptor) }
}

/// Restores the terminal when the process crashes or is terminated.
public enum CrashGuard {
    /// Installs the handlers for crash signals. Call it first in `main`, for every command: otherwise the crash handler of the Swift
    /// runtime may print registers and block the terminal with a prompt.
    public static func install() { hdoc_guard_install() }

    /// Makes a crash write a report to this file, which only its owner can read: version, signal, time, and the functions on the stack
    /// of the crashed thread. The report contains no data. The crash also prints the file's path on standard error.
    public static func reportCrashes(to file: String, version: String) { hdoc_crash_report_prepare(file, version) }

    /// Ends the process by the termination signal that it received; returns if it received none. Call it after everything is saved.
    public static func endIfAsked() { hdoc_guard_end_if_asked() }

    /// Ends the process with this status. Use it instead of `exit` while other threads may run: exit handlers of libraries free memory that
    /// those threads use.
    public static func exit(_ status: Int32) -> Never { hdoc_guard_exit(status) }
}
