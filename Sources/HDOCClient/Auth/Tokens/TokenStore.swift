import FoundationEssentials

/// The place where the tokens of a stage are stored.
public enum TokenPlace: String, Sendable, Equatable {
    /// A file that only its owner can read.
    case file
    /// The desktop's keyring.
    case keyring
}

/// Stores the tokens of one stage. Its functions may be called from any thread. Callers that change tokens must hold the
/// session's lock.
protocol TokenStore: Sendable {
    /// The path of the token file, for messages.
    var location: String { get }
    /// The place where the tokens are stored, or where they would be stored.
    var place: TokenPlace { get }
    /// The stored session; nil if there is none.
    func load() throws(StoreError) -> StoredTokens?
    /// Replaces the stored session atomically and durably.
    func save(_ tokens: StoredTokens) throws(StoreError)
    /// Removes the stored session. Does nothing if there is none.
    func remove() throws(StoreError)
}

/// The tokens of an active session.
struct LiveTokens: Sendable, Equatable {
    var idToken: Secret
    var accessToken: Secret
    var refreshToken: Secret?
    var idExpires: Date
    var accessExpires: Date

    func token(_ kind: Stage.TokenKind) -> Secret { kind == .id ? idToken : accessToken }
    func expires(_ kind: Stage.TokenKind) -> Date { kind == .id ? idExpires : accessExpires }
}

/// A session as it is stored: its issuer, client, identity and tokens.
struct StoredTokens: Sendable, Equatable {
    /// Tokens from another issuer or for another client must not be used for this stage.
    var issuer: String
    var clientID: String
    var identity: Identity
    /// Nil after the session has ended. The identity is kept.
    var live: LiveTokens?
}

extension StoredTokens {
    /// Whether the ID token belongs to this session: its issuer, audience and subject match. The signature was verified when
    /// the token was received. This check detects a store that returns the tokens of another session.
    var holdsOwnToken: Bool {
        guard let live, let claims = TokenClaims(unverified: live.idToken) else { return false }
        return claims.issuer?.hasSameBytes(as: issuer) == true
            && claims.audience.contains { $0.hasSameBytes(as: clientID) }
            && claims.subject?.hasSameBytes(as: identity.subject) == true
    }

    /// Whether `holdsOwnToken` is true and the token of this kind has the same issuer and client. An opaque access token, which
    /// names neither, may be sent as well: it was received together with the ID token.
    func mayBeSent(_ kind: Stage.TokenKind) -> Bool {
        guard holdsOwnToken else { return false }
        guard kind == .access, let live, let claims = TokenClaims(unverified: live.accessToken) else { return true }
        return claims.issuer?.hasSameBytes(as: issuer) == true && claims.clientID?.hasSameBytes(as: clientID) == true
    }
}
