import FoundationEssentials
import TerminalKit

/// The screens as a program for the event loop.
struct HdocProgram: Program {
    let clock: @Sendable () -> Date

    func message(for event: TerminalEvent, in state: AppState) -> Message? {
        switch event {
        case .key(let key): .key(key)
        case .mouse(let mouse): .mouse(mouse)
        case .resize(let size): .resize(size)
        case .focus(let isFocused): .focus(isFocused)
        case .background(let background): .background(background)
        case .wake, .hangup: nil
        }
    }

    func tick(_ state: AppState) -> Message? { .tick }

    func update(_ state: inout AppState, _ message: Message) -> [Effect] {
        Update.apply(message, to: &state, at: clock())
    }

    func view(_ state: AppState, size: Size) -> Frame { View.frame(of: state, size: size) }

    func nextTick(_ state: AppState) -> ContinuousClock.Instant? {
        Timers.next(state).map { .now + .seconds(max(0, $0.timeIntervalSince(clock()))) }
    }

    func isFinished(_ state: AppState) -> Bool { state.isFinished }
}
