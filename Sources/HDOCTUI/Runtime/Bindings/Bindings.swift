import HDOCClient
import HDOCModels

/// All bindings of the current screen.
enum Bindings {
    static func all(_ state: AppState) -> [Binding] {
        let here = state.tab.screen.bindings(state)
        let taken = Set(here.map(\.action))
        // The binding that cancels a request comes first, so that the line always has room for its hint.
        let cancel = taken.contains(.back) ? nil : Cancelling.binding(state)
        return [cancel].compactMap { $0 } + here + everywhere(state).filter { !taken.contains($0.action) }
    }

    /// The bindings that every screen has.
    static func everywhere(_ state: AppState) -> [Binding] {
        let offline = state.settings.isOffline ? "hdoc runs with --offline: nothing is fetched or sent." : nil
        return writing(state) + [signIn(state, offline), signOut(state), switchStage(state)] + [
            Binding(.refresh, hint: "refresh", disabled: offline, run: refresh),
            .effects(.sync, disabled: offline ?? (state.work.isSyncing ? "A sync is already running." : nil), [.network(.sync)]),
        ] + navigation
    }

    static func write(hint: String? = nil) -> Binding { Binding(.write, hint: hint) { Writing.begin(.editor, &$0) } }

    static let writeInForm = Binding(.writeInForm) { state in
        if let entry = state.tab.screen.formSubject(state) { return Writing.resume(entry, .form, &state) }
        return Writing.begin(.form, &state)
    }

    private static func writing(_ state: AppState) -> [Binding] {
        let written = state.written(on: state.yesterday).map { "Yesterday has an entry: \($0)." }
        return [
            write(), writeInForm,
            Binding(.writeYesterday, disabled: written) { Writing.begin(.editor, on: $0.yesterday, &$0) },
            Binding(.template) { state in
                let next = state.template.neighbour(by: 1)
                state.chosenTemplate = next
                state.say("The next entry begins with the \(next.rawValue) template: \(next.headings.joined(separator: ", ")).")
                return []
            },
        ]
    }

    private static func refresh(_ state: inout AppState) -> [Effect] {
        guard let source = state.tab.screen.source(state) else { return [.network(.sync)] }
        if case .loading? = state.activity[source.resource] { return [] }
        return [.network(.refresh(source.resource))] + Refreshing.sendWhatIsDue(state)
    }
}

// MARK: - Session and stage

extension Bindings {
    private static func signIn(_ state: AppState, _ offline: String?) -> Binding {
        Binding(.signIn, hint: isSignedOut(state) ? "sign in" : nil, disabled: offline ?? signInObstacle(state)) { state in
            state.dialogs.append(.signIn(SignInState(now: state.now)))
            return [.session(.signIn)]
        }
    }

    private static func signOut(_ state: AppState) -> Binding {
        Binding(.signOut, disabled: state.model.session == .signedOut ? "You are not signed in." : nil) { state in
            // On a production stage, signing out needs a confirmation, so that a mistyped key does not end the session.
            guard state.settings.stage.isProduction else { return [.session(.signOut)] }
            state.dialogs.append(
                .confirm(
                    ConfirmState(
                        question: "Sign out of \(state.settings.stage.name)?", verb: "sign out", refusal: "stay signed in",
                        effects: [.session(.signOut)])))
            return []
        }
    }

    private static func switchStage(_ state: AppState) -> Binding {
        let none = state.settings.otherStages.isEmpty ? "No other stage is configured. Add one with `hdoc stage add`." : nil
        return Binding(.switchStage, disabled: none) { open(.choice(ChoiceState(stages: $0.settings.otherStages)), &$0) }
    }

    private static func signInObstacle(_ state: AppState) -> String? {
        if state.settings.stage.issuer == nil || state.settings.stage.clientID == nil {
            return "Sign-in is not available: issuer or client_id of this stage is not configured."
        }
        if case .signedIn(let identity, until: _, canRefresh: _) = state.model.session {
            return "Already signed in as \(identity.displayName)."
        }
        return nil
    }

    private static func isSignedOut(_ state: AppState) -> Bool {
        if case .signedIn = state.model.session { false } else { true }
    }
}

// MARK: - Screens and dialogs

extension Bindings {
    private static let navigation: [Binding] =
        Tab.allCases.map { tab in Binding(tab.screen.action) { show(tab, &$0) } } + [
            Binding(.nextScreen) { show($0.tab.neighbour(by: 1), &$0) },
            Binding(.previousScreen) { show($0.tab.neighbour(by: -1), &$0) },
            Binding(.inspectRequest) { open(.requestInspector(RequestInspectorState()), &$0) },
            Binding(.exportRequests) { RequestInspectorUpdate.exporting($0).press(&$0) },
            Binding(.palette) { open(.palette(PaletteState($0)), &$0) },
            Binding(.help) { open(.help(HelpState()), &$0) },
            .effects(.repaint, [.terminal(.repaint)]), .effects(.suspend, [.terminal(.suspend)]), Binding(.quit, run: quit),
        ]

    private static func show(_ tab: Tab, _ state: inout AppState) -> [Effect] {
        state.tab = tab
        return Refreshing.whatIsShown(state)
    }

    private static func open(_ dialog: Dialog, _ state: inout AppState) -> [Effect] {
        state.dialogs.append(dialog)
        return []
    }

    /// Runs the screen's binding for `back`, if it has one; otherwise ends hdoc.
    private static func quit(_ state: inout AppState) -> [Effect] {
        if let back = state.tab.screen.bindings(state).first(where: { $0.action == .back }) { return back.press(&state) }
        state.isFinished = true
        return []
    }
}
