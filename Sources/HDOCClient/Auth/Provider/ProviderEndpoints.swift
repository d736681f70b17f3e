/// Where the stage's sign-in provider answers. Every address is HTTPS, or HTTP on loopback for a provider that lives there.
struct ProviderEndpoints: Sendable, Equatable {
    var authorization: String
    var token: String
    var keys: String
    var revocation: String?
    /// Ends the browser's own session.
    var endSession: String?

    /// The fixed paths of Cognito under a sign-in domain, which may be given without a scheme.
    static func cognito(domain: String, issuer: String) -> ProviderEndpoints {
        var base = domain.contains("://") ? domain : "https://\(domain)"
        while base.hasSuffix("/") { base.removeLast() }
        return ProviderEndpoints(
            authorization: "\(base)/oauth2/authorize", token: "\(base)/oauth2/token",
            keys: "\(issuer)/.well-known/jwks.json", revocation: "\(base)/oauth2/revoke",
            endSession: "\(base)/logout")
    }

    /// The first address that must not be used, if any. Plain HTTP is taken only where the issuer itself is on loopback:
    /// a real provider has no business sending us to this machine.
    func firstUnsafe(issuer: String) -> String? {
        let mayBePlain = WebAddress(issuer).map { !$0.isSecure } ?? false
        return [authorization, token, keys, revocation, endSession].compactMap(\.self).first { url in
            guard let address = WebAddress(url), address.isAcceptable else { return true }
            return !address.isSecure && !mayBePlain
        }
    }
}
