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
        guard let command = state.setting.keymap.command(for: key) else { return [] }
        return run(command, &state)
    }

    /// Runs a command if it can be done now, and says why not where it is only disabled.
    static func run(_ command: Command, _ state: inout AppState) -> [Effect] {
        guard let offer = Offers.all(state).first(where: { $0.command == command }) else { return [] }
        if let reason = offer.disabled {
            state.say(reason)
            return []
        }
        return perform(command, &state)
    }

    private static func perform(_ command: Command, _ state: inout AppState) -> [Effect] {
        switch command {
        case .today, .journeyers, .leaderboard, .articles, .outbox, .stage:
            return show(Tab.allCases.first { $0.command == command } ?? .today, &state)
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
        case .switchStage: return open(.choice(ChoiceState(stages: state.setting.otherStages)), &state)
        case .lens: return open(.lens(LensState()), &state)
        case .palette: return open(.palette(PaletteState(state)), &state)
        case .help: return open(.help(HelpState()), &state)
        case .repaint: return [.repaint]
        case .suspend: return [.suspend]
        case .back where !Offers.isOfHere(.back, state): return Cancelling.cancel(&state)
        default: return state.tab.screen.update(&state, command)
        }
    }

    /// On production a slip of the finger must not end a session.
    private static func signOut(_ state: inout AppState) -> [Effect] {
        guard state.setting.stage.isProduction else { return [.signOut] }
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Sign out of \(state.setting.stage.name)?", verb: "sign out", refusal: "stay signed in", effects: [.signOut]))
        )
        return []
    }

    private static func nextTemplate(_ state: inout AppState) -> [Effect] {
        let all = ArticleTemplate.allCases
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
        if state.tab.screen.offers(state).contains(where: { $0.command == .back }) {
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
enum Offers {
    static func all(_ state: AppState) -> [Offer] {
        let here = state.tab.screen.offers(state)
        let taken = Set(here.map(\.command))
        // What can end a wait comes first: the hint must be seen.
        let cancel = taken.contains(.back) ? nil : Cancelling.offer(state)
        return [cancel].compactMap { $0 } + here + everywhere(state).filter { !taken.contains($0.command) }
    }

    /// Whether a command is one of the screen's own now.
    static func isOfHere(_ command: Command, _ state: AppState) -> Bool {
        state.tab.screen.offers(state).contains { $0.command == command }
    }

    static func everywhere(_ state: AppState) -> [Offer] {
        let offline = state.setting.isOffline ? "hdoc runs with --offline: nothing is fetched or sent." : nil
        return [
            Offer(.write), Offer(.writeInForm),
            Offer(.writeYesterday, disabled: state.written(on: state.yesterday).map { "Yesterday has an entry: \($0)." }), Offer(.template),
            Offer(.signIn, hint: isSignedOut(state) ? "sign in" : nil, disabled: offline ?? signInObstacle(state)),
            Offer(.signOut, disabled: signOutObstacle(state)),
            Offer(
                .switchStage,
                disabled: state.setting.otherStages.isEmpty ? "No other stage is configured. Add one with `hdoc stage add`." : nil),
            Offer(.refresh, hint: "refresh", disabled: offline), Offer(.sync, disabled: offline ?? syncing(state)),
        ] + Tab.allCases.map { Offer($0.command) } + [
            Offer(.nextScreen), Offer(.previousScreen), Offer(.lens), Offer(.palette), Offer(.help), Offer(.repaint), Offer(.suspend),
            Offer(.quit),
        ]
    }

    private static func syncing(_ state: AppState) -> String? {
        state.work.isSyncing ? "A sync is already running." : nil
    }

    private static func signInObstacle(_ state: AppState) -> String? {
        if state.setting.stage.issuer == nil || state.setting.stage.clientID == nil {
            return "Sign-in is not available: issuer or client_id of this stage is not configured."
        }
        if case .signedIn(let identity, until: _, canRefresh: _) = state.library.session {
            return "Already signed in as \(identity.displayName)."
        }
        return nil
    }

    private static func isSignedOut(_ state: AppState) -> Bool {
        if case .signedIn = state.library.session { false } else { true }
    }

    private static func signOutObstacle(_ state: AppState) -> String? {
        state.library.session == .signedOut ? "You are not signed in." : nil
    }

    /// The keys that move in a list.
    static let moving: [Offer] = [
        Offer(.down), Offer(.up), Offer(.pageDown), Offer(.pageUp), Offer(.first), Offer(.last),
    ]
}
