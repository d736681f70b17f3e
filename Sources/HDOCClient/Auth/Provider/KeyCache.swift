import FoundationEssentials
import JWTKit

/// The provider's public RSA keys by key ID. They are fetched when they are first needed, and again when a token names an
/// unknown key.
actor KeyCache {
    private let discovery: Discovery
    private let transport: any Transport
    private let now: @Sendable () -> Date
    private var keys: [String: Insecure.RSA.PublicKey]?
    private var refetchedAt: Date?

    /// The minimum time between two fetches for unknown keys, in seconds. Without this limit every token with an invented key
    /// ID would cause a request.
    static let refetchInterval: TimeInterval = 10

    init(discovery: Discovery, transport: any Transport, now: @escaping @Sendable () -> Date) {
        (self.discovery, self.transport, self.now) = (discovery, transport, now)
    }

    /// Fetches the keys if they are not cached. Call this before using a refresh token that is valid only once, so that missing
    /// keys cannot waste it.
    func prepare() async throws(ProviderError) {
        if keys == nil { keys = try await fetch() }
    }

    func key(_ id: String) async throws(ProviderError) -> Insecure.RSA.PublicKey {
        try await prepare()
        if let key = keys?[id] { return key }
        let time = now()
        // `abs`, because the difference is negative after the system clock was set back.
        if let refetchedAt, abs(time.timeIntervalSince(refetchedAt)) < Self.refetchInterval {
            throw ProviderError(.unknownKey)
        }
        refetchedAt = time
        keys = try await fetch()
        guard let key = keys?[id] else { throw ProviderError(.unknownKey) }
        return key
    }

    /// The key of a provider that has exactly one key.
    func onlyKey() async throws(ProviderError) -> Insecure.RSA.PublicKey {
        try await prepare()
        guard let keys, keys.count == 1, let key = keys.first?.value else { throw ProviderError(.unknownKey) }
        return key
    }

    private func fetch() async throws(ProviderError) -> [String: Insecure.RSA.PublicKey] {
        let name = "GET /.well-known/jwks.json"
        let request = Request(
            .get, try await discovery.endpoints().keys, headers: [Header("Accept", "application/json")])
        let response = try await transport.exchange(request, named: name)
        guard response.status == 200, let set = try? JSONDecoder().decode(KeySet.self, from: response.body) else {
            throw ProviderError(.keysUnavailable, request: name, status: response.status)
        }
        let usable = set.keys.compactMap(\.usable)
        return Dictionary(usable.map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A JSON Web Key Set (RFC 7517).
private struct KeySet: Decodable {
    /// A key of the set. `fields` is nil if it cannot be decoded, so that the other keys remain usable.
    struct KeySetMember: Decodable {
        struct JSONWebKey: Decodable { var kty, kid, use, alg, n, e: String? }
        var fields: JSONWebKey?
        init(from decoder: any Decoder) { fields = try? JSONWebKey(from: decoder) }

        /// The key, if it is an RSA key of at least 2048 bits for RS256 signatures or without a stated use. Nil for any other key.
        var usable: (id: String, key: Insecure.RSA.PublicKey)? {
            guard let fields, fields.kty == "RSA", fields.use ?? "sig" == "sig", fields.alg ?? "RS256" == "RS256",
                let id = fields.kid, let n = fields.n, let e = fields.e,
                let key = try? Insecure.RSA.PublicKey(modulus: n, exponent: e)
            else { return nil }
            return (id, key)
        }
    }
    var keys: [KeySetMember]
}
