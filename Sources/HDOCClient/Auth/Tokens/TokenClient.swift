import FoundationEssentials
import HDOCModels

/// Tokens from the provider that are not yet verified.
struct TokenReply: Sendable {
    var idToken: Secret?
    var accessToken: Secret
    /// Most refresh responses contain no refresh token. The old one then stays valid.
    var refreshToken: Secret?
    /// The lifetime of the access token, in seconds.
    var expiresIn: Double?
}

/// Calls the provider's token and revocation endpoints. hdoc is a public client: it sends its `client_id` in the body, and no
/// Authorization header.
struct TokenClient: Sendable {
    let endpoints: ProviderEndpoints
    let clientID: String
    let transport: any Transport

    /// Exchanges an authorization code for tokens (RFC 6749, section 4.1.3).
    func exchange(code: Secret, verifier: Secret, redirect: String) async throws(ProviderError) -> TokenReply {
        let response = try await post(
            endpoints.token,
            [
                ("grant_type", "authorization_code"), ("client_id", clientID), ("code", code.exposed),
                ("redirect_uri", redirect), ("code_verifier", verifier.exposed),
            ])
        if response.status == 200 { return try reply(response) }
        let failure = TokenErrorReply(response)
        let problem: SignInError =
            failure.code == "invalid_grant" ? .codeRejected : .tokenEndpoint(status: response.status, code: failure.code)
        throw ProviderError(problem, request: Self.name, status: response.status, serverText: failure.description)
    }

    /// Exchanges a refresh token for new tokens (RFC 6749, section 6).
    /// - Throws: an error of the kind `signInNeeded` if the refresh token is no longer valid.
    func refresh(_ token: Secret) async throws(ProviderError) -> TokenReply {
        let response = try await post(
            endpoints.token,
            [("grant_type", "refresh_token"), ("client_id", clientID), ("refresh_token", token.exposed)])
        if response.status == 200 { return try reply(response) }
        let failure = TokenErrorReply(response)
        let kind: ClientError.Kind =
            if response.status < 500, let code = failure.code, Self.endingCodes.contains(code) {
                .signInNeeded
            } else {
                ClientError.Kind.providerTrouble(response)
                    ?? .signIn(.tokenEndpoint(status: response.status, code: failure.code))
            }
        throw ProviderError(kind, request: Self.name, status: response.status, serverText: failure.description)
    }

    /// Revokes a refresh token and the tokens that were issued with it (RFC 7009). Does nothing if the provider has no
    /// revocation endpoint.
    func revoke(_ token: Secret) async throws(ProviderError) {
        guard let url = endpoints.revocation else { return }
        let response = try await post(url, [("token", token.exposed), ("client_id", clientID)])
        guard response.status == 200 else {
            let failure = TokenErrorReply(response)
            throw ProviderError(
                .tokenEndpoint(status: response.status, code: failure.code), request: Self.revocationName,
                status: response.status, serverText: failure.description)
        }
    }

    /// Error codes after which the user must sign in again (RFC 6749, section 5.2; OpenID Connect Core, section 3.1.2.6).
    private static let endingCodes: Set<String> = [
        "invalid_grant", "login_required", "interaction_required", "consent_required",
    ]
    private static let name = "POST /oauth2/token"
    private static let revocationName = "POST /oauth2/revoke"

    private func post(_ url: String, _ form: [(String, String)]) async throws(ProviderError) -> Response {
        let headers = [
            Header("Content-Type", "application/x-www-form-urlencoded"), Header("Accept", "application/json"),
        ]
        var request = Request(.post, url, headers: headers, body: PercentEncoding.form(form))
        request.returnsTokens = url == endpoints.token
        return try await transport.exchange(request, named: url == endpoints.token ? Self.name : Self.revocationName)
    }

    private func reply(_ response: Response) throws(ProviderError) -> TokenReply {
        guard let body = try? JSONDecoder().decode(TokenReplyBody.self, from: response.body), !body.accessToken.isEmpty else {
            throw ProviderError(.unreadable, request: Self.name, status: response.status)
        }
        return TokenReply(
            idToken: body.idToken.map(Secret.init), accessToken: Secret(body.accessToken),
            refreshToken: body.refreshToken.flatMap { $0.isEmpty ? nil : Secret($0) }, expiresIn: body.expiresIn)
    }

    private struct TokenReplyBody: Decodable {
        var idToken: String?
        var accessToken: String
        var refreshToken: String?
        var expiresIn: Double?

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
            case accessToken = "access_token"
            case refreshToken = "refresh_token"
            case expiresIn = "expires_in"
        }
    }

    /// An error response (RFC 6749, section 5.2). Both values are nil if the body is something else.
    private struct TokenErrorReply {
        var code: String?
        var description: String?

        init(_ response: Response) {
            struct TokenErrorBody: Decodable {
                var error: String?
                var error_description: String?
            }
            let body = try? JSONDecoder().decode(TokenErrorBody.self, from: response.body)
            code = ProviderText.line(body?.error, limit: 60)
            description = ProviderText.line(body?.error_description)
        }
    }
}
