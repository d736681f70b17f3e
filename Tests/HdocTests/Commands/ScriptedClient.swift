import Foundation
import HDOCClient
import HDOCModels
import Synchronization
import Testing

/// A client that answers what a test told it to, and fails the test on everything else.
final class ScriptedClient: CommunityClient {
    struct Script {
        var journeyers: Snapshot<[Journeyer]>?
        var journeyer: [String: Snapshot<Journeyer?>] = [:]
        var articles: Snapshot<[Article]>?
        var tags: Snapshot<[HDOCModels.Tag]>?
        var routes: [RouteStatus]?
        var movement: [String: Int] = [:]
        var writingError: StoreError?
        var refresh: [Resource: Result<RefreshReport, ClientError>] = [:]
        /// Cached articles once they were refreshed.
        var refreshedArticles: Snapshot<[Article]>?
        var sync: SyncReport?
        var check: Result<StageCheckReport, ClientError>?
        var session = SessionStatus.signedOut
        var handle: String?
        /// The handle that a fetched journeyer confirms.
        var confirmedHandle: String?
        var signIn: Result<Identity, SignInError>?
        var signInSteps: [SignInStep] = []
        /// The address that must be pasted for the sign-in to end; nil ends it at once.
        var signInEndsWith: String?
        var signOut: SignOutReport?
        var signUp: (@Sendable (SignUpProfile) throws(ClientError) -> Journeyer)?
        var tokenPlace = TokenPlace.file
        var outbox: [OutboxEntry] = []
        /// What `send` makes of an entry, or throws.
        var send: (@Sendable (inout OutboxEntry) throws(ClientError) -> Void)?
        var otherSender = false
        var queueError: OutboxError?
        /// In order: what was done to the world.
        var log: [String] = []
    }

    let stage: Stage
    private let script: Mutex<Script>
    private let (pastes, pasted) = AsyncStream<String>.makeStream()

    init(stage: Stage, _ fill: (inout Script) -> Void) {
        self.stage = stage
        var script = Script()
        fill(&script)
        self.script = Mutex(script)
    }

    var log: [String] { script.withLock { $0.log } }
    var entries: [OutboxEntry] { script.withLock { $0.outbox } }

    private func expect<Value>(_ value: Value?, _ call: String = #function) throws(ClientError) -> Value {
        guard let value else {
            Issue.record("\(call) was not expected")
            throw ClientError(.unexpected, operation: .listUsers, request: call)
        }
        return value
    }

    private func cached<Value>(_ value: Value?, _ call: String = #function) throws(StoreError) -> Value {
        guard let value else {
            Issue.record("\(call) was not expected")
            throw .failed(path: call, detail: "not expected")
        }
        return value
    }

    func journeyers() throws(StoreError) -> Snapshot<[Journeyer]> { try cached(script.withLock { $0.journeyers }) }
    func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?> {
        try cached(script.withLock { $0.journeyer[handle] }, "journeyer(\(handle))")
    }
    func articles(author: String?, tag: String?) throws(StoreError) -> Snapshot<[Article]> { try cached(script.withLock { $0.articles }) }
    func journeyers(matching text: String) throws(StoreError) -> Snapshot<[Journeyer]> {
        var all = try journeyers()
        all.value = all.value.filter { SearchText.matches(SearchText.of($0), SearchText.words(text)) }
        return all
    }
    func articles(author: String?, tag: String?, matching text: String) throws(StoreError) -> Snapshot<[Article]> {
        var all = try articles(author: author, tag: tag)
        all.value = all.value.filter { $0.title?.contains(text) == true }
        return all
    }
    func noteReading(_ articleID: String) throws(StoreError) { Issue.record("commands open no article") }
    func tags() throws(StoreError) -> Snapshot<[HDOCModels.Tag]> { try cached(script.withLock { $0.tags }) }
    func leaderboardMovement() throws(StoreError) -> [String: Int] { script.withLock { $0.movement } }
    func checkWriting() throws(OutboxError) { if let error = script.withLock({ $0.writingError }) { throw .store(error) } }
    func routes() throws(StoreError) -> [RouteStatus] { try cached(script.withLock { $0.routes }) }
    func storage() -> StorageReport { StorageReport() }

