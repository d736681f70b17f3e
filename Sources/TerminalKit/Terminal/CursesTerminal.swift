import CNCurses
import FoundationEssentials
import SafeText

/// The terminal on standard input and output, through ncurses. At most one exists at a time, and one thread uses it.
public final class CursesTerminal: Terminal {
    private static let readCapacity = 4096
    /// The longest wait, when the screen is left, for answers of the terminal. Without it, the shell would read them as typed text. Nearly
    /// every terminal has answered long before.
    private static let answerTime = Duration.seconds(1)

    /// The symbols that the character set of the locale contains.
    public let glyphs: Glyphs
    private let waker: Waker
    private let usesColor: Bool
    private var modes: TerminalModes
    /// Whether the answer to the last question has not come yet.
    private var awaitsAnswers = false
    private var painter: CursesPainter
    private var keys: KeyDecoder
    /// When input last arrived, or when incomplete input was last processed as it was.
    private var quietSince = ContinuousClock.now
    private var events: [TerminalEvent] = []
    private var isGone = false
    private var isOpen = true

    /// Opens the screen. Throws a `TerminalError` if standard input or output is not a terminal, if the process stays in the background,
    /// or if the terminal type is missing, unknown or cannot move its cursor.
    /// - Parameters:
    ///   - theme: the theme to draw with.
    ///   - features: what may be used beyond the terminal's description, if the terminal has it.
    ///   - waker: interrupts `nextEvent`; the mailbox calls it.
    ///   - environment: the variables `TERM` and `NO_COLOR` are read from it.
    public init(
        theme: Theme = .dark, features: Set<TerminalFeature> = Set(TerminalFeature.allCases), waker: Waker,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TerminalError) {
        if !hdoc_is_terminal(0) { throw .notATerminal(.input) }
        if !hdoc_is_terminal(1) { throw .notATerminal(.output) }
        let type = environment["TERM"] ?? ""
        if type.isEmpty { throw .noTerminalType }
        hdoc_use_locale()
        usesColor = (environment["NO_COLOR"] ?? "").isEmpty
        modes = TerminalModes(type: type, allowed: features)
        switch hdoc_open(TerminalType.withDirectColours(type, environment), usesColor, waker.descriptor, modes.on, modes.off) {
        case HDOC_OPENED: break
        case HDOC_BACKGROUND: throw .notATerminal(.output)
        case HDOC_INCAPABLE_TERMINAL: throw .incapableTerminal(type)
        default: throw .unknownTerminalType(type)
        }
        self.waker = waker
        glyphs = .forCharacterSet(String(cString: hdoc_character_set()))
        painter = CursesPainter(theme: theme, colors: usesColor ? Int(hdoc_colors()) : 0)
        keys = KeyDecoder(sequences: KeySequences { hdoc_capability($0).map { String(cString: $0) } })
        ask()
    }

    /// Asks the terminal what it has. The answers come as input, and nobody waits for them.
    private func ask() {
        guard let questions = modes.questions else { return }
        hdoc_write(questions, Int32(questions.utf8.count))
        awaitsAnswers = true
    }

    /// Before the screen is left: reads the answers that are still to come. A process that must end does not wait for them.
    private func awaitAnswers() {
        let deadline = ContinuousClock.now + Self.answerTime
        while awaitsAnswers, !isGone, hdoc_guard_quit_asked() == 0 {
            let left = ContinuousClock.now.duration(to: deadline)
            if left <= .zero { break }
            wait(left)
        }
        awaitsAnswers = false
    }

    deinit { close() }

    /// Restores the terminal permanently. Further calls have no effect.
    public func close() {
        if isOpen {
            awaitAnswers()
            hdoc_close()
        }
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
            // The signal SIGCONT, which continued the job, needs no further action.
            _ = hdoc_guard_take_signals()
        }
    }

    /// Gives the terminal to `body`, for example to run an editor, then takes it back. If that fails, the next event is `hangup`.
    public func withSuspended<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = size
        awaitAnswers()
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

    /// Copies text by OSC 52, sanitised as on the screen. Returns false if the text has more than 74,000 bytes.
    public func copy(_ text: String) -> Bool {
        guard let sequence = Clipboard.sequence(text) else { return false }
        hdoc_write(sequence, Int32(sequence.utf8.count))
        return true
    }

    /// Draws with another theme from now on.
    public func use(_ theme: Theme) {
        let usesLinks = painter.usesLinks
        painter = CursesPainter(theme: theme, colors: usesColor ? Int(hdoc_colors()) : 0)
        painter.usesLinks = usesLinks
        hdoc_repaint()
    }

    /// Waits for the next event; nil if there is none within `timeout`.
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

    /// Waits at most `limit` for input, a signal or the waker, and turns them into events.
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
        for reply in keys.takeReplies() { apply(reply) }
    }

    private func apply(_ reply: TerminalReply) {
        switch reply {
        case .end: awaitsAnswers = false
        case .focus(let isFocused): events.append(.focus(isFocused))
        case .scheme(let background): events.append(.background(background))
        case .background(let colour):
            events.append(.background(Background(colour)))
            useLinks()
        case .mode(TerminalModes.synchronizedMode, isKnown: true):
            hdoc_set_synchronized(true)
            useLinks()
        case .mode: break
        case .keyboard:
            useLinks()
            guard modes.allowed.contains(.keyboard), !modes.hasKeyboard else { return }
            modes.hasKeyboard = true
            hdoc_set_modes(modes.on, modes.off, modes.keyboardOn)
        }
    }

    /// No terminal says that it has links. Those that answer the other questions have them, or leave them out.
    private func useLinks() { painter.usesLinks = modes.allowed.contains(.links) }

    private func handleSignals() {
        // A termination signal is reported as a hangup: in both cases the program must end.
        if hdoc_guard_quit_asked() != 0 { isGone = true }
        let wanted = Int(hdoc_guard_take_signals())
        if wanted & HDOC_SIGNAL_RESIZE != 0 && hdoc_resize() { noteResize() }
        if wanted & HDOC_SIGNAL_STOP != 0 {
            suspend()
        } else if wanted & HDOC_SIGNAL_CONTINUE != 0 {
            // The process was stopped by SIGSTOP, which cannot be caught, and the shell has used the terminal since.
            if hdoc_return() { redraw() } else { isGone = true }
        }
    }

    private func noteResize() {
        painter.forget()
        events.append(.resize(size))
    }

    /// Draws the last frame again, because another program has written to the screen.
    private func redraw() {
        hdoc_repaint()
        if let frame = painter.shown { painter.draw(frame) }
    }

    /// Rounded up, so that a wait never ends too early. Nil gives -1, which means no limit.
    private static func milliseconds(_ duration: Duration?) -> Int32 {
        guard let (seconds, attoseconds) = duration?.components else { return -1 }
        if seconds > 1_000_000 { return 1_000_000_000 }
        return Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
