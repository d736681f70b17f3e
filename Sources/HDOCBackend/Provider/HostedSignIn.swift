import HDOCModels

/// The hosted pages' behaviour: authorize, sign in, sign up, sign out.
struct HostedSignIn: Sendable {
    private static let codeLifetime = 5 * 60
    private static let sessionLifetime = 3600
    private static let sessionCookie = "cognito"

    let services: Services
    let redirectURIs: [String]

    private func read(_ head: RequestHead) throws(AuthorizationRequest.Problem) -> AuthorizationRequest {
        try AuthorizationRequest.read(head.query, clientID: services.stage.clientID, redirectURIs: redirectURIs)
    }

    /// `GET /oauth2/authorize`: straight on with a live browser session, otherwise to the sign-in page.
    func authorize(_ head: RequestHead) async throws -> Reply {
        do {
            let wanted = try read(head)
            if head.query["prompt"] != "login", let session = try await session(head) {
                return try await grant(wanted, session)
            }
            return HostedPage.redirect(to: "/login?" + wanted.query.encoded)
        } catch let problem as AuthorizationRequest.Problem {
            return Self.refusal(problem)
        }
    }

    /// `GET /login`, `GET /signup`.
    func show(_ head: RequestHead) -> Reply {
        do {
            let page: HostedPage.Kind = head.path == "/signup" ? .signUp : .signIn
            return HostedPage.form(page, try read(head), formToken: FormToken(), message: nil)
        } catch {
            return Self.refusal(error)
        }
    }

    /// `POST /login`.
    func signIn(_ request: Request) async throws -> Reply {
        do {
            let wanted = try read(request.head)
            let form = request.form
            guard FormToken.isGenuine(form, request.head) else { return HostedPage.error("invalid_form_token") }
            let account = try await services.store.account(username: form["username"] ?? "")
            // An unknown name takes the time of a known one.
            let hash = account?.password ?? HostedPage.nobody
            guard hash.matches(form["password"] ?? ""), let account else {
                return HostedPage.form(
                    .signIn, wanted, formToken: FormToken(), message: "Incorrect username or password.",
                    username: form["username"])
            }
            return try await startSession(for: account.sub, wanted)
        } catch let problem as AuthorizationRequest.Problem {
            return Self.refusal(problem)
        }
    }

    /// `POST /signup`. The provider does not send the confirmation mail that Cognito sends.
    func signUp(_ request: Request) async throws -> Reply {
        do {
            let wanted = try read(request.head)
            let form = request.form
            guard FormToken.isGenuine(form, request.head) else { return HostedPage.error("invalid_form_token") }
            let sub = Secrets.requestID()
            let message = try await createAccount(form, sub: sub)
            guard let message else { return try await startSession(for: sub, wanted) }
            return HostedPage.form(
                .signUp, wanted, formToken: FormToken(), message: message, username: form["username"],
                email: form["email"])
        } catch let problem as AuthorizationRequest.Problem {
            return Self.refusal(problem)
        }
    }

    /// Nil when the account was made, otherwise what to tell the person.
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
        let created = try await services.store.createAccount(
            sub: sub, username: username, email: email, password: try PasswordHash(of: password))
        return created ? nil : "User already exists."
    }

    /// `GET /logout?client_id&logout_uri`: ends the browser's session; goes nowhere but to a registered address.
    func signOut(_ head: RequestHead) async throws -> Reply {
        let target = head.query["logout_uri"]
        let known = redirectURIs + redirectURIs.map { String($0.dropLast("callback".count)) }
        guard head.query["client_id"] == services.stage.clientID else { return HostedPage.error("invalid_client") }
        guard target.map(known.contains) ?? true else { return HostedPage.error("redirect_mismatch") }
        if let token = head.cookie(Self.sessionCookie) { try await services.store.endSession(token) }
        let reply = target.map(HostedPage.redirect) ?? HostedPage.signedOut
        return reply.adding("Set-Cookie", "\(Self.sessionCookie)=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    private func session(_ head: RequestHead) async throws -> BrowserSession? {
        guard let token = head.cookie(Self.sessionCookie) else { return nil }
        return try await services.store.session(token, now: services.clock.seconds)
    }

    private func startSession(for sub: String, _ wanted: AuthorizationRequest) async throws -> Reply {
        let now = services.clock.seconds
        let token = Secrets.token()
        let session = BrowserSession(sub: sub, authTime: now)
        try await services.store.keepSession(token, session, expires: now + Self.sessionLifetime)
        return try await grant(wanted, session).adding(
            "Set-Cookie",
            "\(Self.sessionCookie)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(Self.sessionLifetime)")
    }

    private func grant(_ wanted: AuthorizationRequest, _ session: BrowserSession) async throws -> Reply {
        let code = Secrets.token()
        let grant = Grant(
            id: Secrets.requestID(), sub: session.sub, scope: wanted.scope, authTime: session.authTime,
            nonce: wanted.nonce)
        try await services.store.keepCode(
            code, grant: grant, redirectURI: wanted.redirectURI, challenge: wanted.challenge,
            expires: services.clock.seconds + Self.codeLifetime)
        return Self.callback(wanted.redirectURI, [("code", code)], state: wanted.state)
    }

    private static func refusal(_ problem: AuthorizationRequest.Problem) -> Reply {
        switch problem {
        case .page(let error): HostedPage.error(error)
        case .redirect(let error, let description, let uri, let state):
            callback(uri, [("error", error), ("error_description", description)], state: state)
        }
    }

    private static func callback(_ uri: String, _ fields: [(name: String, value: String)], state: String?) -> Reply {
        let state = state.map { [(name: "state", value: $0)] } ?? []
        return HostedPage.redirect(to: uri + "?" + FormFields(fields + state).encoded)
    }
}

/// Ties a form to the browser that asked for it: the page holds a keyed hash of a cookie, so that a cookie planted
/// from another port of the same host is of no use.
struct FormToken: Sendable {
    static let field = "_csrf"
    private static let cookieName = "XSRF-TOKEN"

    let cookie = Secrets.token()

    var fieldValue: String { Self.sign(cookie) }
    var setCookie: String { "\(Self.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Lax" }

    static func isGenuine(_ form: FormFields, _ head: RequestHead) -> Bool {
        guard let cookie = head.cookie(cookieName), let field = form[field] else { return false }
        return Secrets.equal(field.utf8, sign(cookie).utf8)
    }

    private static func sign(_ cookie: String) -> String { Secrets.keyedHash(cookie) }
}
