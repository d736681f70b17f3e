import FoundationEssentials

/// Runs one sign-in on the provider's page in the user's browser. It uses the authorization code flow with PKCE, and a listener
/// on this machine to which the browser is redirected (RFC 8252).
struct SignInFlow: Sendable {
    let provider: IdentityProvider
    let callbackPorts: [Int]
    let environment: [String: String]
    let attempt: SignInAttempt
    let options: SignInOptions
    let report: @Sendable (SignInStep) -> Void

    /// The redirect URL. Providers compare it as a whole string, so all code must use this function.
    static func redirect(port: Int) -> String { "http://localhost:\(port)\(CallbackRequest.path)" }

    /// Runs the sign-in, and returns the session with verified tokens.
    func run() async throws(ProviderError) -> StoredTokens {
        report(.discovering)
        let endpoints = try await provider.discovery.endpoints()
        let listener = try openListener()
        let redirect = Self.redirect(port: listener.port)
        let request = AuthorizationRequest(
            endpoint: endpoints.authorization, clientID: provider.clientID, redirect: redirect, secrets: attempt.secrets)
        report(.address(url: request.url, redirect: redirect, port: listener.port))
        openBrowser(request.url)
        report(.waiting(until: provider.now().addingTimeInterval(options.timeout / .seconds(1))))

        let code = try await waitForCode(listener, redirect: redirect)
        report(.exchanging)
        let reply = try await provider.tokenClient().exchange(
            code: code, verifier: attempt.secrets.pkce.verifier, redirect: redirect)
        return try await provider.session(from: reply, nonce: attempt.secrets.nonce)
    }

    private func openListener() throws(ProviderError) -> CallbackListener {
        do throws(SignInError) {
            return try CallbackListener.open(ports: callbackPorts)
        } catch {
            throw ProviderError(error)
        }
    }

    private func openBrowser(_ url: String) {
        guard options.opensBrowser else { return report(.noBrowser(.notWanted)) }
        let started = BrowserOpener(environment: environment).openSignIn(url) { [attempt, report] name in
            if attempt.isWaiting { report(.noBrowser(.failed(name))) }
        }
        switch started {
        case .success(let name): report(.browserStarted(name))
        case .failure(let reason): report(.noBrowser(reason))
        }
    }

    private enum WaitEnd: Sendable { case reply(AuthorizationReply), cancelled, timedOut }

    /// Waits for the authorization code. The listener is always closed when this returns.
    private func waitForCode(_ listener: CallbackListener, redirect: String) async throws(ProviderError) -> Secret {
        let end = await firstEnd(listener)
        listener.close()
        switch end {
        case .reply(.code(let code)): return code
        case .reply(.refused(let code, let description)):
            throw ProviderError(.refused(code: provider.held.redact(code), description: description.map(provider.held.redact)))
        case .cancelled: throw ProviderError(.cancelled)
        case .timedOut: throw ProviderError(attempt.sawWrongState ? .stateMismatch : .timedOut(redirect: redirect))
        }
    }

    private func firstEnd(_ listener: CallbackListener) async -> WaitEnd {
        await withTaskGroup(of: WaitEnd?.self) { group in
            group.addTask {
                // If listening fails, the wait continues, because the user can still paste the address.
                try? await listener.serve(judge: answer, deliver: attempt.deliver, refused: reportOnce)
                return nil
            }
            group.addTask { await attempt.reply().map { .reply($0) } ?? .cancelled }
            group.addTask { (try? await Task.sleep(for: options.timeout)).map { .timedOut } }
            defer { group.cancelAll() }
            for await end in group { if let end { return end } }
            return .cancelled
        }
    }

    @Sendable private func answer(_ query: String) -> CallbackAnswer {
        switch attempt.judge(query: query) {
        case .accepted(.code(let code)): .init(page: .done, reply: .code(code))
        case .accepted(let refusal): .init(page: .refused, reply: refusal)
        case .wrongState: .init(page: .refusal(.otherSignIn))
        case .notOurs: .init(page: .noReply)
        }
    }

    /// Reports each problem once, so that a program that calls the port repeatedly cannot fill the terminal.
    @Sendable private func reportOnce(_ problem: CallbackProblem) {
        if attempt.isNew(problem) { report(.callbackRefused(problem)) }
    }
}
