import HDOCModels
import HDOCService
import Testing

@testable import HDOCBackend

/// Every implementation of `CommunityStore` that the suite runs against.
enum StoreKind: String, CaseIterable, Sendable {
    case memory, sqlite

    func make(_ community: SeedCommunity = Example.community) async throws -> any SeedableStore {
        let store: any SeedableStore =
            switch self {
            case .memory: InMemoryStore()
            case .sqlite: try BackendDatabase.open(path: nil, reset: false).community
            }
        try await store.seed(community)
        return store
    }
}

/// The behaviour that every store must have. To test another store, add a case to `StoreKind`.
@Suite("Every community store", .serialized)
struct CommunityStoreTests {
    @Test(arguments: StoreKind.allCases)
    func `a user is found by the exact handle`(kind: StoreKind) async throws {
        let store = try await kind.make()
        #expect(try await store.user("ada")?.json == #"{"github_username": "ada", "days_completed": 2, "github_streak": 1}"#)
        #expect(try await store.user("Old")?.json == #"{"githubProfile": "Old", "daysCompleted": 1E+1, "x": 0.10}"#)
        #expect(try await store.user("ADA") == nil)
        #expect(try await store.user("string-set")?.holdsSet == true)
    }

    @Test(arguments: StoreKind.allCases)
    func `a scan returns every item, also those without a key, in the same order each time`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let users = try await store.scanUsers(limit: nil)
        #expect(Set(users.map(\.json)) == Set(Example.community.users.map(\.json.text)))
        #expect(users.filter(\.holdsSet).count == 1)
        #expect(try await store.scanUsers(limit: nil) == users)
        #expect(try await store.scanUsers(limit: 2) == Array(users.prefix(2)))
    }

    @Test(arguments: StoreKind.allCases)
    func `a scan and a list of articles stop at 1 MB`(kind: StoreKind) async throws {
        let text = String(repeating: "x", count: 400_000)
        let articles = (1...3).map { (day: Int) in
            NewArticle(
                id: "\(day)", author: "ada", day: day, date: nil, createdAt: "2026-11-2\(day)", content: nil, json: text, tags: [])
        }
        let users = (1...3).map { SeedUser(handle: "user-\($0)", json: ["bio": .string(text)]) }
        let store = try await kind.make(SeedCommunity(users: users, articles: articles))
        #expect(try await store.scanUsers(limit: nil).count == 2)
        #expect(try await store.articles(author: nil, tag: nil, limit: nil).count == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `articles are listed by author and tag, newest first`(kind: StoreKind) async throws {
        let store = try await kind.make()
        func ids(_ author: String? = nil, _ tag: String? = nil, _ limit: Int? = nil) async throws -> [String] {
            try await store.articles(author: author, tag: tag, limit: limit)
                .map { $0.replacing(#"{"id": ""#, with: "").replacing(#""}"#, with: "") }
        }
        #expect(try await ids() == ["a2", "b1", "a1"])
        #expect(try await ids("ada") == ["a2", "a1"])
        #expect(try await ids(nil, "sqs") == ["a2"])
        #expect(try await ids("Old", "sqs") == [])
        #expect(try await ids(nil, nil, 1) == ["a2"])
        #expect(try await store.article("b1") == #"{"id": "b1"}"#)
        #expect(try await store.article("c1") == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `tags are listed with their counts, most used first and then alphabetically`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let all = [TagCount(tag: "aws", count: 3), TagCount(tag: "gcp", count: 1), TagCount(tag: "sqs", count: 1)]
        #expect(try await store.tags(limit: nil) == all)
        #expect(try await store.tags(limit: 2) == Array(all.prefix(2)))
    }

    @Test(arguments: StoreKind.allCases)
    func `entryDates returns the dates of an author's entries`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let dates = Set(["2026-11-20", "2026-11-22"].compactMap { CalendarDay($0) })
        #expect(try await store.entryDates(of: "ada") == dates)
        #expect(try await store.entryDates(of: "nobody") == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `an article and its author's progress are stored together`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let article = Example.article("a3", author: "ada", day: 3, date: "2026-11-23", tags: ["new"], content: "c")
        let before = try #require(try await store.user("ada")).json
        let update = UserUpdate(handle: "ada", expected: before, updated: #"{"days_completed": 3}"#)
        #expect(try await store.insert(article, updating: update) == .stored)
        #expect(try await store.user("ada")?.json == #"{"days_completed": 3}"#)
        #expect(try await store.articles(author: nil, tag: "new", limit: nil) == [article.json])
        #expect(try await store.entryDates(of: "ada").count == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `insert reports the condition that failed, and then stores nothing`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let first = Example.article("a3", author: "ada", day: 3, date: "2026-11-23", content: "first")
        #expect(try await store.insert(first, updating: nil) == .stored)
        let before = try #require(try await store.user("ada")).json
        let update = UserUpdate(handle: "ada", expected: before, updated: "{}")
        let stale = UserUpdate(handle: "ada", expected: "{}", updated: #"{"stale": true}"#)

        let sameID = Example.article("a3", author: "Old", day: 9, date: "2026-11-23", content: "second")
        let existing = ExistingArticle(author: "ada", content: "first", json: first.json)
        #expect(try await store.insert(sameID, updating: update) == .idExists(existing))
        let sameDay = Example.article("a4", author: "ada", day: 3, date: "2026-11-24")
        #expect(try await store.insert(sameDay, updating: update) == .dayExists(id: "a3"))
        let late = Example.article("a5", author: "ada", day: 5, date: "2026-11-25")
        #expect(try await store.insert(late, updating: stale) == .userChanged)

        #expect(try await store.user("ada")?.json == before)
        #expect(try await store.article("a4") == nil)
        #expect(try await store.article("a5") == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `each account and each handle can register one user`(kind: StoreKind) async throws {
        let store = try await kind.make()
        func register(_ subject: String, _ handle: String, key: String?) async throws -> RegistrationOutcome {
            try await store.register(
                UserRegistration(subject: subject, handle: handle, json: #"{"x": 1E+1}"#, idempotencyKey: key))
        }
        #expect(try await register("sub-grace", "ADA", key: "k") == .handleExists)
        #expect(try await store.handle(ofSubject: "sub-grace") == nil)
        #expect(try await register("sub-grace", "grace", key: "k") == .stored)
        #expect(try await store.user("grace")?.json == #"{"x": 1E+1}"#)
        #expect(try await store.handle(ofSubject: "sub-grace") == "grace")
        #expect(try await register("sub-grace", "ada", key: "other") == .subjectOwns(handle: "grace", idempotencyKey: "k"))
        #expect(try await register("sub-ada", "ada-2", key: nil) == .subjectOwns(handle: "ada", idempotencyKey: nil))
        #expect(try await store.user("ada-2") == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `of several concurrent articles for the same day, one is stored`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let outcomes = try await withThrowingTaskGroup(of: ArticleInsertion.self) { group in
            for number in 0..<8 {
                let article = Example.article("race-\(number)", author: "ada", day: 3, date: "2026-11-23")
                group.addTask { try await store.insert(article, updating: nil) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .stored } == 1)
    }
}
