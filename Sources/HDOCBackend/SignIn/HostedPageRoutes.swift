import HDOCModels
import HDOCService

/// The routes of the hosted pages: authorize, sign in, sign up, sign out.
struct HostedPageRoutes: Sendable {
    private static let codeLifetime = 5 * 60
    private static let sessionLifetime = 3600
    private static let sessionCookie = "cognito"

    let context: ProviderContext
    let redirectURIs: [String]

    private func read(_ head: RequestHead) throws(AuthorizeRequestError) -> AuthorizeRequest {
        try AuthorizeRequest.read(head.query, clientID: context.stage.clientID, redirectURIs: redirectURIs)
    }

    /// `GET /oauth2/authorize`: redirects to the client if the browser has a session, otherwise to the sign-in page.
    func authorize(_ head: RequestHead) async throws -> ServiceReply {
        do {
            let wanted = try read(head)
            if head.query["prompt"] != "login", let session = try await session(head) {
                return try await grant(wanted, session)
            }
            return HostedPage.redirect(to: "/login?" + wanted.query.encoded)
        } catch let problem as AuthorizeRequestError {
            return Self.refusal(problem)
        }
    }

    /// `GET /login`, `GET /signup`.
    func show(_ head: RequestHead) -> ServiceReply {
        do {
            let page: HostedPageKind = head.path == "/signup" ? .signUp : .signIn
            return HostedPage.form(page, try read(head), formToken: context.formTokens.make(), message: nil)
        } catch {
            return Self.refusal(error)
        }
    }

    /// `POST /login`.
    func signIn(_ request: BackendRequest) async throws -> ServiceReply {
        do {
            let wanted = try read(request.head)
            let form = request.form
            guard context.formTokens.redeem(form, request.head) else { return HostedPage.error("invalid_form_token") }
            let account = try await context.accounts.account(username: form["username"] ?? "")
            // The check takes as long for an unknown name as for a known one, so that its duration does not reveal which names exist.
            let hash = account?.password ?? HostedPage.nobody
            guard hash.matches(form["password"] ?? ""), let account else {
                return HostedPage.form(
                    .signIn, wanted, formToken: context.formTokens.make(), message: "Incorrect username or password.",
                    username: form["username"])
            }
            return try await startSession(for: account.sub, wanted)
        } catch let problem as AuthorizeRequestError {
            return Self.refusal(problem)
        }
    }

    /// `POST /signup`. Unlike Cognito, the provider sends no confirmation mail.
    func signUp(_ request: BackendRequest) async throws -> ServiceReply {
        do {
            let wanted = try read(request.head)
            let form = request.form
            guard context.formTokens.redeem(form, request.head) else { return HostedPage.error("invalid_form_token") }
            let sub = Secrets.requestID()
            let message = try await createAccount(form, sub: sub)
            guard let message else { return try await startSession(for: sub, wanted) }
            return HostedPage.form(
                .signUp, wanted, formToken: context.formTokens.make(), message: message, username: form["username"],
                email: form["email"])
        } catch let problem as AuthorizeRequestError {
            return Self.refusal(problem)
        }
    }

    /// Creates an account. Returns nil on success, otherwise the message to show.
    private func createAccount(_ form: FormFields, sub: String) async throws -> String? {
        let (username, email, password) = (form["username"] ?? "", form["email"] ?? "", form["password"] ?? "")
        guard GitHubHandle.isValid(username) else {
            return "A username has up to 39 letters, digits and single hyphens, as on GitHub."
        }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), email.utf8.count <= 254,
            !email.contains(where: \.isWhitespace)
        else { return "That is not an email address." }
        guard (8...256).contains(password.count) else { return "A password has at least 8 characters." }
        let created = try await context.accounts.createAccount(
            sub: sub, username: username, email: email, password: try PasswordHash(of: password))
        return created ? nil : "User already exists."
    }

    /// `GET /logout?client_id&logout_uri`: ends the browser's session and redirects to registered addresses only.
    func signOut(_ head: RequestHead) async throws -> ServiceReply {
        let target = head.query["logout_uri"]
        let known = redirectURIs + redirectURIs.map { String($0.dropLast("callback".count)) }
        guard head.query["client_id"] == context.stage.clientID else { return HostedPage.error("invalid_client") }
        guard target.map(known.contains) ?? true else { return HostedPage.error("redirect_mismatch") }
        if let token = head.cookie(Self.sessionCookie) { try await context.accounts.endSession(token) }
        let reply = target.map(HostedPage.redirect) ?? HostedPage.signedOut
        return reply.adding("Set-Cookie", "\(Self.sessionCookie)=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    private func session(_ head: RequestHead) async throws -> BrowserSession? {
        guard let token = head.cookie(Self.sessionCookie) else { return nil }
        return try await context.accounts.session(token, now: context.clock.seconds)
    }

    private func startSession(for sub: String, _ wanted: AuthorizeRequest) async throws -> ServiceReply {
        let now = context.clock.seconds
        let token = Secrets.token()
        let session = BrowserSession(sub: sub, authTime: now)
        try await context.accounts.keepSession(token, session, expires: now + Self.sessionLifetime)
        return try await grant(wanted, session).adding(
            "Set-Cookie",
            "\(Self.sessionCookie)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(Self.sessionLifetime)")
    }

    private func grant(_ wanted: AuthorizeRequest, _ session: BrowserSession) async throws -> ServiceReply {
        let code = Secrets.token()
        let grant = Grant(
            id: Secrets.requestID(), sub: session.sub, scope: wanted.scope, authTime: session.authTime,
            nonce: wanted.nonce)
        try await context.accounts.keepCode(
            code, grant: grant, redirectURI: wanted.redirectURI, challenge: wanted.challenge,
            expires: context.clock.seconds + Self.codeLifetime)
        return Self.callback(wanted.redirectURI, [("code", code)], state: wanted.state)
    }

    private static func refusal(_ problem: AuthorizeRequestError) -> ServiceReply {
        switch problem {
        case .page(let error): HostedPage.error(error)
        case .redirect(let error, let description, let uri, let state):
            callback(uri, [("error", error), ("error_description", description)], state: state)
        }
    }

    private static func callback(_ uri: String, _ fields: [(name: String, value: String)], state: String?) -> ServiceReply {
        let state = state.map { [(name: "state", value: $0)] } ?? []
        return HostedPage.redirect(to: uri + "?" + FormFields(fields + state).encoded)
    }
}
