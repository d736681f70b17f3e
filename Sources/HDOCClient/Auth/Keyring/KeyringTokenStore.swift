import FoundationEssentials

/// Keeps a secret text for each account, as a desktop's keyring does. Every function throws `StoreError.keyring(_:)` where
/// the keyring is not there, is locked, or does not answer in time.
protocol Keyring: Sendable {
    /// Nil where it holds no secret for this account.
    func secret(_ account: String) throws(StoreError) -> Secret?
    /// Replaces the secret that is there.
    func keep(_ secret: Secret, _ account: String) throws(StoreError)
    /// Succeeds too where there is no secret.
    func forget(_ account: String) throws(StoreError)
}

extension StoreError {
    /// The desktop's keyring could not be used.
    /// - Parameter detail: the reason, safe to show: hdoc's own text, or the keyring's after sanitising.
    static func keyring(_ detail: String) -> StoreError { .failed(path: "the desktop's keyring", detail: detail) }
}

/// Keeps tokens in the desktop's keyring. The token file beside it holds whose they are and a mark that the keyring has
/// them. Where the keyring does not accept the tokens, the file holds them.
struct KeyringTokenStore: TokenStore {
    let file: FileTokenStore
    let keyring: any Keyring
    /// The name under which the keyring keeps them: the stage's.
    let account: String

    var location: String { file.location }
    var place: TokenPlace { (try? file.document())?.isInKeyring == true ? .keyring : .file }

    func load() throws(StoreError) -> StoredTokens? {
        guard var document = try file.document() else { return nil }
        guard document.isInKeyring else { return document.tokens }
        document.live = try keyring.secret(account).flatMap { TokenDocument.LiveTokensDocument(text: $0.exposed) }
        return document.tokens
    }

    /// Writes to the keyring first. Until the file is marked, the tokens in the file are the valid ones.
    func save(_ tokens: StoredTokens) throws(StoreError) {
        var document = TokenDocument(tokens)
        if let live = document.live, let text = live.text, (try? keyring.keep(Secret(text), account)) != nil {
            (document.live, document.keyring) = (nil, true)
        } else {
            try? forget()
        }
        try file.save(document)
    }

    func remove() throws(StoreError) {
        // The keyring comes first: the mark in the file is what says that it holds something.
        try forget()
        try file.remove()
    }

    private func forget() throws(StoreError) {
        if place == .keyring { try keyring.forget(account) }
    }
}
