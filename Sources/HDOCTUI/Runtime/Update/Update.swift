import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// The one place where the state changes. Pure: what it wants done it returns.
enum Update {
    static func apply(_ message: Message, to state: inout AppState, at now: Date) -> [Effect] {
        let before = state.today
        state.now = now
        let opened = state.openedArticle
        var effects = dispatch(message, &state)
        if let article = state.openedArticle, article != opened { effects += Reading.opened(article, &state) }
        if state.today != before { state.rebuild() }
        note(effects, &state)
        ReaderUpdate.settle(&state)
        return effects
    }

    /// What is under way from now on.
    static func note(_ effects: [Effect], _ state: inout AppState) {
        for effect in effects {
            switch effect {
            case .read(let part): state.model.pending.insert(part)
            case .refresh(let resource): state.activity[resource] = .loading(since: state.now)
            case .startEntry(let seed, _): state.agreedDates.insert(seed.date)
            case .sync: (state.work.isSyncing, state.work.syncingSince) = (true, state.now)
            case .check: state.stageScreen.check = StageState.Check(isRunning: true)
            case .send:
                (state.work.isSending, state.work.sendingSince) = (true, state.now)
                state.work.nextSendAllowed = state.now.addingTimeInterval(Work.sendPause)
            case .setHandle, .signIn, .cancelSignIn, .pasteBack, .signOut, .signUp, .saveDraft, .queue, .discard, .settle, .noteReading,
                .edit, .openLink, .copy, .repaint, .suspend, .useTheme, .cancel, .observe:
                break
            }
        }
    }

    private static func dispatch(_ message: Message, _ state: inout AppState) -> [Effect] {
        switch message {
        case .key(let key): return Keys.press(key, &state)
        case .mouse(let mouse): return MouseUpdate.apply(mouse, &state)
        case .resize(let size):
            state.size = size
            for tab in Tab.allCases { tab.screen.rebuild(&state) }
            return []
        case .tick: return Timers.tick(&state)
        case .changed(let change): return reads(after: change)
        case .requested(let trace):
            state.take(trace)
            return []
        case .read(let content):
            return Reading.take(content, &state)
        case .readFailed(let part, let error):
            state.model.problems[part] = error
            state.model.pending.remove(part)
            return []
        case .refreshed, .syncing, .synced, .sent: return NetworkUpdate.apply(message, to: &state)
        case .routeChecked(let check):
            state.stageScreen.check.routes[check.route] = check
            return []
        case .checked(let result): return StageScreen.checked(result, &state)
        case .handleSet, .signInStep, .signedIn, .pasteAnswered, .signedOut, .signedUp: return SessionUpdate.apply(message, to: &state)
        case .entryStarted, .draftSaved, .queued, .discarded, .settled, .writingFailed, .edited:
            return Writing.apply(message, to: &state)
        case .linkOpened(let result):
            switch result {
            case .success(let program): state.say("Opened with \(program).")
            case .failure(let reason): state.say("No browser was opened: \(SignInStrings.describe(reason)).", isWarning: true)
            }
            return []
        case .copied(let what, let fits):
            state.say(fits ? "Copied \(what)." : "\(what) is too long for the clipboard of the terminal.", isWarning: !fits)
            return []
        }
    }

    /// Reads the parts that a change names, each once.
    private static func reads(after change: Change) -> [Effect] {
        ReadModel.Part.allCases.filter { change.contains($0.change) }.map(Effect.read)
    }
}

/// New content of the cache.
enum Reading {
    static func take(_ content: ReadModel.Content, _ state: inout AppState) -> [Effect] {
        let handle = state.model.handle
        state.model.take(content)
        state.rebuild(after: content.part)
        if content.part == .mine { proposeFreeDays(&state) }
        let linking = content.part == .session ? SessionUpdate.linkAccount(&state) : []
        // Who I am decides what is mine.
        return (handle == state.model.handle ? [] : [.read(.mine)] + Refreshing.whatIsShown(state)) + linking
    }
}

extension Reading {
    /// A form opened before anybody knew what was posted proposes another day now, unless its writer has chosen one.
    private static func proposeFreeDays(_ state: inout AppState) {
        let before = state
        state.withForm { form in
            guard form.state == .draft, form.text(.day) == String(form.entry.day) else { return }
            form.propose(day: before.freeDay(for: form.entry))
        }
    }

    /// Which texts stay in the cache depends on which are read; one that is not there is missed, also where nobody can fetch it.
    static func opened(_ id: String, _ state: inout AppState) -> [Effect] {
        let known = (state.model.articles.value + state.model.mine.value).first { $0.id == id }
        guard known?.body == nil else { return [.noteReading(id)] }
        if state.settings.isOffline {
            state.activity[.article(id)] = .failed(
                ClientError(.transport(TransportError(.offline, mayHaveArrived: false)), operation: .getArticle))
        }
        return []
    }
}

extension AppState {
    /// The article that lies open.
    fileprivate var openedArticle: String? {
        guard case .reader(let reader)? = dialogs.last, case .article(let id) = reader.subject else { return nil }
        return id
    }
}

/// When to ask the backend without being told to.
enum Refreshing {
    /// What is shown, if it is old and nobody is asking for it already.
    static func whatIsShown(_ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, !state.work.isSyncing, let source = state.tab.screen.source(state) else { return [] }
        switch state.freshness(of: source) {
        case .neverLoaded, .stale: return [.refresh(source.resource)]
        // The client knows when an absent route is worth another try, and answers at once where it is not.
        case .absent: return state.activity[source.resource] == nil ? [.refresh(source.resource)] : []
        case .loading, .fresh, .failed: return []
        }
    }

    /// The tags in use, for whoever is about to choose some.
    static func tags(_ state: AppState) -> [Effect] {
        let source = Source(resource: .tags, route: .tags, fetchedAt: state.model.tags.fetchedAt)
        guard !state.settings.isOffline, !state.work.isSyncing else { return [] }
        switch state.freshness(of: source) {
        case .neverLoaded, .stale: return [.refresh(.tags)]
        case .loading, .fresh, .failed, .absent: return []
        }
    }

    /// What is due in the outbox.
    static func sendWhatIsDue(_ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, !state.work.isSending, state.model.waiting > 0,
            state.now >= state.work.nextSendAllowed
        else { return [] }
        return [.send(nil)]
    }

    /// Everything that waits, due or not: what it waited for has come.
    static func sendWhatWaits(_ state: AppState) -> [Effect] {
        let waiting = state.model.outbox.filter(\.state.isWaiting).map(\.id)
        return state.settings.isOffline || state.work.isSending || waiting.isEmpty ? [] : [.send(waiting)]
    }

    /// The backend has answered: what is due goes out, and after it could not be reached everything does.
    static func sendAfterAnswer(_ state: inout AppState) -> [Effect] {
        defer { state.work.isAway = false }
        return state.work.isAway ? sendWhatWaits(state) : sendWhatIsDue(state)
    }
}
