import FoundationEssentials

/// The content of the token file. Only this type writes tokens as plain text.
struct TokenDocument: Codable {
    /// The format version that this hdoc writes.
    static let current = 1

    struct LiveTokensDocument: Codable {
        var idToken, accessToken: String
        var refreshToken: String?
        var idExpires, accessExpires: Date
    }

    var version: Int
    var issuer, clientID: String
    var identity: Identity
    var live: LiveTokensDocument?
    /// Whether the desktop's keyring contains a secret of this session. If `live` is nil, the secret is the session's tokens;
    /// otherwise it is older tokens that could not be deleted.
    var keyring: Bool?

    var isInKeyring: Bool { keyring == true && live == nil }

    /// A copy without the tokens.
    var withoutTokens: TokenDocument {
        var document = self
        document.live = nil
        return document
    }

    init(_ tokens: StoredTokens) {
        version = Self.current
        (issuer, clientID, identity) = (tokens.issuer, tokens.clientID, tokens.identity)
        live = tokens.live.map {
            LiveTokensDocument(
                idToken: $0.idToken.exposed, accessToken: $0.accessToken.exposed,
                refreshToken: $0.refreshToken?.exposed, idExpires: $0.idExpires, accessExpires: $0.accessExpires)
        }
    }

    var tokens: StoredTokens {
        StoredTokens(
            issuer: issuer, clientID: clientID, identity: identity,
            live: live.map {
                LiveTokens(
                    idToken: Secret($0.idToken), accessToken: Secret($0.accessToken),
                    refreshToken: $0.refreshToken.map(Secret.init), idExpires: $0.idExpires,
                    accessExpires: $0.accessExpires)
            })
    }
}

extension TokenDocument.LiveTokensDocument {
    /// The text that is stored in the keyring.
    var text: String? { (try? TokenDocument.encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } }

    init?(text: String) {
        guard let live = try? TokenDocument.decoder.decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = live
    }
}

extension TokenDocument {
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return encoder
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return decoder
    }
}
