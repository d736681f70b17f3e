import FoundationEssentials
import HDOCModels

/// The provider's token and revocation endpoints, for a public client: `client_id` in the body and no Authorization.
struct TokenEndpoint: Sendable {
    struct Reply: Sendable {
        var idToken: Secret?
        var accessToken: Secret
        /// Absent on most refreshes: then the old one stays good.
        var refreshToken: Secret?
        /// Seconds the access token lives.
        var expiresIn: Double?
    }

    let endpoints: ProviderEndpoints
    let clientID: String
    let transport: any Transport

    func exchange(code: Secret, verifier: Secret, redirect: String) async throws(ClientError) -> Reply {
        let response = try await post(
            endpoints.token,
            [
                ("grant_type", "authorization_code"), ("client_id", clientID), ("code", code.exposed),
                ("redirect_uri", redirect), ("code_verifier", verifier.exposed),
            ])
        if response.status == 200 { return try reply(response) }
        let failure = Failure(response)
        let problem: SignInError =
            failure.code == "invalid_grant" ? .codeRejected : .tokenEndpoint(status: response.status, code: failure.code)
        throw ClientError(problem, request: Self.name, status: response.status, serverText: failure.description)
    }

    /// `signInNeeded` where the provider says that the refresh token is no longer good.
    func refresh(_ token: Secret) async throws(ClientError) -> Reply {
        let response = try await post(
            endpoints.token,
            [("grant_type", "refresh_token"), ("client_id", clientID), ("refresh_token", token.exposed)])
        if response.status == 200 { return try reply(response) }
        let failure = Failure(response)
        let kind: ClientError.Kind =
            switch (response.status, failure.code) {
            case (_, "invalid_grant"): .signInNeeded
            case (429, _): .throttled(retryAfter: nil)
            case (504, _): .gatewayTimeout
            case (500..., _): .serverFailed
            default: .signIn(.tokenEndpoint(status: response.status, code: failure.code))
            }
        throw ClientError(
            kind, operation: .refreshSession, request: Self.name, status: response.status,
            serverText: failure.description)
    }

    /// Ends the refresh token and what came from it. Providers answer 200 for unknown tokens too.
    func revoke(_ token: Secret) async throws(ClientError) {
        guard let url = endpoints.revocation else { return }
        let response = try await post(url, [("token", token.exposed), ("client_id", clientID)])
        guard response.status == 200 else {
            let failure = Failure(response)
            throw ClientError(
                .tokenEndpoint(status: response.status, code: failure.code), request: "POST /oauth2/revoke",
                status: response.status, serverText: failure.description)
        }
    }

    private static let name = "POST /oauth2/token"

    private func post(_ url: String, _ form: [(String, String)]) async throws(ClientError) -> Response {
        let headers = [
            Header("Content-Type", "application/x-www-form-urlencoded"), Header("Accept", "application/json"),
        ]
        return try await transport.exchange(
            Request(.post, url, headers: headers, body: PercentEncoding.form(form)),
            named: url == endpoints.token ? Self.name : "POST /oauth2/revoke")
    }

    private func reply(_ response: Response) throws(ClientError) -> Reply {
        guard let body = try? JSONDecoder().decode(Body.self, from: response.body), !body.accessToken.isEmpty else {
            throw ClientError(.unreadable, operation: .signIn, request: Self.name, status: response.status)
        }
        return Reply(
            idToken: body.idToken.map(Secret.init), accessToken: Secret(body.accessToken),
            refreshToken: body.refreshToken.flatMap { $0.isEmpty ? nil : Secret($0) }, expiresIn: body.expiresIn)
    }

    private struct Body: Decodable {
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

    /// RFC 6749, section 5.2, as far as the body follows it.
    private struct Failure {
        var code: String?
        var description: String?

        init(_ response: Response) {
            struct Body: Decodable {
                var error: String?
                var error_description: String?
            }
            let body = try? JSONDecoder().decode(Body.self, from: response.body)
            code = ProviderText.line(body?.error, limit: 60)
            description = ProviderText.line(body?.error_description)
        }
    }
}
