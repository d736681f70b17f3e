import FoundationEssentials

/// Where a stage's tokens are kept between runs.
protocol TokenStore: Sendable {
    /// For people: a path.
    var location: String { get }
    /// Where they are now, or would be where there are none.
    var place: TokenPlace { get }
    /// Nil where nothing is stored.
    func load() throws(StoreError) -> StoredTokens?
    /// Replaces everything at once, durably.
    func save(_ tokens: StoredTokens) throws(StoreError)
    /// Also succeeds where nothing is stored.
    func remove() throws(StoreError)
}

/// A session as stored: whose it is, and the tokens while they are good.
struct StoredTokens: Sendable, Equatable {
    struct Live: Sendable, Equatable {
        var idToken: Secret
        var accessToken: Secret
        var refreshToken: Secret?
        var idExpires: Date
        var accessExpires: Date

        func token(_ kind: Stage.TokenKind) -> Secret { kind == .id ? idToken : accessToken }
        func expires(_ kind: Stage.TokenKind) -> Date { kind == .id ? idExpires : accessExpires }
    }

    /// Of another issuer or client they are not ours to use.
    var issuer: String
    var clientID: String
    var identity: Identity
    /// Nil once the provider has ended the session; who it was is still known.
    var live: Live?
}

/// Something about the token file that its owner should hear of.
enum TokenStoreWarning: Sendable, Equatable {
    /// Others could read it. It was tightened; the mode is what it had.
    case tightened(path: String, mode: UInt32)
}
