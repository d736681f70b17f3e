import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The only place where the state changes. The functions are pure: they return the effects to run.
enum Update {
    static func apply(_ message: Message, to state: inout AppState, at now: Date) -> [Effect] {
        change(&state, at: now) { dispatch(message, &$0) }
    }

    /// Makes a change, and then everything that follows from a change.
    static func change(_ state: inout AppState, at now: Date, _ change: (inout AppState) -> [Effect]) -> [Effect] {
        let before = state.today
        state.now = now
        let opened = state.openedArticle
        var effects = change(&state)
        if let article = state.openedArticle, article != opened { effects += CacheUpdate.opened(article, &state) }
        effects += TourUpdate.advance(&state) + CacheUpdate.newJourneyers(&state)
        if state.today != before { state.rebuild() }
        note(effects, &state)
        return effects + ReaderUpdate.settle(&state)
    }

    static func dispatch(_ message: Message, _ state: inout AppState) -> [Effect] {
        switch message {
        case .key(let key):
            if state.tour != nil {
                TourUpdate.end(&state)
                return []
            }
            return press(key, &state)
        case .mouse(let mouse):
            state.noteInput()
            return MouseUpdate.apply(mouse, &state)
        case .resize(let size):
            state.size = size
            for tab in Tab.allCases { tab.screen.rebuild(&state) }
            return []
        case .focus(let isFocused):
            // Somebody who comes back wants to see what is true now.
            return isFocused ? Refreshing.whatIsShown(state) + Refreshing.sendWhatIsDue(state) : []
        case .background(let background): return SettingsUpdate.apply(background, to: &state)
        case .configuration(let result): return SettingsUpdate.apply(result, to: &state)
        case .tick: return Timers.tick(&state)
        case .cache(let message): return CacheUpdate.apply(message, to: &state)
        case .network(let message): return NetworkUpdate.apply(message, to: &state)
        case .session(let message): return SessionUpdate.apply(message, to: &state)
        case .writing(let message): return WritingUpdate.apply(message, to: &state)
        case .reader(let message): return ReaderUpdate.apply(message, to: &state)
        case .desktop(let message):
            tell(message, &state)
            return []
        case .maintenance(.credentialsFetched(let result)):
            StageScreen.fetchedCredentials(result, &state)
            return []
        case .maintenance(.pipelineFetched(let result)):
            StageScreen.fetchedPipeline(result, &state)
            return []
        }
    }

    static func press(_ key: Key, _ state: inout AppState) -> [Effect] {
        state.noteInput()
        if state.keysForForm != nil, key != .ctrl("c") {
            state.keysForForm?.append(key)
            return []
        }
        return Keys.press(key, &state)
    }

    private static func tell(_ message: DesktopMessage, _ state: inout AppState) {
        switch message {
        case .linkOpened(.success(let program)): state.say("Opened with \(program).")
        case .linkOpened(.failure(let reason)):
            state.say("No browser was opened: \(SignInStrings.describe(reason)).", isWarning: true)
        case .ran(let command, let result): CustomCommandUpdate.ran(command, result, &state)
        case .exported(let order, let result): ExportUpdate.exported(order, result, &state)
        case .requestsExported(.success(let path), let count):
            state.say("Saved \(Amounts.count(count, "request")) without secrets in \(path).")
        case .requestsExported(.failure(let error), _): state.warn(error)
        case .copied(let what, let fits):
            state.say(fits ? "Copied \(what)." : "\(what) is too long for the clipboard of the terminal.", isWarning: !fits)
        }
    }

    /// Records in the state that these effects are running.
    static func note(_ effects: [Effect], _ state: inout AppState) {
        for effect in effects {
            switch effect {
            case .cache(.read(let part)): state.model.pending.insert(part)
            case .network(let effect): note(effect, &state)
            case .maintenance(.fetchPipeline): state.screens.stage.pipeline.isRunning = true
            case .writing(.startEntry(let seed, let tool)):
                state.agreedDates.insert(seed.date)
                if tool == .form { state.keysForForm = [] }
            case .cache(.observe), .cache(.readFirstJourneyers), .cache(.readJourneyersAge), .cache(.noteReading), .cache(.reportHealth),
                .session, .reader, .desktop,
                .terminal, .cancel,
                .writing(.saveDraft), .writing(.queue), .writing(.discard), .writing(.discardIfEmpty), .writing(.settle), .writing(.edit),
                .writing(.startCorrection), .writing(.remove):
                break
            }
        }
    }

    private static func note(_ effect: NetworkEffect, _ state: inout AppState) {
        switch effect {
        case .refresh(let resource): state.activity[resource] = .loading(since: state.now)
        case .sync: (state.work.isSyncing, state.work.syncingSince) = (true, state.now)
        case .check: state.screens.stage.check = StageState.CheckProgress(isRunning: true)
        case .send:
            (state.work.isSending, state.work.sendingSince) = (true, state.now)
            state.work.nextSendAllowed = state.now.addingTimeInterval(Work.sendPause)
        }
    }
}
