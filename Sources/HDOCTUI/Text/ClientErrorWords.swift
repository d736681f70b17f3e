import HDOCClient

extension ErrorWords {
    func words(_ error: ClientError) -> Words {
        switch error.kind {
        case .transport(let cause) where cause.cause == .offline && error.operation == .getArticle:
            return Words("The text of this article is not kept here, and hdoc is offline as asked for")
        case .transport(let cause): return words(cause)
        case .notFound: return Words("\(stage) has no such \(thing(error.operation))")
        case .routeAbsent(.users) where error.status == 502:
            return Words(
                "\(stage) cannot list its journeyers, only look one up by name\(answer(error))",
                remedies.lookUp)
        case .routeAbsent(let route): return Words("\(stage) has no route \(route.rawValue)\(answer(error))")
        case .signInNeeded: return Words("Nobody is signed in on \(stage)", remedies.signIn)
        case .unauthorized(let expired):
            return Words(
                expired ? "The session on \(stage) has expired" : "\(stage) did not accept the sign-in\(answer(error))",
                remedies.signIn)
        case .forbidden: return Words("\(stage) does not allow this\(answer(error))", "Ask who runs it: the reason is on its side.")
        case .rejected(let fields): return Words("\(stage) refused the \(thing(error.operation))\(reasons(fields, error))")
        case .conflict where error.operation == .signUp:
            return Words("The handle is taken on \(stage)\(answer(error))", "If it is yours, the organisers can link it to your account.")
        case .conflict(let existing):
            let which = existing.map { ", \($0)" } ?? ""
            return Words(
                "\(stage) already has another article there\(which)\(answer(error))",
                error.operation == .postEntry ? "Give the entry another day." : nil)
        case .tooLarge: return Words("What was sent is too large for \(stage)\(answer(error))", "Shorten the text.")
        case .headersTooLarge(let limit, let size):
            return Words(
                "Nothing was sent to \(stage): the request's headers have \(size) bytes, \(limit) are allowed",
                "The session's token is too long; ask who runs the sign-in for a shorter one.")
        case .throttled(let wait): return Words("\(stage) asks for a pause\(answer(error))", pause(wait))
        case .serverFailed: return Words("\(stage) failed\(answer(error))", "This is the backend's fault; try again later.")
        case .gatewayTimeout:
            return Words("\(stage) took too long\(answer(error))", "It may still have done the work: look before repeating it.")
        case .unreadable:
            return Words("\(stage) answered something hdoc cannot read\(answer(error))", "Try again later, or tell who runs it.")
        case .unexpected: return Words("\(stage) gave an unexpected answer\(answer(error))", "Check `api` in the configuration.")
        case .notConfigured(let key):
            return Words("Nobody can sign in on \(stage): `\(key)` is not configured", "Add it under [stages.\(stage)].")
        case .signIn(let cause): return words(cause)
        case .store(let cause): return words(cause)
        case .outbox(let cause): return words(cause)
        case .configuration(let cause): return words(cause)
        case .invalidProfile(let problems): return Words(problems.map { ProfileWords.sentence($0) }.joined(separator: " "))
        }
    }

    /// `could not reach dev: …`, short enough to stand behind the age of what is shown.
    func words(_ error: TransportError) -> Words {
        let away = "Could not reach \(stage)"
        switch error.cause {
        case .badURL: return Words("The address of \(stage) cannot be used", "Check `api` in the configuration.")
        case .insecure:
            return Words("The address of \(stage) is not https", "Plain http is for this machine only: check the configuration.")
        case .unresolvable: return Words("\(away): its host name is unknown", remedies.retry)
        case .refused: return Words("\(away): the connection was refused", remedies.retry)
        case .unreachable: return Words("\(away): the network is unreachable", remedies.retry)
        case .tls: return Words("\(away) safely: its certificate is not trusted", "Nothing secret was sent.")
        case .proxy: return Words("\(away): the proxy did not let it through", "Check HTTPS_PROXY and NO_PROXY.")
        case .connectTimeout: return Words("\(away): no connection in time", remedies.retry)
        case .timeout: return Words("\(stage) did not answer in time", remedies.retry)
        case .interrupted: return Words("The connection to \(stage) broke off", remedies.retry)
        case .bodyTooLarge(let limit):
            return Words("The answer of \(stage) is larger than \(Amounts.bytes(limit)) and was not read")
        case .cancelled: return Words(remedies.cancelled)
        case .offline: return Words("Offline, as asked for")
        case .other: return Words(error.detail.isEmpty ? away : "\(away): \(error.detail)", remedies.retry)
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

    private func reasons(_ fields: [ClientError.FieldError], _ error: ClientError) -> String {
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
