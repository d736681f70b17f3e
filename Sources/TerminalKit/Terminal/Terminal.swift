/// What a terminal tells the program.
public enum TerminalEvent: Hashable, Sendable {
    case key(Key)
    case mouse(Mouse)
    /// The window has this size now; the next frame must have it too.
    case resize(Size)
    /// Another thread has left something in the mailbox.
    case wake
    /// The terminal is gone: nothing can be shown or asked any more, and every later event is this one too.
    case hangup
}

/// Why the screens cannot be shown.
public enum TerminalError: Error, Hashable, Sendable {
    public enum Stream: Hashable, Sendable {
        case input
        case output
    }

    case notATerminal(Stream)
    /// `TERM` is unset or empty.
    case noTerminalType
    /// `TERM` names a terminal that this system has no description of.
    case unknownTerminalType(String)
    /// The terminal cannot move its cursor, like `dumb`.
    case incapableTerminal(String)
    /// The operating system refused: `errno`.
    case system(Int32)
}

/// A screen and a keyboard. One thread uses it: the one that runs the event loop.
public protocol Terminal: AnyObject {
    /// The size now, as of the last `resize`.
    var size: Size { get }
    /// The signs that this terminal's locale can show.
    var glyphs: Glyphs { get }

    /// Shows a frame; only what differs from the last one is sent.
    func present(_ frame: Frame)

    /// Waits for the next event: for ever (nil), not at all (zero), or so long. Nil when the time is over.
    func nextEvent(timeout: Duration?) -> TerminalEvent?

    /// Sends everything anew with the next frame: Ctrl-L, or after something else wrote to the screen.
    func repaint()

    /// Gives the terminal back to the shell until the person returns: Ctrl-Z.
    func suspend()

    /// Gives the terminal to another program, such as an editor, while `body` runs; takes it back after.
    func withSuspended<Result>(_ body: () throws -> Result) rethrows -> Result

    func bell()

    /// Puts text on the person's clipboard through the terminal (OSC 52). False where it is too long for that; whether the terminal
    /// obeyed, it does not tell.
    func copy(_ text: String) -> Bool

    /// Draws with another theme from now on.
    func use(_ theme: Theme)
}

extension Terminal {
    /// A terminal without colours has nothing to change.
    public func use(_ theme: Theme) {}
}
