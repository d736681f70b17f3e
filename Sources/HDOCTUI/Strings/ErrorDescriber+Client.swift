import TerminalKit
import HDOCClient
import HDOCModels

extension ErrorDescriber {
    package func describe(_ error: ClientError) -> ErrorDescription {
        switch error.kind {
        case .transport(let cause) where cause.cause == .offline && error.operation == .getArticle:
            return ErrorDescription("The text of this article is not kept here, and hdoc is offline as asked for")
        case .transport(let cause): return describe(cause)
        case .notFound: return ErrorDescription("\(stage) has no such \(thing(error.operation))")
        case .routeAbsent(.users) where error.status == 502:
            return ErrorDescription(
                "\(stage) cannot list its journeyers, only look one up by name\(answer(error))",
                remedies.lookUp)
        case .routeAbsent(let route): return ErrorDescription("\(stage) has no route \(route.rawValue)\(answer(error))")
        case .signInNeeded: return ErrorDescription("Nobody is signed in on \(stage)", remedies.signIn)
        case .unauthorized(let expired):
            return ErrorDescription(
                expired ? "The session on \(stage) has expired" : "\(stage) did not accept the sign-in\(answer(error))",
                remedies.signIn)
        case .forbidden:
            return ErrorDescription("\(stage) does not allow this\(answer(error))", "Ask who runs it: the reason is on its side.")
        case .rejected(let fields): return ErrorDescription("\(stage) refused the \(thing(error.operation))\(reasons(fields, error))")
        case .conflict where error.operation == .signUp:
            return ErrorDescription(
                "The handle is taken on \(stage)\(answer(error))", "If it is yours, the organisers can link it to your account.")
        case .conflict(let existing):
            let which = existing.map { ", \($0)" } ?? ""
            return ErrorDescription(
                "\(stage) already has another article there\(which)\(answer(error))",
                error.operation == .postEntry ? "Give the entry another day." : nil)
        case .tooLarge: return ErrorDescription("What was sent is too large for \(stage)\(answer(error))", "Shorten the text.")
        case .headersTooLarge(let limit, let size):
            return ErrorDescription(
                "Nothing was sent to \(stage): the request's headers have \(size) bytes, \(limit) are allowed",
                "The session's token is too long; ask who runs the sign-in for a shorter one.")
        case .throttled(let wait): return ErrorDescription("\(stage) asks for a pause\(answer(error))", pause(wait))
        case .serverFailed: return ErrorDescription("\(stage) failed\(answer(error))", "This is the backend's fault; try again later.")
        case .gatewayTimeout:
            return ErrorDescription("\(stage) took too long\(answer(error))", "It may still have done the work: look before repeating it.")
        case .unreadable:
            return ErrorDescription("\(stage) answered something hdoc cannot read\(answer(error))", "Try again later, or tell who runs it.")
        case .unexpected: return ErrorDescription("\(stage) gave an unexpected answer\(answer(error))", "Check `api` in the configuration.")
        case .notConfigured(let key):
            return ErrorDescription("Nobody can sign in on \(stage): `\(key)` is not configured", "Add it under [stages.\(stage)].")
        case .signIn(let cause): return describe(cause)
        case .store(let cause): return describe(cause)
        }
    }

    /// `could not reach dev: …`, short enough to stand behind the age of what is shown.
    package func describe(_ error: TransportError) -> ErrorDescription {
        let away = "Could not reach \(stage)"
        switch error.cause {
        case .badURL: return ErrorDescription("The address of \(stage) cannot be used", "Check `api` in the configuration.")
        case .insecure:
            return ErrorDescription("The address of \(stage) is not https", "Plain http is for this machine only: check the configuration.")
        case .unresolvable: return ErrorDescription("\(away): its host name is unknown", remedies.retry)
        case .refused: return ErrorDescription("\(away): the connection was refused", remedies.retry)
        case .tls: return ErrorDescription("\(away) safely: its certificate is not trusted", "Nothing secret was sent.")
        case .proxy: return ErrorDescription("\(away): the proxy did not let it through", "Check HTTPS_PROXY and NO_PROXY.")
        case .connectTimeout: return ErrorDescription("\(away): no connection in time", remedies.retry)
        case .timeout: return ErrorDescription("\(stage) did not answer in time", remedies.retry)
        case .interrupted: return ErrorDescription("The connection to \(stage) broke off", remedies.retry)
        case .bodyTooLarge(let limit):
            return ErrorDescription("The answer of \(stage) is larger than \(Amounts.bytes(limit)) and was not read")
        case .cancelled: return ErrorDescription(remedies.cancelled)
        case .offline: return ErrorDescription("Offline, as asked for")
        case .other: return ErrorDescription(error.detail.isEmpty ? away : "\(away): \(error.detail)", remedies.retry)
        }
    }

    /// ` (502: Internal server error)`, as far as anything is known.
    private func answer(_ error: ClientError) -> String {
        // Inside brackets a full stop of the server's own only disturbs.
        let text = error.serverText.map { $0.last == "." ? String($0.dropLast()) : $0 }
        return switch (error.status, text) {
        case (nil, nil): ""
        case (let status?, nil): " (\(status))"
        case (nil, let text?): " (\(text))"
        case (let status?, let text?): " (\(status): \(text))"
        }
    }

    private func reasons(_ fields: [FieldError], _ error: ClientError) -> String {
        fields.isEmpty ? answer(error) : ": " + fields.map { "\($0.field): \($0.reason)" }.joined(separator: "; ")
    }

    private func pause(_ wait: Duration?) -> String {
        guard let seconds = wait?.components.seconds, seconds > 0 else { return "Try again in a while." }
        return "Try again in \(seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min")."
    }

    private func thing(_ operation: ClientError.Operation) -> String {
        switch operation {
        case .listUsers, .getUser: "journeyer"
        case .listArticles, .getArticle: "article"
        case .listTags: "tag"
        case .postEntry: "entry"
        case .signUp: "sign-up"
        case .signIn, .refreshSession: "sign-in"
        case .signOut: "session"
        }
    }
}
