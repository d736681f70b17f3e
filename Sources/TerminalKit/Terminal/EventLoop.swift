/// A program for a terminal: what it knows, what can happen, and what it shows.
///
/// Both `update` and `view` are pure and never block; everything else is an effect.
public protocol Program {
    associatedtype State
    associatedtype Message: Sendable
    associatedtype Effect

    /// What an event means now; nil where it means nothing. `wake` is never passed.
    func message(for event: TerminalEvent, in state: State) -> Message?

    /// What `nextTick` asked for has come. The update that follows must move `nextTick` on, or take it away.
    func tick(_ state: State) -> Message?

    func update(_ state: inout State, _ message: Message) -> [Effect]

    /// Total at any size; the frame has exactly this size.
    func view(_ state: State, size: Size) -> Frame

    /// When the screen changes by itself next, as a countdown does; nil while it does not, so that nothing wakes an idle program.
    func nextTick(_ state: State) -> ContinuousClock.Instant?

    /// The program is over.
    func isFinished(_ state: State) -> Bool
}

extension Program {
    public func tick(_ state: State) -> Message? { nil }
    public func nextTick(_ state: State) -> ContinuousClock.Instant? { nil }
}

/// Runs a program on the calling thread, which owns the terminal until `run` returns.
public struct EventLoop<P: Program> {
    /// Starts an effect on the loop's thread and returns at once; what takes time goes to `mailbox.start`. The terminal is for
    /// effects that are about it: suspend, copy, repaint, an editor.
    public typealias EffectRunner = (P.Effect, Mailbox<P.Message>, any Terminal) -> Void

    public let program: P
    public let terminal: any Terminal
    public let mailbox: Mailbox<P.Message>
    public let runEffect: EffectRunner

    /// A flood of input must not keep the screen from changing.
    private let eventsPerFrame = 256

    public init(program: P, terminal: any Terminal, mailbox: Mailbox<P.Message>, runEffect: @escaping EffectRunner) {
        self.program = program
        self.terminal = terminal
        self.mailbox = mailbox
        self.runEffect = runEffect
    }

    /// Shows the first frame before it starts `effects`; returns the last state when the program is over or the terminal is gone.
    public func run(_ initial: P.State, effects: [P.Effect] = []) -> P.State {
        var state = initial
        terminal.present(program.view(state, size: terminal.size))
        start(effects)
        while !program.isFinished(state) {
            guard let needsFrame = handleBatch(&state) else { break }
            if needsFrame && !program.isFinished(state) {
                terminal.present(program.view(state, size: terminal.size))
            }
        }
        return state
    }

    /// Waits, then handles all there is. True when something happened, nil when the terminal is gone.
    private func handleBatch(_ state: inout P.State) -> Bool? {
        var needsFrame = false
        let deadline = program.nextTick(state)
        var event = terminal.nextEvent(timeout: deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) })
        var handled = 0
        while let next = event, !program.isFinished(state) {
            if next == .hangup { return nil }
            if next != .wake {
                needsFrame = true
                apply(program.message(for: next, in: state), to: &state)
            }
            handled += 1
            event = handled < eventsPerFrame ? terminal.nextEvent(timeout: .zero) : nil
        }
        for message in mailbox.drain() {
            needsFrame = true
            apply(message, to: &state)
        }
        if let deadline, deadline <= .now {
            needsFrame = true
            apply(program.tick(state), to: &state)
        }
        return needsFrame
    }

    private func apply(_ message: P.Message?, to state: inout P.State) {
        guard let message else { return }
        start(program.update(&state, message))
    }

    private func start(_ effects: [P.Effect]) {
        for effect in effects { runEffect(effect, mailbox, terminal) }
    }
}
