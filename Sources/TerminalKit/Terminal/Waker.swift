import CNCurses

/// Makes a waiting `CursesTerminal` return from `nextEvent`, from any thread.
final class Waker: Sendable {
    let descriptor: Int32

    /// Throws `TerminalError.system` where the process has no descriptor left.
    init() throws(TerminalError) {
        descriptor = hdoc_wake_create()
        if descriptor < 0 { throw .system(-descriptor) }
    }

    deinit { hdoc_wake_close(descriptor) }

    func wake() { hdoc_wake(descriptor) }

    func clear() { hdoc_wake_clear(descriptor) }
}

/// What ends the process by accident ends it at once and leaves a usable terminal.
enum CrashGuard {
    /// To be called before anything else in `main`, by every command: without it, the language's own crash handler may hold the
    /// terminal with a prompt and print registers.
    static func install() { hdoc_guard_install() }

    /// Ends the process by the signal that asked for it, once all is saved and the screen is down. Returns where none did.
    static func endIfAsked() { hdoc_guard_end_if_asked() }
}
