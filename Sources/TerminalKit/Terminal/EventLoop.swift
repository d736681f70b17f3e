/// A terminal program: its state, its messages, its effects and its view.
///
/// Both `update` and `view` are pure and never block; everything else is an effect.
public protocol Program {
    /// All values that the view depends on.
    associatedtype State
    /// An event, or the result of an effect.
    associatedtype Message: Sendable
    /// Work that takes time or has side effects.
    associatedtype Effect

    /// The message for an event, or nil to ignore it. `wake` is never passed.
    func message(for event: TerminalEvent, in state: State) -> Message?

    /// The message for the time that `nextTick` returned. The update for this message must change `nextTick`, because otherwise the loop
    /// would tick without a pause.
    func tick(_ state: State) -> Message?

    /// Changes the state and returns the effects to start.
    func update(_ state: inout State, _ message: Message) -> [Effect]

    /// Draws the state at any size. The frame has exactly this size.
    func view(_ state: State, size: Size) -> Frame

    /// The time when the screen next changes by itself, as a countdown does. Nil if it does not; the loop then waits for an event.
    func nextTick(_ state: State) -> ContinuousClock.Instant?

    /// Whether the program has ended.
    func isFinished(_ state: State) -> Bool
}

extension Program {
    /// No message, for programs that do not use `nextTick`.
    public func tick(_ state: State) -> Message? { nil }
    /// Nil: the screen never changes by itself.
    public func nextTick(_ state: State) -> ContinuousClock.Instant? { nil }
}

/// Runs a program on the calling thread, which owns the terminal until `run` returns.
public struct EventLoop<P: Program> {
    /// Starts an effect. It is called on the loop's thread and must return at once; work that takes time runs in `mailbox.start`. The
    /// terminal is passed for effects that use it: suspend, copy, repaint, run an editor.
    public typealias EffectStarter = (P.Effect, Mailbox<P.Message>, any Terminal) -> Void

    /// The program that runs.
    public let program: P
    /// The terminal that it runs on.
    public let terminal: any Terminal
    /// Messages from other threads.
    public let mailbox: Mailbox<P.Message>
    /// Starts the effects.
    public let runEffect: EffectStarter

    /// The largest number of events between two frames, so that a flood of input does not block drawing.
    private let eventsPerFrame = 256

    /// Makes a loop; `run` starts it.
    public init(program: P, terminal: any Terminal, mailbox: Mailbox<P.Message>, runEffect: @escaping EffectStarter) {
        self.program = program
        self.terminal = terminal
        self.mailbox = mailbox
        self.runEffect = runEffect
    }

    /// Shows the first frame, starts `effects`, and handles events until the program has ended or the terminal is gone. Returns the last
    /// state.
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

    /// Waits, and then handles all pending events. Returns true if there was one, nil if the terminal is gone.
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
