import CNCurses

/// Makes a waiting `CursesTerminal` return from `nextEvent`, from any thread.
public final class Waker: Sendable {
    /// Becomes readable by `wake`.
    public let descriptor: Int32

    /// Throws `TerminalError.system` where the process has no descriptor left.
    public init() throws(TerminalError) {
        descriptor = hdoc_wake_create()
        if descriptor < 0 { throw .system(-descriptor) }
    }

    deinit { hdoc_wake_close(descriptor) }

    /// Wakes the waiting thread. Safe on any thread.
    public func wake() { hdoc_wake(descriptor) }

    /// Forgets all wakes until now.
    public func clear() { hdoc_wake_clear(descriptor) }
}

/// Restores the terminal when the process crashes or is terminated.
public enum CrashGuard {
    /// To be called before anything else in `main`, by every command: without it, the language's own crash handler may hold the
    /// terminal with a prompt and print registers.
    public static func install() { hdoc_guard_install() }

    /// Ends the process by the termination signal that it received, after everything is saved. Returns if it received none.
    public static func endIfAsked() { hdoc_guard_end_if_asked() }
}
