import Foundation
import Synchronization
import Testing

@testable import HDOCClient

@Suite("Tokens in a keyring")
struct KeyringTokenStoreTests {
    /// A keyring in memory that can be locked.
    private final class FakeKeyring: Keyring {
        let held = Mutex<[String: Secret]>([:])
        let isLocked = Mutex(false)

        private func check() throws(StoreError) {
            if isLocked.withLock({ $0 }) { throw .keyring("locked") }
        }
        func secret(_ account: String) throws(StoreError) -> Secret? {
            try check()
            return held.withLock { $0[account] }
        }
        func keep(_ secret: Secret, _ account: String) throws(StoreError) {
            try check()
            held.withLock { $0[account] = secret }
        }
        func forget(_ account: String) throws(StoreError) {
            try check()
            held.withLock { $0[account] = nil }
        }
    }

    private let scratch: Scratch
    private let keyring = FakeKeyring()
    private let store: KeyringTokenStore

    init() throws {
        scratch = try Scratch()
        store = KeyringTokenStore(file: FileTokenStore(path: scratch.path("state/t.json")), keyring: keyring, stage: "dev")
    }

    private func tokens(_ id: String = "id-canary", live: Bool = true) -> StoredTokens {
        let end = Date(timeIntervalSince1970: 1_800_000_000)
        return StoredTokens(
            issuer: "https://i.example", clientID: "c", identity: Identity(subject: "s", username: "ada"),
            live: live
                ? .init(
                    idToken: heldToken(id, issuer: "https://i.example", client: "c", subject: "s"), accessToken: Secret("access-canary"),
                    refreshToken: Secret("refresh-canary"),
                    idExpires: end, accessExpires: end) : nil)
    }

    private var file: String { (try? String(contentsOfFile: store.location, encoding: .utf8)) ?? "" }

    @Test func `tokens are loaded as they were saved, and the file contains none of them`() throws {
        try store.save(tokens())
        #expect(try store.load() == tokens())
        #expect(store.place == .keyring && file.contains("ada") && !file.contains("canary"))
        try store.save(tokens("second-canary"))
        #expect(try store.load() == tokens("second-canary"))
        try store.remove()
        #expect(try store.load() == nil && keyring.held.withLock { $0.isEmpty } && file.isEmpty)
    }

    @Test func `tokens go to the file while the keyring refuses them, and to the keyring afterwards`() throws {
        keyring.isLocked.withLock { $0 = true }
        try store.save(tokens())
        #expect(store.place == .file && file.contains("id-canary"))
        #expect(try store.load() == tokens())
        keyring.isLocked.withLock { $0 = false }
        try store.save(tokens("second-canary"))
        #expect(store.place == .keyring && !file.contains("canary"))
    }

    @Test func `a keyring that does not answer is an error, not an empty store`() throws {
        try store.save(tokens())
        keyring.isLocked.withLock { $0 = true }
        let expected = StoreError.failed(path: "the desktop's keyring", detail: "locked")
        #expect(throws: expected) { try store.load() }
        #expect(throws: expected) { try store.remove() }
        #expect(throws: StoreError.self) { try store.file.load() }
        keyring.isLocked.withLock { $0 = false }
        #expect(try store.load() == tokens())
    }

    @Test func `an ended session keeps its identity but no tokens`() throws {
        try store.save(tokens())
        try store.save(tokens(live: false))
        #expect(try store.load() == tokens(live: false))
        #expect(store.place == .file && keyring.held.withLock { $0.isEmpty })
    }

    @Test func `tokens that another program removed from the keyring end the session`() throws {
        try store.save(tokens())
        keyring.held.withLock { $0 = [:] }
        #expect(try store.load() == tokens(live: false))
    }

    /// The store of another home directory: its own file, but the same keyring and the same stage name.
    private func otherHome() -> KeyringTokenStore {
        KeyringTokenStore(file: FileTokenStore(path: scratch.path("other/t.json")), keyring: keyring, stage: "dev")
    }

    private func tokens(issuer: String, client: String, subject: String) -> StoredTokens {
        var tokens = tokens()
        (tokens.issuer, tokens.clientID, tokens.identity.subject) = (issuer, client, subject)
        tokens.live?.idToken = heldToken("other", issuer: issuer, client: client, subject: subject)
        return tokens
    }

    @Test func `two home directories that share a keyring and a stage name have separate sessions`() throws {
        let (other, theirs) = (otherHome(), tokens(issuer: "https://other.example", client: "c", subject: "s"))
        try store.save(tokens())
        try other.save(theirs)
        #expect(try store.load() == tokens() && other.load() == theirs)
        try other.remove()
        #expect(try store.load() == tokens() && other.load() == nil)
    }

    @Test func `two people at one issuer and client never get each other's tokens`() throws {
        let (other, theirs) = (otherHome(), tokens(issuer: "https://i.example", client: "c", subject: "s2"))
        try store.save(tokens())
        try other.save(theirs)
        #expect(try other.load() == theirs)
        #expect(try store.load() == tokens(live: false))
    }

    @Test func `tokens that an earlier version stored under the stage's name are used only by the session they belong to`() throws {
        try store.save(tokens())
        let secret = try #require(keyring.held.withLock { $0.removeValue(forKey: "dev c https://i.example") })
        keyring.held.withLock { $0["dev"] = secret }
        #expect(try store.load() == tokens())
        let foreign = tokens(issuer: "https://other.example", client: "c", subject: "s")
        try otherHome().save(foreign)
        #expect(try otherHome().load() == foreign)
        try otherHome().remove()
        #expect(keyring.held.withLock { $0["dev"] } == secret, "another session's secret stays")
        try store.save(tokens("new-canary"))
        #expect(keyring.held.withLock { Set($0.keys) } == ["dev c https://i.example"])
        #expect(try store.load() == tokens("new-canary"))
    }

    @Test func `without a keyring, the file cannot be removed while the keyring holds tokens`() throws {
        try store.save(tokens())
        #expect(throws: StoreError.keyring("it does not answer")) { try store.file.remove() }
        #expect(store.place == .keyring && keyring.held.withLock { $0.count } == 1)
        try store.remove()
        #expect(keyring.held.withLock { $0.isEmpty } && file.isEmpty)
    }

    @Test(arguments: [("damaged", "{"), ("newer", nil)])
    func `a file that cannot be read is not removed, because the keyring may hold the session that it names`(
        _ kind: String, _ text: String?
    ) throws {
        try store.save(tokens())
        let changed = text ?? file.replacing("\"version\" : 1", with: "\"version\" : 2")
        try changed.write(toFile: store.location, atomically: false, encoding: .utf8)
        #expect(throws: StoreError.self) { try store.remove() }
        #expect(throws: StoreError.self) { try store.file.remove() }
        #expect(file == changed && keyring.held.withLock { $0.count } == 1)
        if kind == "newer" {
            #expect(throws: StoreError.newer(path: store.location)) { try store.save(tokens("second-canary")) }
            #expect(throws: StoreError.newer(path: store.location)) { try store.file.save(tokens("second-canary")) }
            #expect(file == changed)
        }
    }

    @Test func `removing tokens fails while the keyring is locked and deletes older tokens there once it is unlocked`() throws {
        try store.save(tokens())
        try store.file.save(tokens("second-canary"))
        #expect(try store.load() == tokens("second-canary") && store.place == .file)
        keyring.isLocked.withLock { $0 = true }
        #expect(throws: StoreError.keyring("locked")) { try store.remove() }
        keyring.isLocked.withLock { $0 = false }
        try store.remove()
        #expect(keyring.held.withLock { $0.isEmpty } && file.isEmpty)
    }
}
