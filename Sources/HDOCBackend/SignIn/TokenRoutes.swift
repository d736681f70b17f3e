import HDOCService

/// `/oauth2/token`, `/oauth2/revoke` and `/oauth2/userInfo`.
struct TokenRoutes: Sendable {
    let context: ProviderContext
    let redirectURIs: [String]

    /// An error response as RFC 6749, 5.2 defines it.
    private struct TokenRefusal: Error {
        let error: String
        var description: String?

        var reply: ServiceReply {
            var body: RawJSON = ["error": .string(error)]
            body["error_description"] = description.map(RawJSON.string)
            return TokenRoutes.uncached(.json(400, body))
        }
    }

    func token(_ request: BackendRequest) async throws -> ServiceReply {
        do {
            let form = try readForm(request)
            switch form["grant_type"] {
            case "authorization_code": return try await exchangeCode(form)
            case "refresh_token": return try await refresh(form)
            case nil: throw TokenRefusal(error: "invalid_request")
            default: throw TokenRefusal(error: "unsupported_grant_type")
            }
        } catch let refusal as TokenRefusal {
            return refusal.reply
        }
    }

    /// Reads the form of a public client, which sends its client id in the body and no secret.
    private func readForm(_ request: BackendRequest) throws(TokenRefusal) -> FormFields {
        let type = request.head.header("Content-Type") ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw TokenRefusal(error: "invalid_request", description: "The body must be a form.")
        }
        let form = request.form
        guard !form.repeatsAName else { throw TokenRefusal(error: "invalid_request") }
        guard request.head.header("Authorization") == nil, form["client_secret"] == nil,
            form["client_id"] == context.stage.clientID
        else { throw TokenRefusal(error: "invalid_client") }
        return form
    }

    private func exchangeCode(_ form: FormFields) async throws -> ServiceReply {
        guard let code = form["code"], let redirectURI = form["redirect_uri"] else {
            throw TokenRefusal(error: "invalid_request")
        }
        guard redirectURIs.contains(redirectURI) else { throw Self.invalidRedirect }
        let now = context.clock.seconds
        guard let redeemed = try await context.accounts.redeemCode(code, now: now), !redeemed.isExpired else {
            throw TokenRefusal(error: "invalid_grant")
        }
        guard redeemed.redirectURI == redirectURI else { throw Self.invalidRedirect }
        guard CodeChallenge.matches(verifier: form["code_verifier"] ?? "", challenge: redeemed.challenge) else {
            throw TokenRefusal(error: "invalid_grant")
        }
        let refreshToken = Secrets.token()
        try await context.accounts.keepRefreshToken(
            refreshToken, grant: redeemed.grant, expires: now + context.options.refreshLifetime)
        return try await reply(redeemed.grant, refreshToken: refreshToken)
    }

    private static var invalidRedirect: TokenRefusal {
        TokenRefusal(error: "unauthorized_client", description: "invalid_redirect")
    }

    private func refresh(_ form: FormFields) async throws -> ServiceReply {
        guard let token = form["refresh_token"] else { throw TokenRefusal(error: "invalid_request") }
        let successor = context.options.rotatesRefreshTokens ? Secrets.token() : nil
        let grant = try await context.accounts.redeemRefreshToken(
            token, successor: successor, now: context.clock.seconds, lifetime: context.options.refreshLifetime)
        guard let grant else { throw TokenRefusal(error: "invalid_grant") }
        return try await reply(grant, refreshToken: successor)
    }

    private func reply(_ grant: Grant, refreshToken: String?) async throws -> ServiceReply {
        guard let account = try await context.accounts.account(sub: grant.sub) else {
            throw TokenRefusal(error: "invalid_grant")
        }
        let handle = try await context.community.handle(ofSubject: account.sub)
        var body: RawJSON = [
            "id_token": .string(try await context.tokens.idToken(grant, account: account, handle: handle)),
            "access_token": .string(try await context.tokens.accessToken(grant, account: account)),
        ]
        body["refresh_token"] = refreshToken.map(RawJSON.string)
        body["expires_in"] = .number(String(context.tokens.lifetime))
        body["token_type"] = "Bearer"
        return Self.uncached(.json(200, body))
    }

    private static func uncached(_ reply: ServiceReply) -> ServiceReply {
        reply.adding("Cache-Control", "no-store").adding("Pragma", "no-cache")
    }

    /// `POST /oauth2/revoke`: answers 200 even if the token is unknown.
    func revoke(_ request: BackendRequest) async throws -> ServiceReply {
        do {
            guard let token = try readForm(request)["token"] else { throw TokenRefusal(error: "invalid_request") }
            try await context.accounts.revoke(refreshToken: token)
            return .text(200, "")
        } catch let refusal as TokenRefusal {
            return refusal.reply
        }
    }

    func userInfo(_ head: RequestHead) async throws -> ServiceReply {
        let header = head.header("Authorization") ?? ""
        let token = header.hasPrefix("Bearer ") ? String(header.dropFirst("Bearer ".count)) : ""
        guard case .valid(let claims) = await context.tokens.verify(token, use: .access),
            try await !context.accounts.isRevoked(grant: claims.grant),
            let account = try await context.accounts.account(sub: claims.sub)
        else {
            return ServiceReply.json(401, ["error": "invalid_token"]).adding("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        }
        let handle = try await context.community.handle(ofSubject: account.sub)
        return .json(
            200,
            [
                "sub": .string(account.sub), "email": .string(account.email), "email_verified": "true",
                "preferred_username": .string(handle ?? account.username),
                "username": .string(account.username),
            ])
    }
}
