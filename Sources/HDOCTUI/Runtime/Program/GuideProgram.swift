import HDOCClient
import TerminalKit

/// The guide of the first run. It is a separate program, because the screens need a stage.
struct GuideProgram: Program {
    enum GuideMessage: Sendable { case event(TerminalEvent) }
    enum GuideEffect: Sendable {
        case repaint, suspend
        case useTheme(Theme)
    }

    func message(for event: TerminalEvent, in state: GuideState) -> GuideMessage? { .event(event) }

    func update(_ state: inout GuideState, _ message: GuideMessage) -> [GuideEffect] {
        guard case .event(let event) = message else { return [] }
        switch event {
        case .key(.ctrl("l")): return [.repaint]
        case .key(.ctrl("z")): return [.suspend]
        case .key(let key): GuideUpdate.press(key, &state)
        case .mouse(let mouse): GuideUpdate.mouse(mouse, &state)
        case .resize(let size): state.size = size
        case .background(let background):
            let before = state.theme.theme
            state.theme.background = background
            return state.theme.theme == before ? [] : [.useTheme(state.theme.theme)]
        case .focus, .wake, .hangup: break
        }
        return []
    }

    func view(_ state: GuideState, size: Size) -> Frame { GuideView.frame(of: state, size: size) }

    func isFinished(_ state: GuideState) -> Bool { state.choice != nil }

    static func run(_ effect: GuideEffect, _ mailbox: Mailbox<GuideMessage>, _ terminal: any Terminal) {
        switch effect {
        case .repaint: terminal.repaint()
        case .suspend: terminal.suspend()
        case .useTheme(let theme): terminal.use(theme)
        }
    }
}

/// Runs the guide of the first run.
package enum Guide {
    /// Shows the guide until the user chooses something or the terminal is closed.
    package static func show(file: String, problem: String?, _ options: Screens.Options) async throws -> GuideChoice {
        let choice = try await withCheckedThrowingContinuation { continuation in
            DetachedThread.start { continuation.resume(with: Result { try runOnTerminal(file, problem, options) }) }
        }
        CrashGuard.endIfAsked()
        return choice
    }

    private static func runOnTerminal(_ file: String, _ problem: String?, _ options: Screens.Options) throws -> GuideChoice {
        let waker = try Waker()
        let terminal = try CursesTerminal(
            theme: options.configured.theme.theme, features: options.configured.features, waker: waker, environment: options.environment)
        defer { terminal.close() }
        let state = GuideState(file: file, glyphs: terminal.glyphs, size: terminal.size, theme: options.configured.theme, problem: problem)
        let loop = EventLoop(
            program: GuideProgram(), terminal: terminal, mailbox: Mailbox { waker.wake() }, runEffect: GuideProgram.run)
        return loop.run(state).choice ?? .leave
    }
}
