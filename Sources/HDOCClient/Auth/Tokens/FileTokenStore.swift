import FoundationEssentials
import Synchronization

/// Stores tokens in a JSON file that only its owner can read: mode 0600, in a directory of mode 0700.
struct FileTokenStore: TokenStore {
    let location: String
    private let warn: @Sendable (StoreError) -> Void

    /// - Parameter warn: is called where other users could read the file; see `PrivateFile`.
    init(path: String, warn: @escaping @Sendable (StoreError) -> Void = { _ in }) {
        (location, self.warn) = (path, warn)
    }

    var place: TokenPlace { .file }

    private var file: PrivateFile { PrivateFile(location, warn: warn) }

    func load() throws(StoreError) -> StoredTokens? {
        guard let document = try document() else { return nil }
        // The tokens were stored in a keyring, and this process has none.
        if document.isInKeyring { throw .keyring("it does not answer") }
        return document.tokens
    }

    /// The content of the file; nil where there is none.
    func document() throws(StoreError) -> TokenDocument? {
        guard let bytes = try file.read() else { return nil }
        guard let document = try? TokenDocument.decoder.decode(TokenDocument.self, from: Data(bytes)) else {
            throw .failed(path: location, detail: "not a token file")
        }
        guard document.version <= TokenDocument.current else { throw .newer(path: location) }
        return document
    }

    /// Where the keyring may hold older tokens, the mark for them stays.
    func save(_ tokens: StoredTokens) throws(StoreError) {
        var document = TokenDocument(tokens)
        if (try? self.document())?.keyring == true { document.keyring = true }
        try save(document)
    }

    func save(_ document: TokenDocument) throws(StoreError) {
        guard let bytes = try? TokenDocument.encoder.encode(document) else {
            throw .failed(path: location, detail: "not encodable")
        }
        try file.replace(with: Array(bytes))
    }

    /// - Throws: an error of the keyring where it holds tokens, because they cannot be deleted without it. The mark for them
    ///   stays in the file, so that signing out can be finished later.
    func remove() throws(StoreError) {
        if let document = try? document(), document.keyring == true {
            try save(document.withoutTokens)
            throw .keyring("it does not answer")
        }
        try file.remove()
    }

    /// Removes the file without regard to the keyring.
    func removeFile() throws(StoreError) { try file.remove() }
}

/// Warnings about the token file, collected until somebody asks for them.
final class TokenWarnings: Sendable {
    private let seen = Mutex<[StoreError]>([])

    func note(_ warning: StoreError) { seen.withLock { if !$0.contains(warning) { $0.append(warning) } } }

    var notices: [StoreError] { seen.withLock { $0 } }
}
