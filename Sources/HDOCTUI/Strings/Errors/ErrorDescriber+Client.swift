import HDOCClient
import HDOCModels
import SafeText

extension ErrorDescriber {
    package func describe(_ error: ClientError) -> ErrorDescription {
        if let provider = describeProvider(error) { return provider }
        switch error.kind {
        case .store(let cause) where cause.isOfKeyring && error.operation == .signOut:
            return ErrorDescription(
                "Still signed in on \(stage): \(describe(cause).what)",
                "Nothing was deleted from the keyring. Unlock it, or go to a desktop session that has it, and sign out there again.")
        case .store(let cause) where error.operation == .signOut: return stillSignedIn(cause)
        case .configuration(.keptInMemory(let cause, let wanted)) where error.operation == .signUp:
            let reason = describe(ConfigurationWriteError.keptInMemory(cause, wanted: wanted))
            return ErrorDescription("Your account on \(stage) was created, but the handle was not saved. \(reason.what)", reason.remedy)
        case .transport(let cause) where cause.cause == .offline && error.operation == .getArticle:
            return ErrorDescription("The text of this article is not in the cache, and hdoc runs with --offline")
        case .transport(let cause): return describe(cause)
        case .notFound where error.operation == .correctEntry:
            return ErrorDescription("The day was removed from \(stage) in the meantime")
        case .outdated: return ErrorDescription("The day was changed on \(stage) in the meantime\(answer(error))")
        case .notFound: return ErrorDescription("\(stage) has no such \(error.operation.subject)")
        case .routeAbsent(.users) where error.status == 502:
            return ErrorDescription(
                "\(stage) does not support listing journeyers, only looking one up by name\(answer(error))",
                remedies.lookUp)
        case .routeAbsent(let route): return ErrorDescription("\(stage) has no route \(route.rawValue)\(answer(error))")
        case .signInNeeded: return ErrorDescription("You are not signed in on \(stage)", remedies.signIn)
        case .unauthorized(let expired):
            return ErrorDescription(
                expired ? "The session on \(stage) has expired" : "\(stage) did not accept the sign-in\(answer(error))",
                remedies.signIn)
        case .webPage:
            return ErrorDescription(
                "Another server answered instead of \(stage)\(answer(error)), most likely a proxy or a firewall", "Try again later.")
        case .blocked:
            return ErrorDescription(
                "The request was stopped in front of \(stage)\(answer(error)): by a firewall, because the stage name at the end of "
                    + "`api` is wrong, or because the stage needs an API key",
                "Check `api` in the configuration; if it is right, ask the maintainers of the stage.")
        case .forbidden:
            return ErrorDescription("\(stage) does not allow this\(answer(error))", "Ask the maintainers of the stage for permission.")
        case .rejected(let fields): return ErrorDescription("\(stage) rejected the \(error.operation.subject)\(reasons(fields, error))")
        case .conflict where error.operation == .signUp:
            return ErrorDescription(
                "The handle is taken on \(stage)\(answer(error))", "If it is yours, the organisers can link it to your account.")
        case .conflict(let existing):
            let which = existing.map { ", \($0)" } ?? ""
            return ErrorDescription(
                "\(stage) already has a different article with this id or day\(which)\(answer(error))",
                error.operation == .postEntry ? "Choose another day for the entry." : nil)
        case .tooLarge: return ErrorDescription("The request is too large for \(stage)\(answer(error))", "Shorten the text.")
        case .headersTooLarge(let limit, let size):
            return ErrorDescription(
                "Nothing was sent to \(stage): the request's headers have \(size) bytes; the limit is \(limit)",
                "The session's token is too long. Ask the maintainers of the stage.")
        case .throttled(let wait): return ErrorDescription("\(stage) limits the request rate\(answer(error))", pause(wait))
        case .serverFailed:
            return ErrorDescription(
                "\(stage) had an internal error\(answer(error))", "The cause is on the backend's side; try again later.")
        case .gatewayTimeout:
            return ErrorDescription("\(stage) took too long\(answer(error))", "The request may have succeeded: check before you repeat it.")
        case .unreadable:
            return ErrorDescription(
                "The response of \(stage) could not be decoded\(answer(error))", "Try again later, or tell the maintainers of the stage.")
        case .unexpected:
            return ErrorDescription("\(stage) sent an unexpected response\(answer(error))", "Check `api` in the configuration.")
        case .notConfigured(let key):
            return ErrorDescription("Sign-in is not available on \(stage): `\(key)` is not configured", "Add it under [stages.\(stage)].")
        case .signIn(let cause): return describe(cause)
        case .store(let cause): return describe(cause)
        case .outbox(.dateTaken(let date, let day, let title, let next)) where error.operation == .postEntry:
            return ErrorDescription(
                "Another machine has posted for \(date): day \(day), “\(title)”",
                "To post this entry as a second one for that date, as day \(next), send it again.")
        case .outbox(let cause): return describe(cause)
        case .configuration(let cause): return describe(cause)
        case .invalidProfile(let problems):
            return ErrorDescription(problems.map { ProfileStrings.sentence($0) }.joined(separator: " "))
        }
    }

