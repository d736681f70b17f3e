import FoundationEssentials
import JWTKit

/// The provider's public RSA keys by key id. Fetched when first needed, and again for an id that is not among them.
actor KeyCache {
    private let discovery: Discovery
    private let transport: any Transport
    private let now: @Sendable () -> Date
    private var keys: [String: Insecure.RSA.PublicKey]?
    private var refetchedAt: Date?

    /// A token with a made-up key id must not turn every check into a request.
    static let refetchInterval: TimeInterval = 10

    init(discovery: Discovery, transport: any Transport, now: @escaping @Sendable () -> Date) {
        (self.discovery, self.transport, self.now) = (discovery, transport, now)
    }

    /// Makes sure that there are keys, so that a token which can be used once is not spent in vain.
    func prepare() async throws(ClientError) {
        if keys == nil { keys = try await fetch() }
    }

    func key(_ id: String) async throws(ClientError) -> Insecure.RSA.PublicKey {
        try await prepare()
        if let key = keys?[id] { return key }
        let time = now()
        // A clock that was set back must not stop refetching for good, hence the magnitude.
        if let refetchedAt, abs(time.timeIntervalSince(refetchedAt)) < Self.refetchInterval {
            throw ClientError(.unknownKey)
        }
        refetchedAt = time
        keys = try await fetch()
        guard let key = keys?[id] else { throw ClientError(.unknownKey) }
        return key
    }

    /// The key of a provider that has just one.
    func onlyKey() async throws(ClientError) -> Insecure.RSA.PublicKey {
        try await prepare()
        guard let keys, keys.count == 1, let key = keys.first?.value else { throw ClientError(.unknownKey) }
        return key
    }

    private func fetch() async throws(ClientError) -> [String: Insecure.RSA.PublicKey] {
        let name = "GET /.well-known/jwks.json"
        let request = Request(
            .get, try await discovery.endpoints().keys, headers: [Header("Accept", "application/json")])
        let response = try await transport.exchange(request, named: name)
        guard response.status == 200, let set = try? JSONDecoder().decode(KeySet.self, from: response.body) else {
            throw ClientError(.keysUnavailable, request: name, status: response.status)
        }
        let usable = set.keys.compactMap(\.usable)
        return Dictionary(usable.map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
    }
}

private struct KeySet: Decodable {
    /// One key that cannot be read must not hide the others.
    struct Entry: Decodable {
        struct Fields: Decodable { var kty, kid, use, alg, n, e: String? }
        var fields: Fields?
        init(from decoder: any Decoder) { fields = try? Fields(from: decoder) }

        /// An RSA key of at least 2048 bits, meant for RS256 signatures or for nothing in particular.
        var usable: (id: String, key: Insecure.RSA.PublicKey)? {
            guard let fields, fields.kty == "RSA", fields.use ?? "sig" == "sig", fields.alg ?? "RS256" == "RS256",
                let id = fields.kid, let n = fields.n, let e = fields.e,
                let key = try? Insecure.RSA.PublicKey(modulus: n, exponent: e)
            else { return nil }
            return (id, key)
        }
    }
    var keys: [Entry]
}
