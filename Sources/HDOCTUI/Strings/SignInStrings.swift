import TerminalKit
import FoundationEssentials
import HDOCClient

extension ErrorDescriber {
    package func describe(_ error: SignInError) -> ErrorDescription {
        let again = "Sign in again."
        switch error {
        case .discoveryFailed(let detail):
            return ErrorDescription("Could not learn how to sign in on \(stage)\(colon(detail))", "Check `issuer` in the configuration.")
        case .portsBusy(let ports):
            let names = Amounts.choice(ports.map(String.init))
            return ErrorDescription(
                "No callback port is free (\(names))",
                "Close what listens there, or register another one and add it to `callback_ports`.")
        case .timedOut(let redirect):
            return ErrorDescription(
                "The browser did not come back in time",
                "If its page spoke of a redirect mismatch, \(redirect) must be registered with the provider; "
                    + "if it said 403 or Forbidden, a firewall there refuses addresses of this machine.")
        case .cancelled: return ErrorDescription("The sign-in was cancelled")
        case .stateMismatch:
            return ErrorDescription("The browser came back from another sign-in than this one, and was not believed", again)
        case .refused(let code, let description):
            return ErrorDescription("The provider of \(stage) refused the sign-in: \(code)\(description.map { " (\($0))" } ?? "")")
        case .codeRejected: return ErrorDescription("The sign-in took too long, or its code was used before", again)
        case .tokenEndpoint(status: 403, code: nil):
            // The provider itself answers 400 or 401, and says why.
            return ErrorDescription(
                "Something in front of the provider of \(stage) refused the sign-in (403), most likely a firewall's rule",
                "Nobody was signed in. Ask the stage's maintainers to let addresses of localhost through.")
        case .tokenEndpoint(let status, let code):
            return ErrorDescription("The provider of \(stage) handed out no tokens (\(status)\(code.map { ": \($0)" } ?? ""))", again)
        case .keysUnavailable:
            return ErrorDescription(
                "The keys that prove who signed in on \(stage) could not be fetched", "Nobody was signed in. \(remedies.retry)")
        case .token(let problem):
            return ErrorDescription("The token that \(stage) handed out was not accepted: \(reason(problem))", "Nobody was signed in.")
        }
    }

    private func reason(_ problem: SignInError.TokenProblem) -> String {
        switch problem {
        case .malformed: "it is not a token"
        case .wrongAlgorithm(let name): "it is signed with \(name) instead of RS256"
        case .unknownKey: "it is signed with an unknown key"
        case .badSignature: "its signature is wrong"
        case .wrongIssuer: "it comes from another issuer"
        case .wrongAudience: "it is meant for another client"
        case .wrongUse: "it is a token of another kind"
        case .expired: "it has expired; check this machine's clock"
        case .notYetValid: "it is not valid yet; check this machine's clock"
        case .wrongNonce: "it belongs to another sign-in"
        }
    }

    private func colon(_ detail: String) -> String { detail.isEmpty ? "" : ": \(detail)" }
}

/// What a sign-in does right now.
package enum SignInStrings {
    /// One line or more; pasting is spoken of only where it is possible.
    package static func lines(_ step: SignInStep, now: Date, canPaste: Bool, target: String) -> [String] {
        switch step {
        case .discovering: ["Asking how to sign in …"]
        case .address(let url, _, let port):
            [
                "Open this address to sign in:", "", "  \(url)", "",
                "Is the browser on another machine? Run there:  ssh -L \(port):127.0.0.1:\(port) \(target)",
            ]
                + (canPaste ? ["or paste the whole address it ended at here; Enter hands it over."] : [])
        case .browserStarted(let program): ["Opened it with \(program)."]
        case .noBrowser(let reason): ["No browser was opened: \(describe(reason))."]
        case .waiting(let until): ["Waiting for the browser, \(RelativeTime.wait(until: until, now: now)) …"]
        case .exchanging: ["The browser came back; checking who it is …"]
        }
    }

    /// The one line that stays while the browser is away.
    package static func status(until: Date, now: Date, typed: Int) -> String {
        let wait = "Waiting for the browser, \(clock(until.timeIntervalSince(now))) left. Ctrl-C cancels."
        return typed == 0 ? wait : "\(wait) \(Amounts.count(typed, "character")) pasted; Enter hands over."
    }

    /// `4:59`.
    package static func clock(_ seconds: TimeInterval) -> String {
        let whole = Int(max(0, min(seconds, 86_400)).rounded(.up))
        let rest = String(whole % 60)
        return "\(whole / 60):\(rest.count < 2 ? "0" : "")\(rest)"
    }

    package static func describe(_ reason: NoBrowserReason) -> String {
        switch reason {
        case .notWanted: "as asked for"
        case .remote: "this is a remote session"
        case .noDisplay: "there is no display"
        case .noneFound: "none was found; $BROWSER names one"
        case .textBrowser(let name): "\(name) would take over this terminal"
        case .failed(let detail): detail
        }
    }
}
