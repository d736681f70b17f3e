import FoundationEssentials

/// Where a stage's tokens are.
public enum TokenPlace: String, Sendable, Equatable { case file, keyring }

/// A place for a secret text under a name, as desktops have one.
protocol Keyring: Sendable {
    /// Nil where it holds none. Throws where it does not answer in time.
    func secret(_ account: String) throws(KeyringError) -> Secret?
    func keep(_ secret: Secret, _ account: String) throws(KeyringError)
    func forget(_ account: String) throws(KeyringError)
}

/// The keyring is not there, is locked, or did not answer in time; with its own words, made safe to show.
struct KeyringError: Error, Equatable { let detail: String }

/// Tokens in the desktop's keyring; the token file beside it says whose they are and that they are there. Where the
/// keyring does not take them, they are kept in the file.
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
        do throws(KeyringError) {
            document.live = try keyring.secret(account).flatMap { TokenDocument.Live(text: $0.exposed) }
        } catch {
            throw .failed(path: "the desktop's keyring", detail: error.detail)
        }
        return document.tokens
    }

    /// The keyring first: until the file says that they are there, what the file holds counts.
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
        // Before the file: it alone knows that there is something to forget.
        do throws(KeyringError) {
            try forget()
        } catch {
            throw .failed(path: "the desktop's keyring", detail: error.detail)
        }
        try file.remove()
    }

    private func forget() throws(KeyringError) {
        if place == .keyring { try keyring.forget(account) }
    }
}
