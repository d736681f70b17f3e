import CNCurses
import Glibc
import SafeText

/// What happens at a terminal that is used line by line.
public enum LineEvent: Hashable, Sendable {
    /// A line was typed, without its line break.
    case line(String)
    /// Another thread has added a message to the mailbox.
    case wake
    /// The time is over.
    case timeout
    /// The input has ended, or the terminal is gone. All later events are this one.
    case end
}

/// Reads lines and writes lines: for screen readers, pipes and simple terminals. It sends no control sequences, so that it works with any
/// `TERM`, and leaves the editing of a line to the terminal.
///
/// Only the thread that runs the loop may use it.
public final class LineTerminal: Terminal {
    /// The maximum width of a line in columns.
    public static let columns = 79
    /// The longest line that is kept, in bytes.
    private static let longestLine = 1 << 20

    /// A fixed size, which layouts use that are never shown.
    public let size = Size(width: LineTerminal.columns, height: 24)
    /// ASCII only: a screen reader would read a drawing aloud.
    public let glyphs = Glyphs.ascii

    private let input: Int32
    private let output: any TextSink
    private let waker: Waker
    private var bytes: [UInt8] = []
    private var isAtEnd = false
    /// Whether the last thing that was written is a prompt, so that the cursor is not at the beginning of a line.
    private var isAfterPrompt = false

    /// - Parameters:
    ///   - input: the descriptor to read, which may be a terminal, a pipe or a file.
    ///   - output: where lines are written.
    public init(input: Int32, output: any TextSink, waker: Waker) {
        (self.input, self.output, self.waker) = (input, output, waker)
        if input == STDIN_FILENO { hdoc_input_unbuffered() }
    }

    /// Whether a person types the lines.
    public var isInteractive: Bool { isatty(input) == 1 }

    /// Waits for the next event.
    /// - Parameters:
    ///   - timeout: nil means no limit.
    ///   - readsInput: whether a typed line is taken; otherwise it waits in the terminal.
    public func next(timeout: Duration?, readsInput: Bool = true) -> LineEvent {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            if readsInput, isAtEnd { return .end }
            let left = deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
            var sources = [pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)]
            if readsInput { sources.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
            let ready = poll(&sources, nfds_t(sources.count), Self.milliseconds(left))
            if ready < 0, errno != EINTR { return .end }
            if ready > 0, sources[0].revents != 0 {
                waker.clear()
                return .wake
            }
            if ready > 0, let line = takeByte() { return .line(line) }
            if left == .zero { return .timeout }
        }
    }

    /// Reads one byte, so that nothing is taken of what follows the line: a program that hdoc starts may read it. Returns the line when it
    /// is complete.
    private func takeByte() -> String? {
        var byte: UInt8 = 0
        let count = read(input, &byte, 1)
        if count < 0, errno == EINTR || errno == EAGAIN { return nil }
        if count <= 0 { isAtEnd = true }
        guard count <= 0 || byte == UInt8(ascii: "\n") else {
            if bytes.count < Self.longestLine { bytes.append(byte) }
            return nil
        }
        // A last line without a line break counts as well.
        guard count > 0 || !bytes.isEmpty else { return nil }
        defer { bytes = [] }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        // The person's Enter has ended the line of the prompt.
        if count > 0, isInteractive { isAfterPrompt = false }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a text, wrapped at words, with a line break at its end.
    public func say(_ text: String) {
        let width = min(Self.columns, max(20, (output.columns ?? 80) - 1))
        write((isAfterPrompt ? "\n" : "") + Self.lines(of: text, width: width).map { $0 + "\n" }.joined())
        isAfterPrompt = false
    }

    /// The text as lines of at most `width` columns, without symbols that cannot be spoken.
    public static func lines(of text: String, width: Int = columns) -> [String] {
        TextWrap.lines(of: SpokenText.of(TerminalText.block(text, limit: .max)), width: width)
    }

    /// Writes a prompt, if a person types the lines.
    public func prompt(_ text: String) {
        guard isInteractive, !isAfterPrompt else { return }
        write(text)
        isAfterPrompt = true
    }

    private func write(_ text: String) {
        // A reader that is gone is noticed at the end of the input.
        try? output.write(Array(text.utf8))
    }

    private static func milliseconds(_ duration: Duration?) -> Int32 {
        guard let (seconds, attoseconds) = duration?.components else { return -1 }
        return Int32(min(seconds, 1_000_000)) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    // MARK: Terminal

    public func present(_ frame: Frame) {}
    public func nextEvent(timeout: Duration?) -> TerminalEvent? { nil }
    public func repaint() {}
    public func suspend() { if isInteractive { hdoc_guard_stop_job() } }
    public func withSuspended<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
    public func copy(_ text: String) -> Bool { false }
}
