import FoundationEssentials
import HDOCModels

/// A stage's sign-in provider: its endpoints, its keys, and what makes its tokens a session.
struct Provider: Sendable {
    let issuer: String
    let clientID: String
    /// Which token the stage's API wants.
    let tokenKind: Stage.TokenKind
    let transport: any Transport
    let discovery: Discovery
    let keys: KeyCache
    let now: @Sendable () -> Date

    init(stage: Stage, transport: any Transport, now: @escaping @Sendable () -> Date) throws(ClientError) {
        guard let issuer = stage.issuer else { throw ClientError(.notConfigured(key: "issuer"), operation: .signIn) }
        guard let clientID = stage.clientID else {
            throw ClientError(.notConfigured(key: "client_id"), operation: .signIn)
        }
        (self.issuer, self.clientID, tokenKind) = (issuer, clientID, stage.token)
        (self.transport, self.now) = (transport, now)
        discovery = Discovery(issuer: issuer, domain: stage.auth, transport: transport)
        keys = KeyCache(discovery: discovery, transport: transport, now: now)
    }

    func tokenEndpoint() async throws(ClientError) -> TokenEndpoint {
        TokenEndpoint(endpoints: try await discovery.endpoints(), clientID: clientID, transport: transport)
    }

    /// Verifies what came from the token endpoint. With `previous` it is a refresh: what the reply leaves out stays as
    /// it was, and it must still be about the same person.
    func session(
        from reply: TokenEndpoint.Reply, nonce: String?, previous: StoredTokens? = nil
    ) async throws(ClientError) -> StoredTokens {
        let verifier = TokenVerifier(issuer: issuer, clientID: clientID, keys: keys, now: now)
        let old = previous?.live
        var (identity, idToken, idExpires) = (previous?.identity, old?.idToken, old?.idExpires)
        if let token = reply.idToken {
            let verified = try await verifier.idToken(token, nonce: nonce)
            guard previous == nil || previous?.identity.subject == verified.identity.subject else {
                throw ClientError(.malformed)
            }
            (identity, idToken, idExpires) = (verified.identity, token, verified.expires)
        } else if tokenKind == .id {
            throw ClientError(.malformed)
        }
        guard let identity, let idToken, let idExpires else { throw ClientError(.malformed) }
        // Elsewhere an access token may be opaque; where the API wants it, it must stand up to the same checks.
        let accessExpires =
            tokenKind == .access
            ? try await verifier.accessToken(reply.accessToken)
            : reply.expiresIn.map { now().addingTimeInterval($0) } ?? idExpires
        return StoredTokens(
            issuer: issuer, clientID: clientID, identity: identity,
            live: StoredTokens.Live(
                idToken: idToken, accessToken: reply.accessToken, refreshToken: reply.refreshToken ?? old?.refreshToken,
                idExpires: idExpires, accessExpires: accessExpires))
    }

    /// Where the browser's own session ends. Cognito wants an address registered for sign-out; the callback's is the one
    /// we know of.
    func browserSignOut(callbackPorts: [Int]) async -> String? {
        guard let address = try? await discovery.endpoints().endSession, let port = callbackPorts.first else { return nil }
        return address + "?"
            + PercentEncoding.query([("client_id", clientID), ("logout_uri", HostedSignIn.redirect(port: port))])
    }
}
