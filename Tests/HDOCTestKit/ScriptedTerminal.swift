import Dispatch
import Foundation
import Testing

@testable import TerminalKit

/// A terminal that plays events and keeps the frames it was given.
///
/// The next event of the script comes when the program is idle: it waits for an event, its last frame shows all that happened, nothing
/// posted waits in its mailbox, no effect that `Mailbox.start` began is under way and every notice is delivered. So no test sleeps.
/// After the last event the terminal is gone, which ends the program.
public final class ScriptedTerminal: Terminal {
    public private(set) var size: Size
    public let glyphs: Glyphs
    /// Every frame.
    public private(set) var frames: [Frame] = []
    /// The frame on the screen whenever the program was idle: before each event, and at the end.
    public private(set) var idleFrames: [Frame] = []
    /// What else the terminal was asked for: `repaint`, `suspend`, `withSuspended`, `copy TEXT`.
    public private(set) var calls: [String] = []

    private var script: ArraySlice<TerminalEvent>
    private let wakeUps: DispatchSemaphore
    private let isIdle: () -> Bool

    public init(
        size: Size = Size(width: 80, height: 24), glyphs: Glyphs = .unicode, script: [TerminalEvent], wakeUps: DispatchSemaphore,
        isIdle: @escaping () -> Bool
    ) {
        self.size = size
        self.glyphs = glyphs
        self.script = script[...]
        self.wakeUps = wakeUps
        self.isIdle = isIdle
    }

    public func present(_ frame: Frame) {
        #expect(frame.size == size, "a frame has the terminal's size")
        frames.append(frame)
    }

    public func nextEvent(timeout: Duration?) -> TerminalEvent? {
        if timeout == .zero { return nil }
        guard isIdle() else {
            if wakeUps.wait(timeout: .now() + 600) == .success { return .wake }
            Issue.record("an effect did not end, or a notice was not handled, within ten minutes")
            return .hangup
        }
        if let shown = frames.last { idleFrames.append(shown) }
        guard let next = script.popFirst() else { return .hangup }
        if case .resize(let size) = next { self.size = size }
        return next
    }

    public func repaint() { calls.append("repaint") }
    public func suspend() { calls.append("suspend") }

    public func withSuspended<Result>(_ body: () throws -> Result) rethrows -> Result {
        calls.append("withSuspended")
        return try body()
    }

    public func copy(_ text: String) -> Bool {
        calls.append("copy \(text)")
        return true
    }
}

/// What came of playing a script.
public struct Performance<State: Sendable>: Sendable {
    public let state: State
    public let frames: [Frame]
    public let idleFrames: [Frame]
    public let calls: [String]

    public init(state: State, frames: [Frame], idleFrames: [Frame], calls: [String]) {
        self.state = state
        self.frames = frames
        self.idleFrames = idleFrames
        self.calls = calls
    }
}

/// Runs a program on a thread of its own, as in production, and plays events to it. Effects run on other threads.
/// - Parameter delivery: notices that must be handled before the program counts as idle.
public func play<P: Program & Sendable>(
    _ program: P, from initial: P.State, effects: [P.Effect] = [], script: [TerminalEvent],
    size: Size = Size(width: 80, height: 24), delivery: (any NoticeDelivery)? = nil,
    runEffect: @escaping @Sendable (P.Effect, Mailbox<P.Message>, any Terminal) -> Void
) async -> Performance<P.State> where P.State: Sendable, P.Effect: Sendable {
    let wakeUps = DispatchSemaphore(value: 0)
    let mailbox = Mailbox<P.Message> { wakeUps.signal() }
    delivery?.onDelivery { wakeUps.signal() }
    let isIdle: @Sendable () -> Bool = {
        guard let delivery else { return mailbox.isIdle }
        // While no effect runs, nothing sends notices. But their listener may have posted a message after the first look.
        return mailbox.isIdle && delivery.isDelivered && mailbox.isIdle
    }
    return await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            let terminal = ScriptedTerminal(size: size, script: script, wakeUps: wakeUps, isIdle: isIdle)
            let loop = EventLoop(program: program, terminal: terminal, mailbox: mailbox, runEffect: runEffect)
            let state = loop.run(initial, effects: effects)
            continuation.resume(
                returning: Performance(
                    state: state, frames: terminal.frames, idleFrames: terminal.idleFrames, calls: terminal.calls))
        }
    }
}
