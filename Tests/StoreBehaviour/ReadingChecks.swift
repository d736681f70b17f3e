import HDOCModels
import HDOCService
import Testing

extension StoreCheck {
    static let reading = [
        StoreCheck("a user is found by the exact handle") { harness in
            let store = try await harness.store()
            #expect(try await store.user("ada")?.json == #"{"github_username": "ada", "days_completed": 2, "github_streak": 1}"#)
            #expect(try await store.user("ADA") == nil)
            #expect(try await store.user("string-set")?.holdsSet == true)
        },
        StoreCheck("a scan returns every item, in the same order each time") { harness in
            let store = try await harness.store()
            let users = try await store.scanUsers(limit: nil)
            let keys = users.compactMap { $0.json.contains(#""ada""#) || $0.json.contains(#""Old""#) || $0.holdsSet ? $0 : nil }
            #expect(keys.count == 3)
            #expect(users.filter(\.holdsSet).count == 1)
            #expect(try await store.scanUsers(limit: nil) == users)
            #expect(try await store.scanUsers(limit: 2) == Array(users.prefix(2)))
        },
        StoreCheck("a scan stops at 1 MB") { harness in
            let store = try await harness.store(Example.users(4, bytes: 300_000))
            #expect(try await store.scanUsers(limit: nil).count == 3)
        },
        StoreCheck("an article is found with all its values") { harness in
            let store = try await harness.store()
            #expect(
                try await store.article("b1") == Example.article("b1", author: "Old", day: 1, date: "2026-11-21", tags: ["aws", "gcp"]))
            #expect(try await store.article("c1") == nil)
        },
        StoreCheck("articles are listed by author and tag, newest first, without bodies") { harness in
            let store = try await harness.store()
            func ids(_ author: String? = nil, _ tag: String? = nil) async throws -> [String] {
                try await harness.articles(of: store, ArticleFilter(author: author, tag: tag)).flatMap(\.self)
                    .map { $0.replacing(#"{"id": ""#, with: "").replacing(#""}"#, with: "") }
            }
            #expect(try await ids() == ["a2", "b1", "a1"])
            #expect(try await ids("ada") == ["a2", "a1"])
            #expect(try await ids(nil, "sqs") == ["a2"])
            #expect(try await ids(nil, "aws") == ["a2", "b1", "a1"])
            #expect(try await ids("ada", "aws") == ["a2", "a1"])
            #expect(try await ids("Old", "sqs") == [])
            #expect(try await ids("nobody") == [])
        },
        StoreCheck("tags are listed with their counts, most used first and then alphabetically") { harness in
            let store = try await harness.store()
            let all = [TagCount(tag: "aws", count: 3), TagCount(tag: "gcp", count: 1), TagCount(tag: "sqs", count: 1)]
            #expect(try await store.tags(limit: 500) == all)
            #expect(try await store.tags(limit: 2) == Array(all.prefix(2)))
        },
        StoreCheck("entries returns an author's entries") { harness in
            let store = try await harness.store()
            let entries = try await store.entries(of: "ada").sorted { $0.id < $1.id }
            #expect(
                entries == [
                    AuthorEntry(id: "a1", day: 1, date: CalendarDay("2026-11-20"), createdAt: "2026-11-20T19:00:00.000Z"),
                    AuthorEntry(id: "a2", day: 2, date: CalendarDay("2026-11-22"), createdAt: "2026-11-22T19:00:00.000Z"),
                ])
            #expect(try await store.entries(of: "nobody") == [])
        },
    ]
}
