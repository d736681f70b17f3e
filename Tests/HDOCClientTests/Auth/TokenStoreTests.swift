import Foundation
import Synchronization
import Testing

@testable import HDOCClient

@Suite("Tokens in a file")
struct TokenStoreTests {
    private let scratch: Scratch
    private let path: String
    private let warnings = Warnings()

    private final class Warnings: Sendable {
        private let list = Mutex<[StoreError]>([])
        func add(_ warning: StoreError) { list.withLock { $0.append(warning) } }
        var all: [StoreError] { list.withLock { $0 } }
    }

    init() throws {
        scratch = try Scratch()
        path = scratch.path("state/hdoc/dev.tokens.json")
    }

    private var store: FileTokenStore { FileTokenStore(path: path) { [warnings] in warnings.add($0) } }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private var directory: String { scratch.path("state/hdoc") }

    static let tokens = StoredTokens(
        issuer: TestProvider.issuer, clientID: TestProvider.clientID, identity: Identity(subject: "s", username: "ada"),
        live: LiveTokens(
            idToken: Secret("id-canary"), accessToken: Secret("access-canary"), refreshToken: Secret("refresh-canary"),
            idExpires: Date(timeIntervalSince1970: 1_795_003_600), accessExpires: Date(timeIntervalSince1970: 1_795_003_600)))

    @Test func `tokens are loaded as they were saved, and removed completely`() throws {
        #expect(try store.load() == nil)
        try store.save(Self.tokens)
        #expect(try store.load() == Self.tokens)
        var ended = Self.tokens
        ended.live = nil
        try store.save(ended)
        #expect(try store.load() == ended)
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("canary"))
        try store.remove()
        try store.remove()
        #expect(try store.load() == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        #expect(warnings.all.isEmpty)
    }

    @Test func `only the owner can read the file, whatever the umask`() throws {
        let previous = umask(0)
        defer { umask(previous) }
        try store.save(Self.tokens)
        #expect(try mode(path) == 0o600)
        #expect(try mode(directory) == 0o700)
    }

    @Test func `a file or directory that others could read is made private, with a warning`() throws {
        try store.save(Self.tokens)
        #expect(chmod(path, 0o644) == 0)
        #expect(try store.load() == Self.tokens)
        #expect(try mode(path) == 0o600)
        #expect(warnings.all == [.tightened(path: path, mode: 0o644)])

        #expect(chmod(directory, 0o777) == 0)
        #expect(try store.load() == Self.tokens)
        #expect(try mode(directory) == 0o700)
        #expect(warnings.all.last == .tightened(path: directory, mode: 0o777))

        #expect(chmod(directory, 0o755) == 0)
        try store.save(Self.tokens)
        #expect(try mode(directory) == 0o700)
        #expect(warnings.all.last == .tightened(path: directory, mode: 0o755))
    }

    @Test func `a symbolic link is not followed, and its target stays as it was`() throws {
        try store.save(Self.tokens)
        let victim = scratch.path("victim")
        try "precious".write(toFile: victim, atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim)
        #expect(throws: StoreError.self) { try store.load() }
        try store.save(Self.tokens)
        #expect(try store.load() == Self.tokens)
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }

    @Test func `the next save removes the temporary files of a process that was killed`() throws {
        try store.save(Self.tokens)
        try "id-canary".write(toFile: directory + "/.dev.tokens.json.tmp-77", atomically: false, encoding: .utf8)
        try store.save(Self.tokens)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["dev.tokens.json"])
    }

    @Test(arguments: ["", "{", "[]", "null"])
    func `a damaged file is an error, not an empty store`(text: String) throws {
        try store.save(Self.tokens)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        #expect(throws: StoreError.failed(path: path, detail: "not a token file")) { try store.load() }
    }

    @Test func `a token file of a newer hdoc is an error`() throws {
        try store.save(Self.tokens)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"version\" : 1", with: "\"version\" : 2").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(throws: StoreError.newer(path: path)) { try store.load() }
    }

    @Test func `a file in the place of the directory is an error`() throws {
        try "file".write(toFile: scratch.path("state"), atomically: true, encoding: .utf8)
        #expect(throws: StoreError.self) { try store.save(Self.tokens) }
        #expect(try store.load() == nil)
    }

    @Test func `a value that contains a token never prints the token`() throws {
        let reply = TokenReply(
            idToken: Secret("id-canary"), accessToken: Secret("access-canary"), refreshToken: Secret("refresh-canary"))
        let keeper = SessionKeeper(
            stage: TestProvider.stage(), transport: TestProvider.transport(), store: store, lockPath: path + ".lock",
            environment: [:])
        let attempt = SignInAttempt()
        attempt.deliver(.code(Secret("code-canary")))
        let values: [Any] = [
            Self.tokens, reply, store, keeper, attempt, PKCE(verifier: "verifier-canary"), Secret("canary"),
            AuthorizationReply.code(Secret("code-canary")), AuthorizationReply.Judgement.accepted(.code(Secret("code-canary"))),
            CallbackAnswer(page: .done, reply: .code(Secret("code-canary"))),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in [String(describing: value), String(reflecting: value), dumped] { #expect(!text.contains("canary")) }
        }
    }
}

@Suite("The lock between processes")
struct FileLockTests {
    @Test func `only one holder has the lock, and the next one gets it after the release`() async throws {
        let path = try Scratch().path("state/lock")
        defer { try? FileManager.default.removeItem(atPath: String(path.dropLast("/state/lock".count))) }
        let first = try await FileLock.acquire(path)
        let refused = try FileLock.tryAcquire(path)
        #expect(refused == nil)
        await #expect(throws: StoreError.busy(path: path)) { try await FileLock.acquire(path, patience: .milliseconds(50)) }
        async let second = FileLock.acquire(path)
        first.release()
        try await second.release()
    }
}
