import HDOCClient
import HDOCModels
import TerminalKit

/// The form that creates the participant's account on a stage that does not know the handle yet.
struct SignUpState: Sendable {
    var fields: [SignUpField: Prompt]
    var focus = SignUpField.handle
    var isSending = false
    var problem: String?

    init(handle: String) {
        let limit = SignUpProfileRules.longestText + 1
        fields = Dictionary(uniqueKeysWithValues: SignUpField.allCases.map { ($0, Prompt($0 == .handle ? handle : "", limit: limit)) })
        focus = handle.isEmpty ? .handle : .fullName
    }

    var profile: SignUpProfile {
        var profile = SignUpProfile()
        for (field, prompt) in fields { profile[field] = prompt.text }
        return profile
    }
}

enum SignUpUpdate {
    static func press(_ key: Key, _ signUp: SignUpState, _ state: inout AppState) -> [Effect] {
        var signUp = signUp
        switch key {
        case .escape:
            state.closeTop()
            return []
        case .ctrl("s") where !signUp.isSending: return send(&signUp, &state)
        case .enter where signUp.focus == SignUpField.allCases.last && !signUp.isSending: return send(&signUp, &state)
        case .tab, .down, .enter: signUp.focus = signUp.focus.neighbour(by: 1)
        case .backTab, .up: signUp.focus = signUp.focus.neighbour(by: -1)
        default:
            if !signUp.isSending, signUp.fields[signUp.focus]?.handle(key) == .changed { signUp.problem = nil }
        }
        state.setTop(.signUp(signUp))
        return []
    }

    private static func send(_ signUp: inout SignUpState, _ state: inout AppState) -> [Effect] {
        let profile = signUp.profile
        if let problem = SignUpProfileRules.problems(of: profile).first {
            (signUp.problem, signUp.focus) = (ProfileStrings.sentence(problem), problem.field)
            state.setTop(.signUp(signUp))
            return []
        }
        (signUp.isSending, signUp.problem) = (true, nil)
        state.setTop(.signUp(signUp))
        return [.session(.signUp(profile))]
    }

    static func signedUp(_ result: Result<Journeyer, any Error>, _ state: inout AppState) -> [Effect] {
        switch result {
        case .success(let journeyer):
            state.dialogs.removeAll { if case .signUp = $0 { true } else { false } }
            state.model.handle = journeyer.handle
            state.say("You are \(journeyer.handle) on \(state.settings.stage.name).")
            return [.cache(.read(.mine))] + Refreshing.sendWhatWaits(state)
        case .failure(let error):
            let sentence = state.describer.sentence(error)
            var isShown = false
            for index in state.dialogs.indices {
                guard case .signUp(var signUp) = state.dialogs[index] else { continue }
                (signUp.isSending, signUp.problem, isShown) = (false, sentence, true)
                state.dialogs[index] = .signUp(signUp)
            }
            if !isShown { state.say(sentence, isWarning: true) }
            return []
        }
    }

    /// Opens the sign-up form after the stage has reported that it does not know the participant's handle. If a dialog is open or the
    /// stage does not support signing up, only shows a message.
    static func offer(_ handle: String, _ state: inout AppState) {
        guard state.model.isMe(handle), case .signedIn = state.model.session else { return }
        let stage = state.settings.stage.name
        if case .absent = state.model.presence(of: .signUp)?.presence {
            return state.say("\(stage) has no journeyer \(handle).", isWarning: true)
        }
        guard state.dialogs.isEmpty else {
            return state.say("\(stage) has no journeyer \(handle). Create an account with `hdoc signup`.", isWarning: true)
        }
        state.dialogs.append(.signUp(SignUpState(handle: handle)))
    }
}
