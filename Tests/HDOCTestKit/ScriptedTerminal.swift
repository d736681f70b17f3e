import Dispatch
import Foundation
import Testing

@testable import TerminalKit

/// A terminal that plays scripted events and keeps all frames of the program.
///
/// It plays the next event when the program is idle: the program waits for an event, its last frame is up to date, its mailbox is
/// empty, no effect started with `Mailbox.start` is running, and every notice is delivered. Therefore no test sleeps.
/// After the last event the terminal reports a hangup, which ends the program.
public final class ScriptedTerminal: Terminal {
    public private(set) var size: Size
    public let glyphs: Glyphs
    /// All presented frames.
    public private(set) var frames: [Frame] = []
    /// The frames on the screen while the program was idle: one before each event, and one at the end.
    public private(set) var idleFrames: [Frame] = []
    /// The other calls, in order: `repaint`, `suspend`, `withSuspended`, `copy TEXT`.
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

/// The result of playing a script.
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
        // While no effect runs, no notice is sent. But a listener may have posted a message after the first check of the mailbox.
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
