import FoundationEssentials
import HDOCModels
import HDOCService
import Testing

extension StoreCheck {
    private static func corrected(_ version: Int = 2) -> StoredArticle {
        StoredArticle(
            id: "a2", author: "ada", day: 2, date: "2026-11-21", createdAt: "2026-11-22T19:00:00.000Z", version: version,
            content: "corrected", json: #"{"id": "a2", "body": "new"}"#, summary: #"{"id": "a2", "title": "new"}"#,
            tags: ["gcp", "sqs"])
    }

    static let corrections = [
        StoreCheck("a correction replaces the article, its date, its tags and its author's progress together") { harness in
            let store = try await harness.store()
            let article = try #require(try await store.article("a2"))
            let update = Example.update(of: "ada", from: try #require(try await store.user("ada")), days: 7)
            #expect(try await store.replace(article, with: corrected(), updating: update) == .stored)
            #expect(try await store.article("a2") == corrected())
            #expect(try await store.user("ada")?.json == #"{"github_username": "ada", "days_completed": 7}"#)
            let dates = try await store.entries(of: "ada").map { $0.date?.description ?? "" }
            #expect(dates.sorted() == ["2026-11-20", "2026-11-21"])
            try await harness.settle(store)
            #expect(try await harness.articles(of: store, ArticleFilter(tag: "gcp")).flatMap(\.self).first == corrected().summary)
            #expect(try await harness.articles(of: store, ArticleFilter(tag: "aws")).flatMap(\.self).count == 2)
            #expect(try await harness.articles(of: store, ArticleFilter(author: "ada")).flatMap(\.self).first == corrected().summary)
            let tags = ["aws", "gcp", "sqs"].map { TagCount(tag: $0, count: $0 == "sqs" ? 1 : 2) }
            #expect(try await store.tags(limit: 500) == tags)
        },
        StoreCheck("a correction applies only to the version and the author that it names") { harness in
            let store = try await harness.store()
            let article = try #require(try await store.article("a2"))
            #expect(try await store.replace(corrected(5), with: corrected(6), updating: nil) == .articleChanged)
            let foreign = Example.article("a2", author: "Old", day: 2, date: "2026-11-22")
            #expect(try await store.replace(foreign, with: corrected(), updating: Example.stale) == .articleChanged)
            let unknown = Example.article("c1", author: "ada", day: 8, date: "2026-11-22")
            #expect(try await store.replace(unknown, with: unknown, updating: nil) == .articleChanged)
            #expect(try await store.replace(article, with: corrected(), updating: Example.stale) == .userChanged)
            #expect(try await store.article("a2") == article)
            #expect(try await store.article("c1") == nil)
        },
        StoreCheck("of several concurrent corrections of one version, one is stored") { harness in
            let store = try await harness.store()
            let article = try #require(try await store.article("a2"))
            let outcomes = try await withThrowingTaskGroup(of: ArticleChange.self) { group in
                for _ in 0..<8 { group.addTask { try await store.replace(article, with: corrected(), updating: nil) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .stored } == 1)
            #expect(outcomes.count { $0 == .articleChanged } == 7)
        },
        StoreCheck("a removal takes the article out of every list and frees its day and its id") { harness in
            let store = try await harness.store()
            let article = try #require(try await store.article("a2"))
            let update = Example.update(of: "ada", from: try #require(try await store.user("ada")), days: 1)
            #expect(try await store.remove(article, updating: update) == .stored)
            #expect(try await store.article("a2") == nil)
            #expect(try await store.user("ada")?.json == #"{"github_username": "ada", "days_completed": 1}"#)
            #expect(try await store.entries(of: "ada").map(\.id) == ["a1"])
            #expect(try await store.remove(article, updating: nil) == .articleChanged)
            try await harness.settle(store)
            #expect(try await harness.articles(of: store).flatMap(\.self).count == 2)
            #expect(try await harness.articles(of: store, ArticleFilter(tag: "sqs")).flatMap(\.self).isEmpty)
            #expect(try await store.tags(limit: 500).map(\.tag) == ["aws", "gcp"])
            let again = Example.article("a2", author: "ada", day: 2, date: "2026-11-23")
            #expect(try await store.insert(again, updating: nil) == .stored)
        },
        StoreCheck("a removal applies only to the version and the author that it names") { harness in
            let store = try await harness.store()
            let article = try #require(try await store.article("a2"))
            #expect(try await store.remove(corrected(5), updating: nil) == .articleChanged)
            let foreign = Example.article("a2", author: "Old", day: 2, date: "2026-11-22")
            #expect(try await store.remove(foreign, updating: nil) == .articleChanged)
            #expect(try await store.remove(article, updating: Example.stale) == .userChanged)
            #expect(try await store.article("a2") == article)
            #expect(try await store.entries(of: "ada").count == 2)
        },
    ]
}
