import CNCurses

/// Makes a waiting `CursesTerminal` return from `nextEvent`, from any thread.
public final class Waker: Sendable {
    public let descriptor: Int32

    /// Throws `TerminalError.system` where the process has no descriptor left.
    public init() throws(TerminalError) {
        descriptor = hdoc_wake_create()
        if descriptor < 0 { throw .system(-descriptor) }
    }

    deinit { hdoc_wake_close(descriptor) }

    public func wake() { hdoc_wake(descriptor) }

    public func clear() { hdoc_wake_clear(descriptor) }
}

/// What ends the process by accident ends it at once and leaves a usable terminal.
public enum CrashGuard {
    /// To be called before anything else in `main`, by every command: without it, the language's own crash handler may hold the
    /// terminal with a prompt and print registers.
    public static func install() { hdoc_guard_install() }

    /// Ends the process by the signal that asked for it, once all is saved and the screen is down. Returns where none did.
    public static func endIfAsked() { hdoc_guard_end_if_asked() }
}
