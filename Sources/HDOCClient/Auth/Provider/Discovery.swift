import FoundationEssentials

/// Finds the endpoints of a sign-in provider. If the stage configures a sign-in domain, they are derived from it; otherwise
/// OpenID discovery at the issuer is used. The endpoints are cached until the process ends. Failures are not cached.
actor Discovery {
    private let issuer: String
    private let domain: String?
    private let transport: any Transport
    private var found: ProviderEndpoints?

    init(issuer: String, domain: String?, transport: any Transport) {
        (self.issuer, self.domain, self.transport) = (issuer, domain, transport)
    }

    func endpoints() async throws(ProviderError) -> ProviderEndpoints {
        if let found { return found }
        guard RequestURL.isSecure(issuer) else {
            throw ProviderError(.discoveryFailed(detail: "the issuer is not an HTTPS address"))
        }
        let endpoints =
            if let domain { ProviderEndpoints.cognito(domain: domain, issuer: issuer) } else { try await discover() }
        if let unsafe = endpoints.firstUnsafe(issuer: issuer) {
            throw ProviderError(.discoveryFailed(detail: "not an HTTPS address: \(ProviderText.line(unsafe) ?? "")"))
        }
        found = endpoints
        return endpoints
    }

    private func discover() async throws(ProviderError) -> ProviderEndpoints {
        let name = "GET /.well-known/openid-configuration"
        let request = Request(
            .get, "\(issuer)/.well-known/openid-configuration", headers: [Header("Accept", "application/json")])
        let response = try await transport.exchange(request, named: name)
        if let trouble = ClientError.Kind.providerTrouble(response) {
            throw ProviderError(trouble, request: name, status: response.status)
        }
        guard response.status == 200 else {
            throw ProviderError(
                .discoveryFailed(detail: "status \(response.status)"), request: name, status: response.status)
        }
        guard let document = try? JSONDecoder().decode(DiscoveryDocument.self, from: response.body) else {
            throw ProviderError(.discoveryFailed(detail: "not an OpenID configuration"), request: name, status: 200)
        }
        guard document.issuer.hasSameBytes(as: issuer) else {
            throw ProviderError(.discoveryFailed(detail: "it names another issuer"), request: name, status: 200)
        }
        return document.endpoints
    }

    /// The members of the discovery document that hdoc uses (OpenID Connect Discovery 1.0, section 3).
    private struct DiscoveryDocument: Decodable {
        var issuer: String
        var authorization: String
        var token: String
        var keys: String
        var revocation: String?
        var endSession: String?

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorization = "authorization_endpoint"
            case token = "token_endpoint"
            case keys = "jwks_uri"
            case revocation = "revocation_endpoint"
            case endSession = "end_session_endpoint"
        }

        var endpoints: ProviderEndpoints {
            ProviderEndpoints(
                authorization: authorization, token: token, keys: keys, revocation: revocation, endSession: endSession)
        }
    }
}
