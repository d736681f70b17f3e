import HDOCService
import StoreBehaviour
import Testing

@testable import HDOCBackend

/// Every implementation of `CommunityStore` that this target tests. Other targets run `StoreCheck.all` on theirs.
enum StoreKind: String, CaseIterable, Sendable {
    case memory, sqlite

    var harness: StoreHarness {
        switch self {
        case .memory: StoreHarness { InMemoryStore() }
        case .sqlite: StoreHarness { try BackendDatabase.open(path: nil, reset: false).community }
        }
    }

    func make(_ community: SeedCommunity = Example.community) async throws -> any SeedableStore {
        try await harness.store(community)
    }
}

@Suite("Every community store", .serialized)
struct CommunityStoreTests {
    @Test(arguments: StoreCheck.all, StoreKind.allCases)
    func `a store behaves as the service expects`(check: StoreCheck, kind: StoreKind) async throws {
        try await check.run(on: kind.harness)
    }

    @Test(arguments: StoreKind.allCases)
    func `numbers keep their spelling, and items without a key are listed`(kind: StoreKind) async throws {
        let store = try await kind.make()
        #expect(try await store.user("Old")?.json == #"{"githubProfile": "Old", "daysCompleted": 1E+1, "x": 0.10}"#)
        let users = try await store.scanUsers(limit: nil)
        #expect(Set(users.map(\.json)) == Set(Example.community.users.map(\.json.text)))
    }
}