    func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport {
        let answer = try script.withLock { script throws(ClientError) in
            script.log.append("refresh \(resource)")
            if case .journeyer = resource { script.handle = script.confirmedHandle ?? script.handle }
            if let new = script.refreshedArticles { script.articles = new }
            return try expect(script.refresh[resource], "refresh(\(resource))")
        }
        return try answer.get()
    }

    func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let answer = try expect(script.withLock { $0.check }).get()
        answer.routes.forEach(report)
        return answer
    }

    func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        script.withLock { $0.sync } ?? SyncReport()
    }

    func session() -> SessionStatus { script.withLock { $0.session } }
    func handle() -> String? { script.withLock { $0.handle } }
    func setHandle(_ handle: String) throws(ConfigurationWriteError) {
        script.withLock {
            $0.handle = handle
            $0.log.append("handle \(handle)")
        }
    }

    func signIn(_ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void) async throws(ClientError) -> Identity {
        script.withLock { $0.signInSteps }.forEach(report)
        if let address = script.withLock({ $0.signInEndsWith }) {
            for await text in pastes where text == address { break }
        }
        let answer = try expect(script.withLock { $0.signIn })
        do throws(SignInError) { return try answer.get() } catch { throw ClientError(.signIn(error), operation: .signIn) }
    }

    func pasteBack(_ text: String) async -> Bool {
        let isOurs = script.withLock { script in
            script.log.append("paste \(text)")
            return script.signInEndsWith == text
        }
        pasted.yield(text)
        return isOurs
    }
    func tokenPlace() -> TokenPlace { script.withLock { $0.tokenPlace } }

    func signUp(_ profile: SignUpProfile) async throws(ClientError) -> Journeyer {
        let act = try script.withLock { script throws(ClientError) in
            script.log.append("sign up \(SignUpField.allCases.map { profile[$0] })")
            return try expect(script.signUp)
        }
        return try act(profile)
    }

    func signOut() async throws(ClientError) -> SignOutReport { try expect(script.withLock { $0.signOut }) }

    func outbox() throws(OutboxError) -> [OutboxEntry] { entries }

    func saveDraft(_ entry: Entry) throws(OutboxError) -> OutboxEntry {
        script.withLock { script in
            script.log.append("save day \(entry.day)")
            let saved = OutboxEntry(entry: entry, state: .draft, createdAt: CommandWorld.now, updatedAt: CommandWorld.now)
            script.outbox.removeAll { $0.id == entry.id }
            script.outbox.append(saved)
            return saved
        }
    }

    func queue(_ id: String) throws(OutboxError) -> OutboxEntry {
        try script.withLock { script throws(OutboxError) in
            script.log.append("queue")
            if let error = script.queueError { throw error }
            return try change(id, &script) { $0.state = .queued }
        }
    }

    func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry {
        try script.withLock { script throws(OutboxError) in
            script.log.append(arrived ? "arrived" : "again")
            return try change(id, &script) { $0.state = arrived ? .sent : .queued }
        }
    }

    func discard(_ id: String) throws(OutboxError) { script.withLock { $0.outbox.removeAll { $0.id == id } } }

    func send(_ ids: [String]?) async throws(ClientError) -> SendReport {
        try script.withLock { script throws(ClientError) in
            script.log.append("send")
            if script.otherSender { return SendReport(otherSender: true) }
            let act = try expect(script.send)
            var tried: [OutboxEntry] = []
            for id in ids ?? script.outbox.map(\.id) {
                guard let index = script.outbox.firstIndex(where: { $0.id == id }) else {
                    throw ClientError(.outbox(.noSuchEntry(id)), operation: .postEntry)
                }
                try act(&script.outbox[index])
                tried.append(script.outbox[index])
            }
            return SendReport(tried: tried)
        }
    }

    func changes() -> AsyncStream<Change> { AsyncStream { $0.finish() } }

    private func change(
        _ id: String, _ script: inout Script, _ body: (inout OutboxEntry) -> Void
    ) throws(OutboxError) -> OutboxEntry {
        guard let index = script.outbox.firstIndex(where: { $0.id == id }) else { throw .noSuchEntry(id) }
        body(&script.outbox[index])
        return script.outbox[index]
    }
}
