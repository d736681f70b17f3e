import FoundationEssentials
import HDOCService
import Testing

/// One behaviour that every `CommunityStore` must have.
///
/// A test target runs all of them against its store: `@Test(arguments: StoreCheck.all)` with `check.run(on: harness)`.
package struct StoreCheck: Sendable, CustomTestStringConvertible {
    package let name: String
    private let body: @Sendable (StoreHarness) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (StoreHarness) async throws -> Void) {
        (self.name, self.body) = (name, body)
    }

    package var testDescription: String { name }

    /// Every behaviour. A failure is an issue of the current test.
    package static let all = reading + pages + changes + posting + progress + corrections + registration

    package func run(on harness: StoreHarness) async throws { try await body(harness) }
}

/// How to make the store under test.
package struct StoreHarness: Sendable {
    private let make: @Sendable () async throws -> any SeedableStore
    private let settling: @Sendable (any SeedableStore) async throws -> Void

    /// - Parameters:
    ///   - make: makes an empty store, apart from all others.
    ///   - settle: waits until indexes and counters include every completed write. Checks call it before they read tags, pages
    ///     and changes.
    package init(
        make: @escaping @Sendable () async throws -> any SeedableStore,
        settle: @escaping @Sendable (any SeedableStore) async throws -> Void = { _ in }
    ) {
        (self.make, settling) = (make, settle)
    }

    package func store(_ community: SeedCommunity = Example.community) async throws -> any SeedableStore {
        let store = try await make()
        try await store.seed(community)
        try await settle(store)
        return store
    }

    func settle(_ store: any SeedableStore) async throws { try await settling(store) }

    // MARK: - Whole lists

    func users(of store: any SeedableStore, limit: Int) async throws -> [[StoredUser]] {
        try await pages { try await store.users(PageRequest(limit: limit, position: $0, began: Example.now)) }
    }

    func changes(of store: any SeedableStore, since: Date, limit: Int = 100) async throws -> [[UserChange]] {
        try await pages {
            try await store.changedUsers(since: since, PageRequest(limit: limit, position: $0, began: Example.now))
        }
    }

    func articles(of store: any SeedableStore, _ filter: ArticleFilter = ArticleFilter(), limit: Int = 100) async throws -> [[String]] {
        try await pages { try await store.articles(filter, PageRequest(limit: limit, position: $0, began: Example.now)) }
    }

    /// The items of all pages. A list that does not end is an error.
    private func pages<Item>(_ page: (String?) async throws -> StorePage<Item>) async throws -> [[Item]] {
        var pages: [[Item]] = []
        var position: String?
        repeat {
            let next = try await page(position)
            pages.append(next.items)
            if let next = next.next {
                #expect(next.utf8.count <= PageRequest.longestPosition)
                #expect(next != position, "the list does not move on")
            }
            position = next.next
            try #require(pages.count <= 5_000, "the list does not end")
        } while position != nil
        return pages
    }
}