    /// The description of a sign-out that could not delete the token file. hdoc deletes nothing then, because only that file says
    /// whether the keyring has tokens of the session.
    private func stillSignedIn(_ cause: StoreError) -> ErrorDescription {
        let reason = describe(cause)
        let remedy: String? =
            switch cause {
            case .newer: "Nothing was deleted. Sign out with the newer hdoc."
            case .failed(let path, _):
                "Nothing was deleted. To finish, delete \(path), and in the desktop's keyring the entries whose names begin with "
                    + "“hdoc: \(stage)”."
            default: reason.remedy
            }
        return ErrorDescription("Still signed in on \(stage): \(reason.what)", remedy)
    }

    /// The description of a failure of the sign-in provider, which names the provider instead of the stage. Nil for other errors.
    private func describeProvider(_ error: ClientError) -> ErrorDescription? {
        guard [.signIn, .refreshSession, .signOut].contains(error.operation) else { return nil }
        switch error.kind {
        case .transport, .throttled, .serverFailed, .gatewayTimeout, .unreadable: break
        default: return nil
        }
        // The failure is described like a failed request to a stage with this name.
        let describer = ErrorDescriber(stage: "the sign-in provider of \(stage)", remedies: remedies)
        var renamed = error
        renamed.operation = .getUser
        var description = describer.describe(renamed)
        description.what = description.what.prefix(1).uppercased() + description.what.dropFirst()
        if error.kind == .serverFailed { description.remedy = "The session is kept; try again later." }
        if error.kind == .gatewayTimeout { description.remedy = remedies.retry }
        return description
    }

    /// For example `Could not reach dev: …`. Short, because the status line shows it after the age of the data.
    package func describe(_ error: TransportError) -> ErrorDescription {
        let away = "Could not reach \(stage)"
        switch error.cause {
        case .badURL: return ErrorDescription("The address of \(stage) is invalid", "Check `api` in the configuration.")
        case .insecure:
            return ErrorDescription(
                "The address of \(stage) is not https",
                "Plain http is allowed only for addresses of this machine. Check `api` in the configuration.")
        case .unresolvable: return ErrorDescription("\(away): its host name is unknown", remedies.retry)
        case .refused: return ErrorDescription("\(away): the connection was refused", remedies.retry)
        case .tls: return ErrorDescription("\(away) securely: its certificate is not trusted", "Nothing secret was sent.")
        case .certificateFile(let path):
            return ErrorDescription(
                "\(away): the certificate authorities in \(path) cannot be read", "Check CURL_CA_BUNDLE and SSL_CERT_FILE.")
        case .notTLS: return ErrorDescription("\(away): what answers there does not speak https", "Check the address and its port.")
        case .notHTTP: return ErrorDescription("\(away): what answers there is not an HTTP server", "Check the address and its port.")
        case .proxy(let address):
            let reason = error.detail.isEmpty ? "" : " (\(TerminalText.line(error.detail, limit: 120)))"
            return ErrorDescription(
                "\(away) through the proxy \(address)\(reason)", "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY.")
        case .connectTimeout: return ErrorDescription("\(away): the connection timed out", remedies.retry)
        case .timeout: return ErrorDescription("\(stage) did not answer in time", remedies.retry)
        case .interrupted: return ErrorDescription("The connection to \(stage) was interrupted", remedies.retry)
        case .bodyTooLarge(let limit):
            return ErrorDescription("The response of \(stage) is larger than the limit of \(Amounts.bytes(limit)) and was discarded")
        case .headTooLarge(let limit):
            return ErrorDescription(
                "The response of \(stage) has more than \(Amounts.bytes(limit)) of headers and was discarded", "Check the address.")
        case .cancelled: return ErrorDescription(remedies.cancelled)
        case .offline: return ErrorDescription("hdoc runs with --offline", "Start it without --offline.")
        case .noLibrary:
            let reason = error.detail.isEmpty ? "" : " (\(TerminalText.line(error.detail, limit: 200)))"
            return ErrorDescription(
                "\(away): libcurl, which hdoc needs for every request, cannot be loaded\(reason)",
                "Install it: on Debian, `sudo apt install libcurl4`.")
        case .other: return ErrorDescription(error.detail.isEmpty ? away : "\(away): \(error.detail)", remedies.retry)
        }
    }

    /// The status and the server's text, as far as they are known: ` (502: Internal server error)`.
    private func answer(_ error: ClientError) -> String {
        // The text is shown in brackets, without the server's full stop.
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
        guard let seconds = wait?.components.seconds, seconds > 0 else { return "Try again later." }
        return "Try again in \(seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min")."
    }
}
