import FoundationEssentials

/// Stores one secret text per account, like a desktop's keyring. Every function throws `StoreError.keyring(_:)` if the keyring
/// is not available, is locked, or does not respond in time.
protocol Keyring: Sendable {
    /// The secret of an account; nil if there is none.
    func secret(_ account: String) throws(StoreError) -> Secret?
    /// Stores a secret, replacing an existing one.
    func keep(_ secret: Secret, _ account: String) throws(StoreError)
    /// Deletes the secret of an account. Does nothing if there is none.
    func forget(_ account: String) throws(StoreError)
}

extension StoreError {
    private static let keyringName = "the desktop's keyring"

    /// Creates the error that the desktop's keyring could not be used.
    /// - Parameter detail: a reason that is safe to show: hdoc's own text, or a sanitised text of the keyring.
    static func keyring(_ detail: String) -> StoreError { .failed(path: keyringName, detail: detail) }

    /// Whether the error concerns the desktop's keyring and not a file.
    package var isOfKeyring: Bool { if case .failed(Self.keyringName, _) = self { true } else { false } }
}

/// Stores tokens in the desktop's keyring. The token file then contains the identity and a mark that the keyring has the
/// tokens. If the keyring does not accept the tokens, they are stored in the file.
///
/// One keyring serves all home directories of a user, and two of them may use the same name for different stages. Therefore an
/// account name contains the stage, the client ID and the issuer.
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

    /// Writes to the keyring first. Until the file has the mark, the tokens in the file are valid.
    func save(_ tokens: StoredTokens) throws(StoreError) {
        let old = try file.replaceableDocument()
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
        // The keyring is cleared before the file is removed, because only the file's mark says that the keyring has tokens. A file
        // that cannot be read may have the mark, so it is not removed.
        if let document = try file.document(), document.keyring == true { try forget(document) }
        try file.removeFile()
    }

    private func account(of document: TokenDocument) -> String {
        "\(stage) \(document.clientID) \(document.issuer)"
    }

    /// The tokens of an account, if they belong to the session in the file; otherwise nil.
    private func held(_ account: String, _ document: TokenDocument) throws(StoreError) -> TokenDocument.LiveTokensDocument? {
        guard let secret = try keyring.secret(account), let live = TokenDocument.LiveTokensDocument(text: secret.exposed)
        else { return nil }
        var complete = document
        complete.live = live
        return complete.tokens.holdsOwnToken ? live : nil
    }

    /// Deletes the session's secrets. Earlier versions stored a secret under the name of the stage alone; it is deleted, too.
    private func forget(_ document: TokenDocument, except kept: String? = nil) throws(StoreError) {
        if try held(stage, document) != nil { try keyring.forget(stage) }
        let account = account(of: document)
        guard account != kept else { return }
        try keyring.forget(account)
        guard try keyring.secret(account) == nil else { throw .keyring("it did not delete the tokens") }
    }
}
