import FoundationEssentials

/// Where the tokens of a stage are stored between runs.
public enum TokenPlace: String, Sendable, Equatable {
    /// A file that only its owner can read.
    case file
    /// The desktop's keyring.
    case keyring
}

/// Stores the tokens of one stage between runs. May be called from any thread; a change is made under the session's lock.
protocol TokenStore: Sendable {
    /// The path of the token file, for messages.
    var location: String { get }
    /// Where the tokens are now, or would be stored.
    var place: TokenPlace { get }
    /// Nil where nothing is stored.
    func load() throws(StoreError) -> StoredTokens?
    /// Replaces everything at once and durably.
    func save(_ tokens: StoredTokens) throws(StoreError)
    /// Succeeds too where nothing is stored.
    func remove() throws(StoreError)
}

/// The tokens of a session that has not ended.
struct LiveTokens: Sendable, Equatable {
    var idToken: Secret
    var accessToken: Secret
    var refreshToken: Secret?
    var idExpires: Date
    var accessExpires: Date

    func token(_ kind: Stage.TokenKind) -> Secret { kind == .id ? idToken : accessToken }
    func expires(_ kind: Stage.TokenKind) -> Date { kind == .id ? idExpires : accessExpires }
}

/// A session as it is stored: whose it is, and its tokens.
struct StoredTokens: Sendable, Equatable {
    /// Tokens of another issuer or client must not be used for this stage.
    var issuer: String
    var clientID: String
    var identity: Identity
    /// Nil after the provider has ended the session. The identity stays known.
    var live: LiveTokens?
}

extension StoredTokens {
    /// Whether the ID token was issued by this session's issuer, for its client, about its person. The signature was verified
    /// when the token was received; this shows that the store returned the tokens of this session and of no other.
    var holdsOwnToken: Bool {
        guard let live, let claims = TokenClaims(unverified: live.idToken) else { return false }
        return claims.issuer?.hasSameBytes(as: issuer) == true
            && claims.audience.contains { $0.hasSameBytes(as: clientID) }
            && claims.subject?.hasSameBytes(as: identity.subject) == true
    }

    /// The same, and that the token of the given kind has the same issuer and client.
    func mayBeSent(_ kind: Stage.TokenKind) -> Bool {
        guard holdsOwnToken else { return false }
        guard kind == .access else { return true }
        guard let live, let claims = TokenClaims(unverified: live.accessToken) else { return false }
        return claims.issuer?.hasSameBytes(as: issuer) == true && claims.clientID?.hasSameBytes(as: clientID) == true
    }
}
