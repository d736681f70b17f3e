import FoundationEssentials
import Synchronization

/// Tokens in a JSON file that only its owner can read: mode 0600, in a directory of mode 0700.
struct FileTokenStore: TokenStore {
    let location: String
    private let warn: @Sendable (TokenStoreWarning) -> Void

    init(path: String, warn: @escaping @Sendable (TokenStoreWarning) -> Void = { _ in }) {
        (location, self.warn) = (path, warn)
    }

    var place: TokenPlace { .file }

    func load() throws(StoreError) -> StoredTokens? {
        guard let document = try document() else { return nil }
        // Written where a keyring answered; here is none.
        if document.isInKeyring { throw .failed(path: "the desktop's keyring", detail: "it does not answer") }
        return document.tokens
    }

    func document() throws(StoreError) -> TokenDocument? {
        guard let bytes = try PrivateFile(location, warn: warn).read() else { return nil }
        guard let document = try? TokenDocument.decoder.decode(TokenDocument.self, from: bytes) else {
            throw .failed(path: location, detail: "not a token file")
        }
        guard document.version <= TokenDocument.current else { throw .newer(path: location) }
        return document
    }

    func save(_ tokens: StoredTokens) throws(StoreError) { try save(TokenDocument(tokens)) }

    func save(_ document: TokenDocument) throws(StoreError) {
        guard let bytes = try? TokenDocument.encoder.encode(document) else {
            throw .failed(path: location, detail: "not encodable")
        }
        try PrivateFile(location, warn: warn).replace(with: bytes)
    }

    func remove() throws(StoreError) { try PrivateFile(location, warn: warn).remove() }
}

/// What a token file's owner should hear of, collected until somebody asks.
final class TokenWarnings: Sendable {
    private let seen = Mutex<[TokenStoreWarning]>([])

    func note(_ warning: TokenStoreWarning) { seen.withLock { if !$0.contains(warning) { $0.append(warning) } } }

    var notices: [StoreError] {
        seen.withLock { $0 }.map { warning in
            switch warning {
            case .tightened(let path, let mode): .tightened(path: path, mode: mode)
            }
        }
    }
}
