import HDOCClient
import HDOCModels

/// Handles the results of signing in, signing out, signing up and choosing the handle.
enum SessionUpdate {
    static func apply(_ message: SessionMessage, to state: inout AppState) -> [Effect] {
        switch message {
        case .handleSet(let handle, let problem):
            let effects = handleSet(handle, &state)
            if let problem { state.warn(problem) }
            return effects
        case .handleRefused(let problem):
            state.afterHandle = nil
            state.warn(problem)
            return []
        case .signInStep(let step):
            state.withSignIn { $0.take(step) }
            return []
        case .signedIn(let result): return signedIn(result, &state)
        case .pasteAnswered(let isOurs):
            state.withSignIn { $0.pasteAnswered(isOurs) }
            return []
        case .signedOut(let result):
            signedOut(result, &state)
            return []
        case .signedUp(let result): return SignUpUpdate.signedUp(result, &state)
        }
    }

    private static func handleSet(_ handle: String, _ state: inout AppState) -> [Effect] {
        let intent = state.afterHandle
        state.afterHandle = nil
        state.model.handle = handle
        return [.cache(.read(.mine))] + Refreshing.whatIsShown(state) + check(handle, state)
            + (intent.map { Writing.begin($0.tool, on: $0.date, &state) } ?? [])
    }

    private static func signedIn(_ result: Result<Identity, any Error>, _ state: inout AppState) -> [Effect] {
        switch result {
        case .success(let identity):
            state.closeSignIn()
            state.linksAccount = true
            state.say("Signed in as \(identity.displayName).")
            return Refreshing.sendWhatWaits(state)
        case .failure(let error):
            // The dialog stays open and shows the reason.
            let sentence = state.describer.sentence(error)
            state.withSignIn { $0.failed(sentence) }
            return []
        }
    }

    /// After a sign-in, asks for the handle if it is unknown, or checks it on the stage.
    static func linkAccount(_ state: inout AppState) -> [Effect] {
        guard state.linksAccount, case .signedIn = state.model.session else { return [] }
        state.linksAccount = false
        if let handle = state.model.handle { return check(handle, state) }
        if state.dialogs.isEmpty { state.dialogs.append(.handle(HandleState())) }
        return []
    }

    private static func check(_ handle: String, _ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, case .signedIn = state.model.session else { return [] }
        return [.network(.refresh(.journeyer(handle)))]
    }

    private static func signedOut(_ result: Result<SignOutReport, any Error>, _ state: inout AppState) {
        switch result {
        case .success(let report):
            state.screens.stage.browserSignOut = report.browserSignOut
            if let failure = report.revocationFailure {
                state.say(
                    "Signed out on this machine, but the session was not revoked: \(state.describer.sentence(failure))", isWarning: true)
            } else {
                state.say(
                    report.browserSignOut == nil
                        ? "Signed out." : "Signed out on this machine. To sign the browser out as well, open the Stage screen.")
            }
        case .failure(let error): state.warn(error)
        }
    }
}

extension AppState {
    mutating func withSignIn(_ change: (inout SignInState) -> Void) {
        for index in dialogs.indices {
            guard case .signIn(var signIn) = dialogs[index] else { continue }
            change(&signIn)
            dialogs[index] = .signIn(signIn)
        }
    }

    mutating func closeSignIn() {
        dialogs.removeAll { if case .signIn = $0 { true } else { false } }
    }
}
