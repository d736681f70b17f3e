import FoundationEssentials

/// Tokens in a JSON file that only its owner can read: mode 0600, in a directory of mode 0700.
struct FileTokenStore: TokenStore {
    let location: String
    private let warn: @Sendable (TokenStoreWarning) -> Void

    init(path: String, warn: @escaping @Sendable (TokenStoreWarning) -> Void = { _ in }) {
        (location, self.warn) = (path, warn)
    }

    func load() throws(StoreError) -> StoredTokens? {
        guard let bytes = try PrivateFile(location, warn: warn).read() else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        guard let document = try? decoder.decode(Document.self, from: bytes) else {
            throw .failed(path: location, detail: "not a token file")
        }
        guard document.version <= Document.current else { throw .newer(path: location) }
        return document.tokens
    }

    func save(_ tokens: StoredTokens) throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let bytes = try? encoder.encode(Document(tokens)) else {
            throw .failed(path: location, detail: "not encodable")
        }
        try PrivateFile(location, warn: warn).replace(with: bytes)
    }

    func remove() throws(StoreError) { try PrivateFile(location, warn: warn).remove() }
}

/// The file's shape. The only place where a token is written as text.
private struct Document: Codable {
    static let current = 1

    struct Live: Codable {
        var idToken, accessToken: String
        var refreshToken: String?
        var idExpires, accessExpires: Date
    }

    var version: Int
    var issuer, clientID: String
    var identity: Identity
    var live: Live?

    init(_ tokens: StoredTokens) {
        version = Self.current
        (issuer, clientID, identity) = (tokens.issuer, tokens.clientID, tokens.identity)
        live = tokens.live.map {
            Live(
                idToken: $0.idToken.exposed, accessToken: $0.accessToken.exposed,
                refreshToken: $0.refreshToken?.exposed, idExpires: $0.idExpires, accessExpires: $0.accessExpires)
        }
    }

    var tokens: StoredTokens {
        StoredTokens(
            issuer: issuer, clientID: clientID, identity: identity,
            live: live.map {
                StoredTokens.Live(
                    idToken: Secret($0.idToken), accessToken: Secret($0.accessToken),
                    refreshToken: $0.refreshToken.map(Secret.init), idExpires: $0.idExpires,
                    accessExpires: $0.accessExpires)
            })
    }
}
