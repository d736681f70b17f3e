import CNCurses
import FoundationEssentials

/// The terminal on standard input and output, through ncurses. At most one exists at a time, and one thread uses it.
public final class CursesTerminal: Terminal {
    /// The largest OSC 52 sequence that all terminals accept, in bytes.
    private static let clipboardLimit = 74_000
    private static let readCapacity = 4096

    /// The symbols that the locale's character set has.
    public let glyphs: Glyphs
    private let waker: Waker
    private let usesColor: Bool
    private var painter: CursesPainter
    private var keys: KeyDecoder
    /// When input last came, or was last taken as it was.
    private var quietSince = ContinuousClock.now
    private var events: [TerminalEvent] = []
    private var isGone = false
    private var isOpen = true

    /// Opens the screen. `environment` gives `TERM` and `NO_COLOR`; `waker` is what mailboxes call.
    public init(
        theme: Theme = .dark, waker: Waker, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TerminalError) {
        if !hdoc_is_terminal(0) { throw .notATerminal(.input) }
        if !hdoc_is_terminal(1) { throw .notATerminal(.output) }
        let type = environment["TERM"] ?? ""
        if type.isEmpty { throw .noTerminalType }
        hdoc_use_locale()
        usesColor = (environment["NO_COLOR"] ?? "").isEmpty
        switch hdoc_open(type, usesColor, waker.descriptor) {
        case HDOC_OPENED: break
        case HDOC_BACKGROUND: throw .notATerminal(.output)
        case HDOC_INCAPABLE_TERMINAL: throw .incapableTerminal(type)
        default: throw .unknownTerminalType(type)
        }
        self.waker = waker
        glyphs = .forCharacterSet(String(cString: hdoc_character_set()))
        painter = CursesPainter(theme: theme, colors: usesColor ? Int(hdoc_colors()) : 0)
        keys = KeyDecoder(sequences: KeySequences { hdoc_capability($0).map { String(cString: $0) } })
    }

    deinit { close() }

    /// Restores the terminal permanently. Further calls have no effect.
    public func close() {
        if isOpen { hdoc_close() }
        isOpen = false
    }

    /// The size in cells, as of the last `resize` event.
    public var size: Size { Size(width: Int(hdoc_columns()), height: Int(hdoc_rows())) }

    /// Shows a frame. Only the difference to the last frame is sent.
    public func present(_ frame: Frame) { painter.draw(frame) }

    /// Redraws everything with the next frame.
    public func repaint() { hdoc_repaint() }

    /// Stops the process like Ctrl-Z and returns when it continues.
    public func suspend() {
        withSuspended {
            hdoc_stop_job()
            // The signal that set the job going again asks for nothing more.
            _ = hdoc_guard_take_signals()
        }
    }

    /// Gives the terminal to `body`, then takes it back.
    public func withSuspended<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = size
        hdoc_leave()
        defer {
            if hdoc_return() {
                if size != before { noteResize() }
                redraw()
            } else {
                isGone = true
            }
        }
        return try body()
    }

    /// Copies text by OSC 52, without control characters. Returns false above about 55 kB.
    public func copy(_ text: String) -> Bool {
        // A clipboard is pasted into shells: no control but line breaks and tabs goes there.
        let scalars = text.unicodeScalars.filter { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
        let bytes = Data(String(String.UnicodeScalarView(scalars)).utf8)
        guard bytes.count <= Self.clipboardLimit else { return false }
        let sequence = "\u{1B}]52;c;" + bytes.base64EncodedString() + "\u{07}"
        hdoc_write(sequence, Int32(sequence.utf8.count))
        return true
    }

    /// Draws with another theme from now on.
    public func use(_ theme: Theme) {
        painter = CursesPainter(theme: theme, colors: usesColor ? Int(hdoc_colors()) : 0)
        hdoc_repaint()
    }

    /// Waits for the next event; nil when `timeout` is over.
    public func nextEvent(timeout: Duration?) -> TerminalEvent? {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        var hasWaited = false
        while true {
            if !events.isEmpty { return events.removeFirst() }
            if isGone { return .hangup }
            let left = deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
            if hasWaited && left == .zero { return nil }
            hasWaited = true
            wait(left)
        }
    }

    /// Waits at most so long, and takes in what has come.
    private func wait(_ limit: Duration?) {
        let restTime = keys.silence.map { quietSince + $0 }
        let silence = restTime.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
        let shortest = [limit, silence].compactMap { $0 }.min()
        let ready = Int(hdoc_wait(waker.descriptor, Self.milliseconds(shortest)))
        if ready & HDOC_WOKEN != 0 { waker.clear() }
        handleSignals()
        if ready & HDOC_INPUT != 0 {
            readInput()
        } else if let restTime, ContinuousClock.now >= restTime {
            quietSince = .now
            events += keys.rest()
        }
        if ready & HDOC_WOKEN != 0 { events.append(.wake) }
        if ready & HDOC_HANGUP != 0 { isGone = true }
    }

    private func readInput() {
        var bytes = [UInt8](repeating: 0, count: Self.readCapacity)
        let count = hdoc_read(&bytes, Int32(bytes.count))
        quietSince = .now
        events += keys.take(bytes.prefix(Int(count)))
    }

    private func handleSignals() {
        // For the program it is the same whether the terminal is gone or somebody wants the program gone.
        if hdoc_guard_quit_asked() != 0 { isGone = true }
        let wanted = Int(hdoc_guard_take_signals())
        if wanted & HDOC_SIGNAL_RESIZE != 0 && hdoc_resize() { noteResize() }
        if wanted & HDOC_SIGNAL_STOP != 0 {
            suspend()
        } else if wanted & HDOC_SIGNAL_CONTINUE != 0 {
            // Stopped by a signal that cannot be caught: the shell has had the terminal meanwhile.
            if hdoc_return() { redraw() } else { isGone = true }
        }
    }

    private func noteResize() {
        painter.forget()
        events.append(.resize(size))
    }

    /// Shows the last frame again on a screen that something else has written to.
    private func redraw() {
        hdoc_repaint()
        if let frame = painter.shown { painter.draw(frame) }
    }

    /// Rounded up, so that a wait never ends before its time; -1 for ever.
    private static func milliseconds(_ duration: Duration?) -> Int32 {
        guard let (seconds, attoseconds) = duration?.components else { return -1 }
        if seconds > 1_000_000 { return 1_000_000_000 }
        return Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
