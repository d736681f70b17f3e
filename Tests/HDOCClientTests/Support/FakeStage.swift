import HDOCModels

@testable import HDOCClient

/// A stage's API over a fake transport, with a cache of its own.
struct FakeStage {
    let scratch: Scratch
    let cache: Cache
    let transport = FakeTransport()

    init() throws {
        scratch = try Scratch()
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
    }

    /// - Parameters:
    ///   - transport: replaces the fake transport.
    ///   - bearer: gives the tokens. By default, nobody is signed in.
    func api(
        over transport: (any Transport)? = nil,
        bearer: @escaping @Sendable (Secret?) async throws(ClientError) -> Secret = { _ throws(ClientError) in
            throw ClientError(.signInNeeded, operation: .refreshSession)
        }
    ) -> StageAPI {
        StageAPI(stage: Samples.stage, transport: transport ?? self.transport, routes: cache, clock: scratch.clock, bearer: bearer)
    }

    /// Fetches the list of users into the cache.
    func fetchUsers(over transport: (any Transport)? = nil, isWhole: Bool = false) async throws(ClientError) -> RefreshReport {
        try await UserListSync(api: api(over: transport)).run(isWhole: isWhole)
    }

    /// The handles of the users in the cache, in order.
    func handles() throws -> [String] { try cache.journeyers().value.map(\.handle).sorted() }

    /// What the cache remembers of the list of users.
    func memory() throws -> ListMemory { try cache.memory(of: .journeyers) }
}
