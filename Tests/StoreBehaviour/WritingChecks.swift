import FoundationEssentials
import HDOCModels
import HDOCService
import Testing

extension StoreCheck {
    static let posting = [
        StoreCheck("an article and its author's progress are stored together") { harness in
            let store = try await harness.store()
            let article = Example.article("a3", author: "ada", day: 3, date: "2026-11-23", tags: ["new"], content: "c")
            let before = try #require(try await store.user("ada"))
            #expect(try await store.insert(article, updating: Example.update(of: "ada", from: before, days: 3)) == .stored)
            #expect(try await store.user("ada")?.json == #"{"github_username": "ada", "days_completed": 3}"#)
            #expect(try await store.article("a3") == article)
            #expect(try await store.entries(of: "ada").count == 3)
            try await harness.settle(store)
            #expect(try await harness.articles(of: store, ArticleFilter(tag: "new")) == [[article.summary]])
            #expect(try await store.tags(limit: 500).contains(TagCount(tag: "new", count: 1)))
        },
        StoreCheck("insert reports the condition that failed, and then stores nothing") { harness in
            let store = try await harness.store()
            let first = Example.article("a3", author: "ada", day: 3, date: "2026-11-23", content: "first")
            #expect(try await store.insert(first, updating: nil) == .stored)
            let before = try #require(try await store.user("ada"))
            let update = Example.update(of: "ada", from: before, days: 9)

            let sameID = Example.article("a3", author: "Old", day: 9, date: "2026-11-23", content: "second")
            #expect(try await store.insert(sameID, updating: update) == .idExists(first))
            let sameDay = Example.article("a4", author: "ada", day: 3, date: "2026-11-24")
            #expect(try await store.insert(sameDay, updating: update) == .dayExists(id: "a3"))
            let repeated = Example.article("a3", author: "ada", day: 3, date: "2026-11-24", content: "first")
            #expect(try await store.insert(repeated, updating: Example.stale) == .idExists(first))
            let late = Example.article("a5", author: "ada", day: 5, date: "2026-11-25")
            #expect(try await store.insert(late, updating: Example.stale) == .userChanged)

            #expect(try await store.user("ada")?.json == before.json)
            #expect(try await store.article("a4") == nil)
            #expect(try await store.article("a5") == nil)
            #expect(try await store.entries(of: "ada").count == 3)
        },
        StoreCheck("of several concurrent articles for the same day, one is stored") { harness in
            let store = try await harness.store()
            let outcomes = try await withThrowingTaskGroup(of: ArticleInsertion.self) { group in
                for number in 0..<8 {
                    let article = Example.article("race-\(number)", author: "ada", day: 3, date: "2026-11-23")
                    group.addTask { try await store.insert(article, updating: nil) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .stored } == 1)
        },
    ]

    static let registration = [
        StoreCheck("each account and each handle can register one user") { harness in
            let store = try await harness.store()
            func register(_ subject: String, _ handle: String, key: String?) async throws -> RegistrationOutcome {
                try await store.register(
                    UserRegistration(
                        subject: subject, handle: handle, json: #"{"github_username": "\#(handle)"}"#, idempotencyKey: key,
                        instant: Example.now))
            }
            #expect(try await register("sub-grace", "ADA", key: "k") == .handleExists)
            #expect(try await store.handle(ofSubject: "sub-grace") == nil)
            #expect(try await register("sub-grace", "grace", key: "k") == .stored)
            #expect(try await store.user("grace")?.json == #"{"github_username": "grace"}"#)
            #expect(try await store.handle(ofSubject: "sub-grace") == "grace")
            #expect(try await register("sub-other", "GRACE", key: "k") == .handleExists)
            #expect(try await register("sub-grace", "ada", key: "other") == .subjectOwns(handle: "grace", idempotencyKey: "k"))
            #expect(try await register("sub-ada", "ada-2", key: nil) == .subjectOwns(handle: "ada", idempotencyKey: nil))
            #expect(try await store.user("ada-2") == nil)
        }
    ]
}

extension Example {
    /// An update of `ada` that expects a state that the user never had.
    static var stale: UserUpdate { update(of: "ada", from: StoredUser(json: "{}", revision: "never"), days: 99) }
}
