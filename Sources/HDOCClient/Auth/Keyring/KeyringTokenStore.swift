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
    private static let keyringName = "the desktop's keyring"

    /// The desktop's keyring could not be used.
    /// - Parameter detail: the reason, safe to show: hdoc's own text, or the keyring's after sanitising.
    static func keyring(_ detail: String) -> StoreError { .failed(path: keyringName, detail: detail) }

    /// Whether the desktop's keyring could not be used, rather than a file.
    package var isOfKeyring: Bool { if case .failed(Self.keyringName, _) = self { true } else { false } }
}

/// Keeps tokens in the desktop's keyring. The token file beside it holds whose they are and a mark that the keyring has
/// them. Where the keyring does not accept the tokens, the file holds them.
///
/// All homes of a user share one keyring, and two of them may use one name for different stages. The account therefore names
/// issuer and client ID as well as the stage.
struct KeyringTokenStore: TokenStore {
    let file: FileTokenStore
    let keyring: any Keyring
    let stage: String

    var location: String { file.location }
    var place: TokenPlace { (try? file.document())?.isInKeyring == true ? .keyring : .file }

    func load() throws(StoreError) -> StoredTokens? {
        guard var document = try file.document() else { return nil }
        guard document.isInKeyring else { return document.tokens }
        if let live = try held(account(of: document), document) {
            document.live = live
        } else {
            document.live = try held(stage, document)
        }
        return document.tokens
    }

    /// Writes to the keyring first. Until the file is marked, the tokens in the file are the valid ones.
    func save(_ tokens: StoredTokens) throws(StoreError) {
        let old = try? file.document()
        var document = TokenDocument(tokens)
        if let live = document.live, let text = live.text, (try? keyring.keep(Secret(text), account(of: document))) != nil {
            (document.live, document.keyring) = (nil, true)
            if let old, old.keyring == true { try? forget(old, except: account(of: document)) }
        } else if let old, old.keyring == true, (try? forget(old)) == nil {
            document.keyring = true
        }
        try file.save(document)
    }

    func remove() throws(StoreError) {
        // The keyring comes first: the mark in the file is what says that it holds something.
        if let document = try? file.document(), document.keyring == true { try forget(document) }
        try file.removeFile()
    }

    private func account(of document: TokenDocument) -> String {
        "\(stage) \(document.clientID) \(document.issuer)"
    }

    /// The tokens of an account, where they are those that the file speaks of.
    private func held(_ account: String, _ document: TokenDocument) throws(StoreError) -> TokenDocument.LiveTokensDocument? {
        guard let secret = try keyring.secret(account), let live = TokenDocument.LiveTokensDocument(text: secret.exposed)
        else { return nil }
        var complete = document
        complete.live = live
        return complete.tokens.holdsOwnToken ? live : nil
    }

    /// Deletes the session's secret, also the one that earlier versions kept under the name of the stage alone.
    private func forget(_ document: TokenDocument, except kept: String? = nil) throws(StoreError) {
        if try held(stage, document) != nil { try keyring.forget(stage) }
        let account = account(of: document)
        guard account != kept else { return }
        try keyring.forget(account)
        guard try keyring.secret(account) == nil else { throw .keyring("it did not delete the tokens") }
    }
}
