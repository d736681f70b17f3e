import FoundationEssentials
import HDOCClient
import TerminalKit

/// The state of a running sign-in. The dialog shows each phase.
struct SignInState: Sendable {
    enum Phase: Sendable, Equatable {
        case discovering
        case waiting(until: Date)
        case exchanging
        case failed(String)
    }

    let startedAt: Date
    var phase = Phase.discovering
    var address: String?
    var redirect: String?
    var port: Int?
    /// A text about the browser: which one was opened, or what failed.
    var browser: String?
    var paste = Prompt(limit: 16_000)
    var pasteProblem: String?

    init(now: Date) {
        startedAt = now
    }

    /// Whether the dialog shows a countdown.
    var isWaiting: Bool { if case .waiting = phase { true } else { false } }

    mutating func take(_ step: SignInStep) {
        switch step {
        case .discovering: phase = .discovering
        case .address(let url, let redirect, let port): (address, self.redirect, self.port) = (url, redirect, port)
        case .browserStarted(let program): browser = "\(program) was opened with the address."
        case .noBrowser(let reason): browser = "No browser was opened: \(SignInStrings.describe(reason))."
        case .waiting(let until): phase = .waiting(until: until)
        case .callbackRefused(let problem):
            browser = "\(SignInStrings.describe(problem)) Paste the page's address below."
        case .exchanging: phase = .exchanging
        }
    }

    mutating func pasteAnswered(_ isOurs: Bool) {
        if isOurs {
            paste = Prompt(limit: 16_000)
            pasteProblem = nil
        } else {
            pasteProblem = "This is not the final address of this sign-in."
        }
    }

    mutating func failed(_ sentence: String) { phase = .failed(sentence) }
}

enum SignInUpdate {
    static func press(_ key: Key, _ signIn: SignInState, _ state: inout AppState) -> [Effect] {
        var signIn = signIn
        if case .failed = signIn.phase {
            guard key == .enter || key == .escape || key == .char("q") else { return [] }
            state.closeTop()
            return []
        }
        switch key {
        case .escape:
            state.closeTop()
            state.say("The sign-in was cancelled.")
            return [.cancel(.signIn)]
        case .enter:
            if !signIn.paste.isEmpty { return [.session(.pasteBack(signIn.paste.text))] }
            if state.settings.hasSampleAccount { return signIn.address.map { [.session(.signSampleIn($0))] } ?? [] }
            // Nothing was pasted: copies the sign-in address, for a browser on another machine.
            return signIn.address.map { [.desktop(.copy($0, what: "the sign-in address"))] } ?? []
        default:
            if signIn.paste.handle(key) == .changed { signIn.pasteProblem = nil }
            state.setTop(.signIn(signIn))
            return []
        }
    }
}
