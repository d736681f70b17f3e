/// `/oauth2/token`, `/oauth2/revoke` and `/oauth2/userInfo`.
struct TokenEndpoint: Sendable {
    let services: Services
    let redirectURIs: [String]

    /// An error of RFC 6749, 5.2.
    private struct Refusal: Error {
        let error: String
        var description: String?

        var reply: Reply {
            var body: RawJSON = ["error": .string(error)]
            body["error_description"] = description.map(RawJSON.string)
            return TokenEndpoint.uncached(.json(400, body))
        }
    }

    func token(_ request: Request) async throws -> Reply {
        do {
            let form = try readForm(request)
            switch form["grant_type"] {
            case "authorization_code": return try await exchangeCode(form)
            case "refresh_token": return try await refresh(form)
            case nil: throw Refusal(error: "invalid_request")
            default: throw Refusal(error: "unsupported_grant_type")
            }
        } catch let refusal as Refusal {
            return refusal.reply
        }
    }

    /// The form of a public client: its name in the body, and no secret anywhere.
    private func readForm(_ request: Request) throws(Refusal) -> FormFields {
        let type = request.head.header("Content-Type") ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw Refusal(error: "invalid_request", description: "The body must be a form.")
        }
        let form = request.form
        guard !form.repeatsAName else { throw Refusal(error: "invalid_request") }
        guard request.head.header("Authorization") == nil, form["client_secret"] == nil,
            form["client_id"] == services.stage.clientID
        else { throw Refusal(error: "invalid_client") }
        return form
    }

    private func exchangeCode(_ form: FormFields) async throws -> Reply {
        guard let code = form["code"], let redirectURI = form["redirect_uri"] else {
            throw Refusal(error: "invalid_request")
        }
        guard redirectURIs.contains(redirectURI) else { throw Self.invalidRedirect }
        let now = services.clock.seconds
        guard let redeemed = try await services.store.redeemCode(code, now: now), !redeemed.isExpired else {
            throw Refusal(error: "invalid_grant")
        }
        guard redeemed.redirectURI == redirectURI else { throw Self.invalidRedirect }
        guard PKCE.matches(verifier: form["code_verifier"] ?? "", challenge: redeemed.challenge) else {
            throw Refusal(error: "invalid_grant")
        }
        let refreshToken = Secrets.token()
        try await services.store.keepRefreshToken(
            refreshToken, grant: redeemed.grant, expires: now + services.options.refreshLifetime)
        return try await reply(redeemed.grant, refreshToken: refreshToken)
    }

    private static var invalidRedirect: Refusal {
        Refusal(error: "unauthorized_client", description: "invalid_redirect")
    }

    private func refresh(_ form: FormFields) async throws -> Reply {
        guard let token = form["refresh_token"] else { throw Refusal(error: "invalid_request") }
        let successor = services.options.rotatesRefreshTokens ? Secrets.token() : nil
        let grant = try await services.store.redeemRefreshToken(
            token, successor: successor, now: services.clock.seconds, lifetime: services.options.refreshLifetime)
        guard let grant else { throw Refusal(error: "invalid_grant") }
        return try await reply(grant, refreshToken: successor)
    }

    private func reply(_ grant: Grant, refreshToken: String?) async throws -> Reply {
        guard let account = try await services.store.account(sub: grant.sub) else {
            throw Refusal(error: "invalid_grant")
        }
        var body: RawJSON = [
            "id_token": .string(try await services.tokens.idToken(grant, account: account)),
            "access_token": .string(try await services.tokens.accessToken(grant, account: account)),
        ]
        body["refresh_token"] = refreshToken.map(RawJSON.string)
        body["expires_in"] = .number(String(services.tokens.lifetime))
        body["token_type"] = "Bearer"
        return Self.uncached(.json(200, body))
    }

    private static func uncached(_ reply: Reply) -> Reply {
        reply.adding("Cache-Control", "no-store").adding("Pragma", "no-cache")
    }

    /// 200 also where the token is unknown.
    func revoke(_ request: Request) async throws -> Reply {
        do {
            guard let token = try readForm(request)["token"] else { throw Refusal(error: "invalid_request") }
            try await services.store.revoke(refreshToken: token)
            return Reply(status: 200, contentType: "application/json", text: "")
        } catch let refusal as Refusal {
            return refusal.reply
        }
    }

    func userInfo(_ head: RequestHead) async throws -> Reply {
        let header = head.header("Authorization") ?? ""
        let token = header.hasPrefix("Bearer ") ? String(header.dropFirst("Bearer ".count)) : ""
        guard case .valid(let claims) = await services.tokens.verify(token, use: .access),
            try await !services.store.isRevoked(grant: claims.grant),
            let account = try await services.store.account(sub: claims.sub)
        else {
            return Reply.json(401, ["error": "invalid_token"]).adding("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        }
        return .json(
            200,
            [
                "sub": .string(account.sub), "email": .string(account.email), "email_verified": "true",
                "preferred_username": .string(account.handle ?? account.username),
                "username": .string(account.username),
            ])
    }
}
