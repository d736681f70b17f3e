import FoundationEssentials
import HDOCClient

extension ErrorDescriber {
    package func describe(_ error: SignInError) -> ErrorDescription {
        let again = "Sign in again."
        switch error {
        case .discoveryFailed(let detail):
            return ErrorDescription(
                "Could not discover the sign-in endpoints of \(stage)\(colon(detail))", "Check `issuer` in the configuration.")
        case .portsBusy(let ports):
            let names = Amounts.choice(ports.map(String.init))
            return ErrorDescription(
                "No callback port is free (\(names))",
                "Stop the programs that use these ports, or register another port and add it to `callback_ports`.")
        case .timedOut(let redirect):
            return ErrorDescription(
                "The sign-in timed out: no response from the browser",
                "If its page showed a redirect mismatch, \(redirect) must be registered with the sign-in provider; "
                    + "if it showed 403 or Forbidden, a firewall there blocks localhost addresses.")
        case .cancelled: return ErrorDescription("The sign-in was cancelled")
        case .stateMismatch:
            return ErrorDescription("State mismatch: the response belongs to another sign-in and was rejected", again)
        case .refused(let code, let description):
            return ErrorDescription("The sign-in provider of \(stage) rejected the sign-in: \(code)\(description.map { " (\($0))" } ?? "")")
        case .codeRejected: return ErrorDescription("The authorization code has expired or was used before", again)
        case .tokenEndpoint(status: 403, code: nil):
            // The provider itself responds with 400 or 401 and an error code.
            return ErrorDescription(
                "The sign-in on \(stage) was blocked (403), probably by a firewall in front of the sign-in provider",
                "You are not signed in. Ask the maintainers of the stage to allow localhost addresses.")
        case .tokenEndpoint(let status, let code):
            return ErrorDescription("The sign-in provider of \(stage) issued no tokens (\(status)\(code.map { ": \($0)" } ?? ""))", again)
        case .keysUnavailable:
            return ErrorDescription(
                "The signing keys of \(stage) could not be fetched, so the sign-in could not be verified",
                "You are not signed in. \(remedies.retry)")
        case .token(let problem):
            return ErrorDescription("The token from \(stage) was rejected: \(reason(problem))", "You are not signed in.")
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
        case .wrongUse: "it is the wrong kind of token"
        case .expired: "it has expired; check this machine's clock"
        case .notYetValid: "it is not valid yet; check this machine's clock"
        case .wrongNonce: "it belongs to another sign-in"
        }
    }

    private func colon(_ detail: String) -> String { detail.isEmpty ? "" : ": \(detail)" }
}

/// Texts about the progress of a sign-in.
package enum SignInStrings {
    /// The lines about a step. They offer pasting only if `canPaste` is true.
    package static func lines(_ step: SignInStep, now: Date, canPaste: Bool, target: String) -> [String] {
        switch step {
        case .discovering: ["Looking up the sign-in page …"]
        case .address(let url, _, let port):
            [
                "Open this address to sign in:", "", "  \(url)", "",
                "If your browser runs on another machine, run this there:  ssh -L \(port):127.0.0.1:\(port) \(target)",
            ]
                + (canPaste ? ["Or paste the final address of the browser here and press Enter."] : [])
        case .browserStarted(let program): ["Opened the address with \(program)."]
        case .noBrowser(let reason): ["No browser was opened: \(describe(reason))."]
        case .waiting(let until): ["Waiting for the browser, \(RelativeTime.wait(until: until, now: now)) …"]
        case .callbackRefused(let problem):
            ["\(describe(problem)) \(remedy(problem, canPaste: canPaste))"]
        case .exchanging: ["Received the browser's response; verifying the sign-in …"]
        }
    }

    /// The status line while hdoc waits for the browser. `typed` is the number of pasted characters.
    package static func status(until: Date, now: Date, typed: Int) -> String {
        let wait = "Waiting for the browser, \(clock(until.timeIntervalSince(now))) left. Ctrl-C cancels."
        return typed == 0 ? wait : "\(wait) \(Amounts.count(typed, "character")) pasted; press Enter to submit."
    }

    /// Minutes and seconds: `4:59`.
    package static func clock(_ seconds: TimeInterval) -> String {
        let whole = Int(max(0, min(seconds, 86_400)).rounded(.up))
        let rest = String(whole % 60)
        return "\(whole / 60):\(rest.count < 2 ? "0" : "")\(rest)"
    }

    package static func describe(_ problem: CallbackProblem) -> String {
        switch problem {
        case .malformed: "The browser came back with a request that hdoc could not read."
        case .wrongMethod: "The browser came back with its answer in a form, which hdoc does not read."
        case .wrongHost: "The browser came back to another name than localhost."
        case .tooLarge: "The browser came back with more cookies than hdoc reads."
        case .otherSignIn: "The browser came back from another sign-in, which was not accepted."
        }
    }

    /// What to do about a rejected callback. In a private window, the browser sends the request without its other cookies.
    private static func remedy(_ problem: CallbackProblem, canPaste: Bool) -> String {
        if problem == .otherSignIn { return "Open the address above." }
        return canPaste ? "Copy the page's address and paste it here." : "Open the address above in a private window."
    }

    package static func describe(_ reason: NoBrowserReason) -> String {
        switch reason {
        case .notWanted: "none was wanted"
        case .remote: "this is a remote session"
        case .noDisplay: "there is no display"
        case .noneFound: "none was found; set $BROWSER to choose one"
        case .textBrowser(let name): "\(name) runs in this terminal and would replace the screen"
        case .noSuchProgram(let program): "BROWSER names \(program), which is no program on this machine"
        case .openQuote(let command): "BROWSER has a quote that is not closed: \(command)"
        case .failed(let detail): detail
        }
    }
}
