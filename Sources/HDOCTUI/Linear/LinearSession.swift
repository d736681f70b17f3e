import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The linear mode: the state, the updates, the bindings and the effects of the screens, with lines instead of keys and sentences instead
/// of frames.
package enum Linear {
    /// What the mode needs besides the options of the screens.
    package struct Options: Sendable {
        /// What to say first: that this is the linear mode, and how to leave it and turn it off.
        package var opening: [String]
        /// Runs a command of hdoc that was typed. Its output goes to the same place as the sentences.
        package var runCommand: @Sendable ([String]) async -> Void

        package init(opening: [String], runCommand: @escaping @Sendable ([String]) async -> Void) {
            (self.opening, self.runCommand) = (opening, runCommand)
        }
    }

    /// Runs the mode until the person quits, switches to another stage, or the input ends. It has its own thread, like the screens.
    /// - Returns: the name of the stage to switch to, if any.
    package static func run(
        _ client: any CommunityClient, _ options: Screens.Options, _ own: Options, input: Int32, output: any TextSink
    ) async throws -> String? {
        let ending: Screens.Ending = try await withCheckedThrowingContinuation { continuation in
            DetachedThread.start {
                continuation.resume(
                    with: Result {
                        let waker = try Waker()
                        let session = LinearSession(client, options, own, LineTerminal(input: input, output: output, waker: waker), waker)
                        return session.run()
                    })
            }
        }
        await ending.writing?.value
        return ending.nextStage
    }
}

/// One run of the linear mode. Only its own thread uses it.
final class LinearSession {
    /// How long the answer to a line waits for work, so that a quick response is said at once. In seconds.
    private static let patience = 1.5
    /// How long nothing must happen before the answer is complete: a change of the cache is reported a moment after the request ends.
    private static let quiet = Duration.milliseconds(80)

    private var state: AppState
    private var talk = LinearTalk()
    private var progress = LinearProgress()
    private var voice = LinearVoice()
    /// Messages of the screens that are not said yet.
    private var messages: [String] = []
    /// What the person asked to fetch, until it has arrived or failed.
    private var awaited: Set<Resource> = []
    private let first: [Effect]
    private let runner: EffectRunner
    private let mailbox: Mailbox<Message>
    private let terminal: LineTerminal
    private let own: Linear.Options
    private let clock: @Sendable () -> Date

    init(_ client: any CommunityClient, _ options: Screens.Options, _ own: Linear.Options, _ terminal: LineTerminal, _ waker: Waker) {
        let effects: [Effect]
        (state, effects) = Screens.begin(client, options, on: terminal)
        // What is said about a list is about all of it.
        first = effects.filter { $0 != .cache(.readFirstJourneyers) }
        runner = EffectRunner(client: client, services: options.services)
        mailbox = Mailbox { waker.wake() }
        (self.own, self.terminal, clock) = (own, terminal, options.clock)
    }

    func run() -> Screens.Ending {
        own.opening.forEach(terminal.say)
        start(first)
        settle()
        say(takeMessages() + voice.announce(&talk, state))
        while !state.isFinished {
            terminal.prompt("> ")
            switch terminal.next(timeout: timeout) {
            case .line(let line): take(line)
            case .end:
                finish()
                state.isFinished = true
            case .wake, .timeout:
                handle()
                say(takeMessages() + voice.news(&talk, state) + fetched())
            }
        }
        settle(while: { $0.model.pending.isEmpty == false })
        runner.cancelAll()
        return Screens.Ending(writing: runner.lastWrite, nextStage: state.nextStage)
    }

    // MARK: Lines

    private func take(_ line: String) {
        voice.begin(state)
        let place = LinearPlace.id(state)
        var reply = LinearReply()
        let effects = change { state in
            reply = talk.take(line, &state)
            return reply.effects
        }
        say(reply.said)
        if LinearPlace.id(state) == place { awaited.formUnion(Self.refreshes(effects)) }
        start(effects)
        if let command = reply.command { run(command) }
        settle()
        let news = takeMessages() + voice.answer(reply, &talk, state)
        let arrived = fetched()
        say(news + arrived)
        let isAnswered = !(reply.said + news + arrived).isEmpty || reply.command != nil || reply.isQuiet || hasSpoken
        if !isAnswered, !state.isFinished, awaited.isEmpty { terminal.say(effects.isEmpty ? "Nothing has changed." : "Done.") }
    }

