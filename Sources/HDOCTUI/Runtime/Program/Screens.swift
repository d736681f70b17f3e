import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The screens: `hdoc` without a command.
package enum Screens {
    package struct Options: Sendable {
        var configured = ScreenSettings()
        /// Whether hdoc runs with `--offline`: nothing is fetched or sent.
        package var isOffline = false
        package var zone = LocalZone.utc
        package var clock: @Sendable () -> Date = { Date() }
        package var environment = ProcessInfo.processInfo.environment
        /// A message that the last line shows at the start, such as the demo's sample account.
        package var notice: String?
        /// Whether `notice` stays until a key is pressed.
        package var isNoticeWarning = false
        /// Whether the tour begins at once.
        package var beginsTour = false
        package var services: Services

        package init(services: Services) {
            self.services = services
        }

        /// The options with the settings of the configuration.
        package init(_ settings: ScreenSettings, services: Services) { (configured, self.services) = (settings, services) }
    }

    /// How the screens ended.
    struct Ending: Sendable {
        /// The last write, if it is still running.
        var writing: Task<Void, Never>?
        /// The name of the stage to switch to; nil if the user quit or the terminal was closed.
        var nextStage: String?
    }

    /// Shows the screens until the user quits, switches to another stage, or the terminal is closed. Before the first frame, only
    /// local files are read and no request is sent. The loop has its own thread, because it would block one of the concurrency
    /// pool.
    /// - Returns: the name of the stage to switch to, if any.
    package static func run(_ client: any CommunityClient, _ options: Options) async throws -> String? {
        let ending: Ending = try await withCheckedThrowingContinuation { continuation in
            DetachedThread.start { continuation.resume(with: Result { try runOnTerminal(client, options) }) }
        }
        await ending.writing?.value
        CrashGuard.endIfAsked()
        return ending.nextStage
    }

    private static func runOnTerminal(_ client: any CommunityClient, _ options: Options) throws -> Ending {
        let waker = try Waker()
        let terminal = try CursesTerminal(
            theme: options.configured.theme.theme, features: options.configured.features, waker: waker, environment: options.environment)
        defer { terminal.close() }
        return run(client, options, on: terminal, mailbox: Mailbox { waker.wake() })
    }

    /// Shows the screens on any terminal.
    @discardableResult
    static func run(
        _ client: any CommunityClient, _ options: Options, on terminal: any Terminal, mailbox: Mailbox<Message>
    ) -> Ending {
        let (state, effects) = begin(client, options, on: terminal)
        let runner = EffectRunner(client: client, services: options.services)
        let loop = EventLoop(program: HdocProgram(clock: options.clock), terminal: terminal, mailbox: mailbox, runEffect: runner.run)
        let last = loop.run(state, effects: effects)
        // The text of an open form, if the terminal is gone. This write follows those that are still running.
        for case .form(let form) in last.dialogs where form.autosaveAt != nil {
            runner.run(.writing(.saveDraft(form.typed, replacing: form.entry)), mailbox, terminal)
        }
        runner.cancelAll()
        return Ending(writing: runner.lastWrite, nextStage: last.nextStage)
    }

    /// The first state, and the effects to start with. Reads local files only.
    static func begin(_ client: any CommunityClient, _ options: Options, on terminal: any Terminal) -> (AppState, [Effect]) {
        var settings = Settings(
            stage: client.stage, zone: options.zone, configured: options.configured, glyphs: terminal.glyphs,
            isOffline: options.isOffline,
            sshTarget: SSHTarget.of(options.environment, hostName: SSHTarget.hostName))
        settings.theme = options.configured.theme
        settings.hasSampleAccount = options.services.sampleAccount != nil
        var state = AppState(settings: settings, now: options.clock(), size: terminal.size)
        load(&state, from: client)
        if let notice = options.notice { state.say(notice, isWarning: options.isNoticeWarning) }
        if options.beginsTour { state.tour = TourState(now: state.now) }
        let effects = firstEffects(state)
        Update.note(effects, &state)
        return (state, effects)
    }

    /// Reads the data that the first frame shows.
    static func load(_ state: inout AppState, from client: any CommunityClient) {
        for part in [ReadModel.Part.session, .outbox, .mine, .routes] {
            do {
                state.model.take(try ReadModel.read(part, from: client))
            } catch {
                state.model.problems[part] = error
            }
        }
        state.model.meAtStart = state.model.handle.flatMap { try? client.journeyer($0).value }
        state.rebuild()
    }

    static func firstEffects(_ state: AppState) -> [Effect] {
        [.cache(.observe), .cache(.readFirstJourneyers)]
            + [ReadModel.Part.journeyers, .movement, .articles, .tags, .storage].map { .cache(.read($0)) }
            + Refreshing.whatIsShown(state) + Refreshing.sendWhatIsDue(state)
    }
}
