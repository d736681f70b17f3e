import HDOCTestKit
import Foundation
import HDOCClient
import HDOCModels
import Synchronization
import Testing
@testable import HDOCTUI
@testable import TerminalKit

/// A client whose outbox works and whose network answers what a test expects, once each. Anything else is recorded as an issue.
final class ScreensClient: CommunityClient {
    struct World {
        var model: ReadModel
        var storeError: StoreError?
        var refreshes: [Resource: Result<RefreshReport, ClientError>] = [:]
        var signIn: Result<Identity, ClientError>?
        var signUp: Result<Journeyer, ClientError>?
        var sendsSucceed = false
        var check: StageCheckReport?
        /// What was asked of the network, in order.
        var calls: [String] = []
    }

    let stage = Sample.stage
    let world: Mutex<World>

    init(_ model: ReadModel, _ prepare: (inout World) -> Void = { _ in }) {
        var world = World(model: model)
        prepare(&world)
        self.world = Mutex(world)
    }

    var calls: [String] { world.withLock(\.calls) }
    var model: ReadModel { world.withLock(\.model) }

    func journeyers() throws(StoreError) -> Snapshot<[Journeyer]> { model.journeyers }
    func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?> { throw notCached("journeyer \(handle)") }
    func articles(author: String?, tag: String?) throws(StoreError) -> Snapshot<[Article]> {
        author == nil ? model.articles : model.mine
    }
    func journeyers(matching text: String) throws(StoreError) -> Snapshot<[Journeyer]> { throw notCached("search \(text)") }
    func articles(author: String?, tag: String?, matching text: String) throws(StoreError) -> Snapshot<[Article]> {
        throw notCached("search \(text)")
    }
    func noteReading(_ articleID: String) throws(StoreError) { world.withLock { $0.calls.append("read \(articleID)") } }
    func tags() throws(StoreError) -> Snapshot<[HDOCModels.Tag]> { model.tags }
    func leaderboardMovement() throws(StoreError) -> [String: Int] { model.movement }
    func checkWriting() throws(OutboxError) { if let error = world.withLock(\.storeError) { throw .store(error) } }
    func routes() throws(StoreError) -> [RouteStatus] { model.routes }
    func storage() -> StorageReport { model.storage }
    func outbox() throws(OutboxError) -> [OutboxEntry] { model.outbox }
    func session() -> SessionStatus { model.session }
    func handle() -> String? { model.handle }

    func setHandle(_ handle: String) throws(ConfigurationWriteError) { world.withLock { $0.model.handle = handle } }

    func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport {
        let answer = world.withLock { world in
            world.calls.append("refresh \(resource)")
            return world.refreshes.removeValue(forKey: resource)
        }
        guard let answer else { throw unexpected("refresh \(resource)") }
        return try answer.get()
    }

    func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        guard let answer = world.withLock(\.check) else { throw unexpected("check") }
        answer.routes.forEach(report)
        return answer
    }

    func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        _ = unexpected("sync")
        return SyncReport()
    }

    func signIn(_ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void) async throws(ClientError) -> Identity {
        guard let answer = world.withLock(\.signIn) else { throw unexpected("sign-in") }
        report(.address(url: "https://id.example.test/authorize", redirect: "http://localhost:8080/callback", port: 8080))
        let identity = try answer.get()
        world.withLock {
            $0.model.session = Sample.signedIn
            $0.model.handle = "ada"
        }
        return identity
    }

    func pasteBack(_ text: String) async -> Bool { false }

    func tokenPlace() -> TokenPlace { .file }

    func signUp(_ profile: SignUpProfile) async throws(ClientError) -> Journeyer {
        world.withLock { $0.calls.append("sign up \(profile.handle)") }
        guard let answer = world.withLock(\.signUp) else { throw unexpected("sign-up") }
        return try answer.get()
    }

    func signOut() async throws(ClientError) -> SignOutReport {
        world.withLock { $0.model.session = .signedOut }
        return SignOutReport()
    }

    func saveDraft(_ entry: Entry) throws(OutboxError) -> OutboxEntry {
        try change(entry.id) { outbox in
            outbox.removeAll { $0.id == entry.id }
            outbox.append(OutboxEntry(entry: entry, state: .draft, createdAt: Sample.now, updatedAt: Sample.now))
        }
    }

    func queue(_ id: String) throws(OutboxError) -> OutboxEntry { try change(id) { Self.set(id, .queued, in: &$0) } }

    func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry {
        try change(id) { Self.set(id, arrived ? .sent : .queued, in: &$0) }
    }

    func discard(_ id: String) throws(OutboxError) {
        if let error = world.withLock(\.storeError) { throw .store(error) }
        world.withLock { $0.model.outbox.removeAll { $0.id == id } }
    }

    func send(_ ids: [String]?) async throws(ClientError) -> SendReport {
        let succeeds = world.withLock { world in
            world.calls.append("send \(ids ?? [])")
            return world.sendsSucceed
        }
        guard succeeds else { throw unexpected("send") }
        do throws(OutboxError) {
            var tried: [OutboxEntry] = []
            for id in ids ?? [] { tried.append(try change(id) { Self.set(id, .sent, in: &$0) }) }
            return SendReport(tried: tried)
        } catch {
            throw ClientError(.outbox(error), operation: .postEntry)
        }
    }

    func changes() -> AsyncStream<Change> { AsyncStream { $0.finish() } }

    private func change(_ id: String, _ body: (inout [OutboxEntry]) -> Void) throws(OutboxError) -> OutboxEntry {
        try world.withLock { world throws(OutboxError) in
            if let error = world.storeError { throw .store(error) }
            body(&world.model.outbox)
            guard let entry = world.model.outbox.first(where: { $0.id == id }) else { throw OutboxError.noSuchEntry(id) }
            return entry
        }
    }

    private static func set(_ id: String, _ state: EntryState, in outbox: inout [OutboxEntry]) {
        for index in outbox.indices where outbox[index].id == id { outbox[index].state = state }
    }

    private func notCached(_ call: String) -> StoreError {
        Issue.record("unexpected call: \(call)")
        return .failed(path: call, detail: "unexpected")
    }

    private func unexpected(_ call: String) -> ClientError {
        Issue.record("unexpected call: \(call)")
        return ClientError(.unexpected, operation: .listUsers, request: call)
    }
}

extension Services {
    /// No machine behind it: the editor leaves `written`, browsers never start.
    static func fake(written: String = "") -> Services {
        Services(
            makeID: { "new" }, openLink: { _ in .failure(.noDisplay) }, edit: { _, _ in written })
    }
}

/// Plays keys to the real loop, runner and screens over a fake client.
func playScreens(_ client: ScreensClient, written: String = "", keys: [Key]) async -> Performance<AppState> {
    var state = AppState(
        settings: Settings(stage: client.stage, zone: Sample.zone), now: Sample.now, size: Size(width: 80, height: 24))
    Screens.load(&state, from: client)
    let effects = Screens.firstEffects(state)
    Update.note(effects, &state)
    let runner = RunnerOnOneThread(EffectRunner(client: client, services: .fake(written: written)))
    return await play(
        HdocProgram(clock: { Sample.now }), from: state, effects: effects, script: keys.map(TerminalEvent.key)
    ) { runner.runner.run($0, $1, $2) }
}

/// Carries the runner to the loop's thread.
private struct RunnerOnOneThread: @unchecked Sendable {
    // Made before that thread begins, and used by it alone from then on.
    let runner: EffectRunner
    init(_ runner: EffectRunner) { self.runner = runner }
}