    private func run(_ command: [String]) {
        let run = own.runCommand
        try? Blocking.wait { await run(command) }
    }

    /// Saves what is open when the input ends.
    private func finish() {
        guard let form = LinearForm.of(state) else { return }
        messages = []
        // A field that cannot be read needs a second Esc.
        for _ in 0..<2 where LinearForm.of(state)?.id == form.id {
            start(change { Update.press(.escape, &$0) })
        }
        settle()
        say([(["The input has ended."] + takeMessages()).joined(separator: " ")])
    }

    // MARK: Effects and messages

    /// Whether an effect has already said something since the line was typed.
    private var hasSpoken = false

    private func start(_ effects: [Effect]) {
        hasSpoken = false
        for effect in effects {
            switch effect {
            case .desktop(.copy(let text, let what)):
                // The clipboard needs a control sequence, so the text is said instead.
                say(["\(LinearSentences.capitalised(what)), to copy:", text])
                hasSpoken = true
            case .terminal(.repaint): voice.repeatPlace()
            case .terminal(.useTheme): break
            default: runner.run(effect, mailbox, terminal)
            }
        }
    }

    /// Makes a change. Its message is said later, and is not kept: who hears it has read it.
    private func change(_ body: (inout AppState) -> [Effect]) -> [Effect] {
        let effects = Update.change(&state, at: clock(), body)
        if let toast = state.toast { messages.append(SpokenTime.words(toast.text)) }
        state.toast = nil
        return effects
    }

    private func takeMessages() -> [String] {
        defer { messages = [] }
        return messages.enumerated().filter { $0 == 0 || messages[$0 - 1] != $1 }.map(\.1)
    }

    private func handle() {
        for message in mailbox.drain() { start(change { Update.dispatch(message, &$0) }) }
        if let due = Timers.next(state), due <= clock() { start(change { Update.dispatch(.tick, &$0) }) }
        if let sentence = progress.sentence(state, at: clock()) { terminal.say(sentence) }
    }

    private var timeout: Duration? {
        [Timers.next(state), progress.due].compactMap(\.self).min().map { .seconds(max(0.05, $0.timeIntervalSince(clock()))) }
    }

    /// Handles messages until nothing happens. A person does not wait longer than `patience`; a script waits until all is done.
    private func settle(while isWaiting: ((AppState) -> Bool)? = nil) {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while !state.isFinished || isWaiting != nil {
            handle()
            if let isWaiting, !isWaiting(state) { return }
            if terminal.isInteractive || isPersonNeeded, ContinuousClock.now >= deadline { return }
            let isIdle = mailbox.isIdle
            let event = terminal.next(timeout: isIdle ? Self.quiet : .milliseconds(200), readsInput: false)
            if isIdle, event == .timeout, mailbox.isIdle { return }
        }
    }

    /// Whether the running work waits for the person.
    private var isPersonNeeded: Bool {
        if case .signIn? = state.dialogs.last { true } else { false }
    }

    private static func refreshes(_ effects: [Effect]) -> [Resource] {
        effects.compactMap { if case .network(.refresh(let resource)) = $0 { resource } else { nil } }
    }

    /// The results of the requests that the person asked for.
    private func fetched() -> [String] {
        awaited.sorted { "\($0)" < "\($1)" }.compactMap { resource in
            if case .loading? = state.activity[resource] { return nil }
            awaited.remove(resource)
            guard case .failed(let error)? = state.activity[resource] else { return "Fetched \(ResourceStrings.name(resource))." }
            return state.describer.sentence(error)
        }
    }

    private func say(_ lines: [String]) { for line in lines where !line.isEmpty { terminal.say(line) } }
}
