import FoundationEssentials
import Synchronization

/// Stores tokens in a JSON file that only its owner can read (mode 0600), in a directory with mode 0700.
struct FileTokenStore: TokenStore {
    let location: String
    private let warn: @Sendable (StoreError) -> Void

    /// - Parameter warn: called if other users could read the file; see `PrivateFile`.
    init(path: String, warn: @escaping @Sendable (StoreError) -> Void = { _ in }) {
        (location, self.warn) = (path, warn)
    }

    var place: TokenPlace { .file }

    private var file: PrivateFile { PrivateFile(location, warn: warn) }

    func load() throws(StoreError) -> StoredTokens? {
        guard let document = try document() else { return nil }
        // The tokens are in the keyring, but this process has no access to a keyring.
        if document.isInKeyring { throw .keyring("it does not answer") }
        return document.tokens
    }

    /// The content of the file; nil if the file does not exist.
    func document() throws(StoreError) -> TokenDocument? {
        guard let bytes = try file.read() else { return nil }
        guard let document = try? TokenDocument.decoder.decode(TokenDocument.self, from: Data(bytes)) else {
            throw .failed(path: location, detail: "not a token file")
        }
        guard document.version <= TokenDocument.current else { throw .newer(path: location) }
        return document
    }

    /// The content of the file before it is replaced; nil if the file does not exist or is damaged.
    /// - Throws: `newer` if a newer hdoc wrote the file, because it must not be replaced.
    func replaceableDocument() throws(StoreError) -> TokenDocument? {
        do throws(StoreError) {
            return try document()
        } catch .newer(let path) {
            throw .newer(path: path)
        } catch {
            return nil
        }
    }

    /// Saves tokens. If the keyring may contain older tokens, the file keeps the mark for them.
    func save(_ tokens: StoredTokens) throws(StoreError) {
        var document = TokenDocument(tokens)
        if try replaceableDocument()?.keyring == true { document.keyring = true }
        try save(document)
    }

    func save(_ document: TokenDocument) throws(StoreError) {
        guard let bytes = try? TokenDocument.encoder.encode(document) else {
            throw .failed(path: location, detail: "not encodable")
        }
        try file.replace(with: Array(bytes))
    }

    /// Removes the file.
    /// - Throws: an error of the keyring if the keyring contains tokens, because this store cannot delete them. The file then
    ///   keeps only the mark, so that a later sign-out can delete them. If the file cannot be read, it may have the mark, so it
    ///   is not removed.
    func remove() throws(StoreError) {
        if let document = try document(), document.keyring == true {
            try save(document.withoutTokens)
            throw .keyring("it does not answer")
        }
        try file.remove()
    }

    /// Removes the file, even if the keyring contains tokens.
    func removeFile() throws(StoreError) { try file.remove() }
}

/// Collects warnings about the token file.
final class TokenWarnings: Sendable {
    private let seen = Mutex<[StoreError]>([])

    func note(_ warning: StoreError) { seen.withLock { if !$0.contains(warning) { $0.append(warning) } } }

    var notices: [StoreError] { seen.withLock { $0 } }
}
