/// The URLs of a sign-in provider. Each is HTTPS, or HTTP on this machine for a provider that runs there.
struct ProviderEndpoints: Sendable, Equatable {
    var authorization: String
    var token: String
    var keys: String
    var revocation: String?
    /// Where the browser's own session is ended.
    var endSession: String?

    /// Cognito's fixed paths under a sign-in domain, which may be given without a scheme.
    static func cognito(domain: String, issuer: String) -> ProviderEndpoints {
        let base = StageURL.withoutSlash(domain.contains("://") ? domain : "https://\(domain)")
        return ProviderEndpoints(
            authorization: "\(base)/oauth2/authorize", token: "\(base)/oauth2/token",
            keys: "\(issuer)/.well-known/jwks.json", revocation: "\(base)/oauth2/revoke",
            endSession: "\(base)/logout")
    }

    /// The first URL that must not be used, or nil. HTTP is accepted only where the issuer itself uses it on this machine:
    /// another provider must not redirect requests to this machine.
    func firstUnsafe(issuer: String) -> String? {
        let mayBeHTTP = RequestURL(issuer).map { !$0.isHTTPS } ?? false
        return [authorization, token, keys, revocation, endSession].compactMap(\.self).first { text in
            guard let url = RequestURL(text), url.isSecure else { return true }
            return !url.isHTTPS && !mayBeHTTP
        }
    }
}
