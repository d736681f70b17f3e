import FoundationEssentials
import HDOCModels

/// A stage's sign-in provider (Cognito or another OpenID provider). It has the endpoints and keys, and turns the provider's
/// tokens into a session.
struct IdentityProvider: Sendable {
    let issuer: String
    let clientID: String
    /// The token that the stage's API accepts.
    let tokenKind: Stage.TokenKind
    let transport: any Transport
    let discovery: Discovery
    let keys: KeyCache
    let now: @Sendable () -> Date
    /// Removes tokens from texts of the provider that are not the body of a response.
    let held: HeldTokens

    init(
        stage: Stage, transport: any Transport, now: @escaping @Sendable () -> Date, held: HeldTokens = HeldTokens()
    ) throws(ProviderError) {
        guard let issuer = stage.issuer else { throw ProviderError(.notConfigured(key: "issuer")) }
        guard let clientID = stage.clientID else { throw ProviderError(.notConfigured(key: "client_id")) }
        (self.issuer, self.clientID, tokenKind) = (issuer, clientID, stage.token)
        (self.transport, self.now, self.held) = (transport, now, held)
        discovery = Discovery(issuer: issuer, domain: stage.auth, transport: transport)
        keys = KeyCache(discovery: discovery, transport: transport, now: now)
    }

    func tokenClient() async throws(ProviderError) -> TokenClient {
        TokenClient(endpoints: try await discovery.endpoints(), clientID: clientID, transport: transport)
    }

    /// Verifies the tokens of a response and creates a session.
    /// - Parameters:
    ///   - nonce: the nonce of the sign-in; nil for a refresh.
    ///   - previous: the session that is being refreshed. Tokens that are missing from the response are kept. The new ID token
    ///     must be for the same subject.
    func session(
        from reply: TokenReply, nonce: String?, previous: StoredTokens? = nil
    ) async throws(ProviderError) -> StoredTokens {
        let verifier = TokenVerifier(issuer: issuer, clientID: clientID, keys: keys, now: now)
        let old = previous?.live
        var (identity, idToken, idExpires) = (previous?.identity, old?.idToken, old?.idExpires)
        if let token = reply.idToken {
            let verified = try await verifier.idToken(token, nonce: nonce)
            guard previous == nil || previous?.identity.subject.hasSameBytes(as: verified.identity.subject) == true else {
                throw ProviderError(.malformed)
            }
            (identity, idToken, idExpires) = (verified.identity, token, verified.expires)
        } else if tokenKind == .id {
            throw ProviderError(.malformed)
        }
        guard let identity, let idToken, let idExpires else { throw ProviderError(.malformed) }
        // If the API uses the access token and the token has claims, it must pass the same checks as the ID token. An opaque token
        // cannot be checked. It was received over TLS together with the ID token, and its lifetime is in the response.
        let isChecked = tokenKind == .access && (verifier.isCognito || TokenClaims(unverified: reply.accessToken) != nil)
        let accessExpires =
            isChecked
            ? try await verifier.accessToken(reply.accessToken)
            : reply.expiresIn.map { now().addingTimeInterval($0) } ?? idExpires
        return StoredTokens(
            issuer: issuer, clientID: clientID, identity: identity.redacted(by: held),
            live: LiveTokens(
                idToken: idToken, accessToken: reply.accessToken, refreshToken: reply.refreshToken ?? old?.refreshToken,
                idExpires: idExpires, accessExpires: accessExpires))
    }

    /// The URL that also ends the session in the browser; nil if the provider has none. Cognito requires a registered sign-out
    /// URL, and the redirect URL is the only registered URL that hdoc knows.
    func browserSignOut(callbackPorts: [Int]) async -> String? {
        guard let address = try? await discovery.endpoints().endSession, let port = callbackPorts.first else { return nil }
        return address + "?"
            + PercentEncoding.query([("client_id", clientID), ("logout_uri", SignInFlow.redirect(port: port))])
    }
}

extension Identity {
    /// The identity without tokens in its names. The subject stays, because it identifies the user; hdoc shows it only if there is no name.
    fileprivate func redacted(by held: HeldTokens) -> Identity {
        var identity = self
        identity.username = username.map(held.redact)
        identity.preferredUsername = preferredUsername.map(held.redact)
        identity.email = email.map(held.redact)
        return identity
    }
}
