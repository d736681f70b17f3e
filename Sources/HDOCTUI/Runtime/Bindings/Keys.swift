import TerminalKit
import HDOCClient
import HDOCModels
/// From a key to what it does: dialog, then the field that has the focus, then the commands of the screen.
enum Keys {
    static func press(_ key: Key, _ state: inout AppState) -> [Effect] {
        // Ctrl-C leaves whatever takes text, as Esc does; on a screen it is a command like others.
        let typed = key == .ctrl("c") ? Key.escape : key
        if !state.dialogs.isEmpty { return Dialogs.press(typed, &state) }
        if let effects = state.tab.screen.type(typed, into: &state) { return effects }
        guard let action = state.settings.keymap.action(for: key) else { return [] }
        return run(action, &state)
    }

    /// Runs a command if it can be done now, and says why not where it is only disabled.
    static func run(_ action: Action, _ state: inout AppState) -> [Effect] {
        guard let binding = Bindings.all(state).first(where: { $0.action == action }) else { return [] }
        if let reason = binding.disabled {
            state.say(reason)
            return []
        }
        return perform(action, &state)
    }

    private static func perform(_ action: Action, _ state: inout AppState) -> [Effect] {
        switch action {
        case .today, .journeyers, .leaderboard, .articles, .outbox, .stage:
            return show(Tab.allCases.first { $0.action == action } ?? .today, &state)
        case .nextScreen: return show(neighbour(of: state.tab, by: 1), &state)
        case .previousScreen: return show(neighbour(of: state.tab, by: -1), &state)
        case .quit: return quit(&state)
        case .refresh: return refresh(&state)
        case .sync: return [.sync]
        case .write: return Writing.begin(.editor, &state)
        case .writeInForm:
            if let entry = state.tab.screen.formSubject(state) { return Writing.resume(entry, .form, &state) }
            return Writing.begin(.form, &state)
        case .writeYesterday: return Writing.begin(.editor, on: state.yesterday, &state)
        case .template: return nextTemplate(&state)
        case .signIn:
            state.dialogs.append(.signIn(SignInState(now: state.now)))
            return [.signIn]
        case .signOut: return signOut(&state)
        case .switchStage: return open(.choice(ChoiceState(stages: state.settings.otherStages)), &state)
        case .inspectRequest: return open(.requestInspector(RequestInspectorState()), &state)
        case .palette: return open(.palette(PaletteState(state)), &state)
        case .help: return open(.help(HelpState()), &state)
        case .repaint: return [.repaint]
        case .suspend: return [.suspend]
        case .back where !Bindings.isOfHere(.back, state): return Cancelling.cancel(&state)
        default: return state.tab.screen.update(&state, action)
        }
    }

    /// On production a slip of the finger must not end a session.
    private static func signOut(_ state: inout AppState) -> [Effect] {
        guard state.settings.stage.isProduction else { return [.signOut] }
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Sign out of \(state.settings.stage.name)?", verb: "signs out", refusal: "stays", effects: [.signOut])))
        return []
    }

    private static func nextTemplate(_ state: inout AppState) -> [Effect] {
        let all = Template.allCases
        let next = all[((all.firstIndex(of: state.template) ?? 0) + 1) % all.count]
        state.chosenTemplate = next
        state.say("The next entry begins with the \(next.rawValue) template: \(next.headings.joined(separator: ", ")).")
        return []
    }

    private static func show(_ tab: Tab, _ state: inout AppState) -> [Effect] {
        state.tab = tab
        return Refreshing.whatIsShown(state)
    }

    private static func neighbour(of tab: Tab, by step: Int) -> Tab {
        let count = Tab.allCases.count
        return Tab(rawValue: (tab.rawValue + step + count) % count) ?? .today
    }

    private static func quit(_ state: inout AppState) -> [Effect] {
        if state.tab.screen.bindings(state).contains(where: { $0.action == .back }) {
            return state.tab.screen.update(&state, .back)
        }
        state.isFinished = true
        return []
    }

    private static func refresh(_ state: inout AppState) -> [Effect] {
        guard let source = state.tab.screen.source(state) else { return [.sync] }
        if case .loading? = state.activity[source.resource] { return [] }
        return [.refresh(source.resource)] + Refreshing.sendWhatIsDue(state)
    }

    private static func open(_ dialog: Dialog, _ state: inout AppState) -> [Effect] {
        state.dialogs.append(dialog)
        return []
    }
}

/// What can be done on the screen as it stands: the one list behind keys, hint line, help and palette.
enum Bindings {
    static func all(_ state: AppState) -> [Binding] {
        let here = state.tab.screen.bindings(state)
        let taken = Set(here.map(\.action))
        // What can end a wait comes first: the hint must be seen.
        let cancel = taken.contains(.back) ? nil : Cancelling.offer(state)
        return [cancel].compactMap { $0 } + here + everywhere(state).filter { !taken.contains($0.action) }
    }

    /// Whether a command is one of the screen's own now.
    static func isOfHere(_ action: Action, _ state: AppState) -> Bool {
        state.tab.screen.bindings(state).contains { $0.action == action }
    }

    static func everywhere(_ state: AppState) -> [Binding] {
        let offline = state.settings.isOffline ? "Started with --offline: nothing is fetched or sent." : nil
        return [
            Binding(.write), Binding(.writeInForm),
            Binding(.writeYesterday, disabled: state.written(on: state.yesterday).map { "Yesterday has an entry: \($0)." }), Binding(.template),
            Binding(.signIn, hint: isSignedOut(state) ? "sign in" : nil, disabled: offline ?? signInObstacle(state)),
            Binding(.signOut, disabled: signOutObstacle(state)),
            Binding(
                .switchStage, disabled: state.settings.otherStages.isEmpty ? "No other stage is configured; hdoc stage add makes one." : nil),
            Binding(.refresh, hint: "refresh", disabled: offline), Binding(.sync, disabled: offline ?? syncing(state)),
        ] + Tab.allCases.map { Binding($0.action) } + [
            Binding(.nextScreen), Binding(.previousScreen), Binding(.inspectRequest), Binding(.palette), Binding(.help), Binding(.repaint), Binding(.suspend),
            Binding(.quit),
        ]
    }

    private static func syncing(_ state: AppState) -> String? {
        state.work.isSyncing ? "A sync is under way." : nil
    }

    private static func signInObstacle(_ state: AppState) -> String? {
        if state.settings.stage.issuer == nil || state.settings.stage.clientID == nil {
            return "This stage has no sign-in: its issuer or client_id is not configured."
        }
        if case .signedIn(let identity, until: _, canRefresh: _) = state.model.session {
            return "Signed in as \(identity.displayName) already."
        }
        return nil
    }

    private static func isSignedOut(_ state: AppState) -> Bool {
        if case .signedIn = state.model.session { false } else { true }
    }

    private static func signOutObstacle(_ state: AppState) -> String? {
        state.model.session == .signedOut ? "Nobody is signed in." : nil
    }

    /// The keys that move in a list.
    static let moving: [Binding] = [
        Binding(.down), Binding(.up), Binding(.pageDown), Binding(.pageUp), Binding(.first), Binding(.last),
    ]
}
