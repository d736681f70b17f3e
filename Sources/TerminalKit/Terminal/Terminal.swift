/// An event of a terminal.
public enum TerminalEvent: Hashable, Sendable {
    /// A key press or a paste.
    case key(Key)
    /// A click, or a step of the wheel.
    case mouse(Mouse)
    /// The window has a new size, in cells. The next frame must have this size.
    case resize(Size)
    /// Another thread has added a message to the mailbox.
    case wake
    /// The window has got the focus (true) or lost it.
    case focus(Bool)
    /// The background of the terminal is light or dark. It comes after the first frame, and again when the user changes it.
    case background(Background)
    /// The terminal is gone. All later events are this one.
    case hangup
}

/// The reason why a full-screen program cannot start.
public enum TerminalError: Error, Hashable, Sendable {
    /// Standard input or standard output.
    public enum Stream: Hashable, Sendable {
        /// Standard input.
        case input
        /// Standard output.
        case output
    }

    /// The stream is not a terminal, or the process is in the background and cannot use its terminal.
    case notATerminal(Stream)
    /// `TERM` is unset or empty.
    case noTerminalType
    /// `TERM` is the name of a terminal that this system has no description for.
    case unknownTerminalType(String)
    /// The terminal cannot move its cursor or clear its screen, like `dumb`. The value is its type.
    case incapableTerminal(String)
    /// The operating system reported an error; the value is its `errno`.
    case system(Int32)
}

/// A screen and a keyboard. Only the thread that runs the event loop may use it.
public protocol Terminal: AnyObject {
    /// The size in cells, as of the last `resize` event.
    var size: Size { get }
    /// The symbols that the terminal's locale supports.
    var glyphs: Glyphs { get }

    /// Shows a frame. Only the difference to the last frame is sent.
    func present(_ frame: Frame)

    /// Waits for the next event: without limit (nil), not at all (zero), or for a time. Returns nil when the time is over.
    func nextEvent(timeout: Duration?) -> TerminalEvent?

    /// Redraws everything with the next frame, for example after another program wrote to the screen.
    func repaint()

    /// Suspends the process and gives the terminal to the shell until the user returns.
    func suspend()

    /// Gives the terminal to another program, such as an editor, while `body` runs.
    func withSuspended<Result>(_ body: () throws -> Result) rethrows -> Result

    /// Copies text to the clipboard through the terminal (OSC 52). Returns false if it is too long. The terminal does not report
    /// whether it succeeded.
    func copy(_ text: String) -> Bool

    /// Draws with another theme from now on.
    func use(_ theme: Theme)
}

extension Terminal {
    /// Does nothing: for terminals without colours.
    public func use(_ theme: Theme) {}
}
