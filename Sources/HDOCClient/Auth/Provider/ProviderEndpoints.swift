/// The URLs of a sign-in provider. Each is https, or http if the provider runs on this machine.
struct ProviderEndpoints: Sendable, Equatable {
    var authorization: String
    var token: String
    var keys: String
    var revocation: String?
    /// The page that ends the session in the browser.
    var endSession: String?

    /// The endpoints of Cognito, whose paths are fixed. The domain may be given without a scheme.
    static func cognito(domain: String, issuer: String) -> ProviderEndpoints {
        let base = StageURL.withoutSlash(domain.contains("://") ? domain : "https://\(domain)")
        return ProviderEndpoints(
            authorization: "\(base)/oauth2/authorize", token: "\(base)/oauth2/token",
            keys: "\(issuer)/.well-known/jwks.json", revocation: "\(base)/oauth2/revoke",
            endSession: "\(base)/logout")
    }

    /// The first URL that must not be used; nil if all may be used. A plain http URL is accepted only if the issuer's URL is
    /// also plain http to this machine. A remote provider must not direct requests to this machine.
    func firstUnsafe(issuer: String) -> String? {
        let mayBeHTTP = RequestURL(issuer).map { !$0.isHTTPS } ?? false
        return [authorization, token, keys, revocation, endSession].compactMap(\.self).first { text in
            guard let url = RequestURL(text), url.isSecure else { return true }
            return !url.isHTTPS && !mayBeHTTP
        }
    }
}
