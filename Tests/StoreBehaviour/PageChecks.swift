import FoundationEssentials
import HDOCModels
import HDOCService
import Testing

extension StoreCheck {
    static let pages = [
        StoreCheck("the pages of all users have each user once, whatever the limit") { harness in
            let store = try await harness.store(Example.users(30))
            for limit in [1, 7, 30, 500] {
                let pages = try await harness.users(of: store, limit: limit)
                #expect(pages.allSatisfy { $0.count <= limit })
                let users = pages.flatMap(\.self).map(\.json)
                #expect(users.count == 30 && Set(users).count == 30)
            }
        },
        StoreCheck("an empty list has one empty page or several") { harness in
            let store = try await harness.store(SeedCommunity())
            #expect(try await harness.users(of: store, limit: 5).flatMap(\.self).isEmpty)
            #expect(try await harness.articles(of: store, limit: 5).flatMap(\.self).isEmpty)
        },
        StoreCheck("a page stops at about 1 MB and has a next one") { harness in
            let store = try await harness.store(Example.users(5, bytes: 300_000))
            let pages = try await harness.users(of: store, limit: 500)
            #expect(pages.allSatisfy { $0.count <= 4 })
            #expect(pages.flatMap(\.self).count == 5)
        },
        StoreCheck("users who join while the pages are read do not hide or repeat another user") { harness in
            let store = try await harness.store(Example.users(12))
            var (handles, position, round) = ([String](), String?.none, 0)
            repeat {
                let page = try await store.users(PageRequest(limit: 3, position: position, began: Example.now))
                handles += page.items.compactMap { (try? JSONReader.read($0.json.utf8))?["github_username"]?.string }
                position = page.next
                round += 1
                let newcomer = "newcomer-\(round)"
                _ = try await store.register(Example.registration(newcomer))
                try await harness.settle(store)
            } while position != nil && round < 50
            #expect(handles.count == Set(handles).count)
            #expect(handles.filter { $0.hasPrefix("user-") }.count == 12)
        },
        StoreCheck("the pages of articles are one list, newest first, also if several have the same time") { harness in
            let articles = (1...20).map { number in
                Example.article("p\(number)", author: "ada", day: number, date: "2026-11-\(10 + number / 4)", tags: ["aws"])
            }
            let store = try await harness.store(SeedCommunity(articles: articles))
            for filter in [ArticleFilter(), ArticleFilter(author: "ada"), ArticleFilter(tag: "aws")] {
                let whole = try await harness.articles(of: store, filter).flatMap(\.self)
                #expect(whole.count == 20 && Set(whole).count == 20)
                #expect(whole.first == #"{"id": "p20"}"#)
                let pages = try await harness.articles(of: store, filter, limit: 3)
                #expect(pages.allSatisfy { $0.count <= 3 })
                #expect(pages.flatMap(\.self) == whole)
            }
        },
        StoreCheck("an article that is posted while the pages are read does not hide or repeat another one") { harness in
            let articles = (1...6).map { Example.article("p\($0)", author: "ada", day: $0, date: "2026-11-1\($0)") }
            let store = try await harness.store(SeedCommunity(articles: articles))
            let first = try await store.articles(ArticleFilter(author: "ada"), PageRequest(limit: 2, began: Example.now))
            let late = Example.article("late", author: "ada", day: 50, date: "2026-11-23")
            #expect(try await store.insert(late, updating: nil) == .stored)
            try await harness.settle(store)
            let rest = try await store.articles(
                ArticleFilter(author: "ada"), PageRequest(limit: 100, position: first.next, began: Example.now))
            #expect(first.items + rest.items == (1...6).reversed().map { #"{"id": "p\#($0)"}"# })
        },
        StoreCheck("a position that the store did not make is refused") { harness in
            let store = try await harness.store()
            for position in ["", "x", "/", "9/9/9/9", String(repeating: "z", count: 1_500), "\u{0}", "[]"] {
                let page = PageRequest(limit: 5, position: position, began: Example.now)
                await #expect(throws: StoreFailure.invalidPosition) { try await store.users(page) }
                await #expect(throws: StoreFailure.invalidPosition) { try await store.changedUsers(since: Example.now, page) }
            }
        },
    ]

    static let changes = [
        StoreCheck("seeded users do not count as changed") { harness in
            let store = try await harness.store()
            #expect(try await harness.changes(of: store, since: Example.now.addingTimeInterval(-3600)).flatMap(\.self).isEmpty)
        },
        StoreCheck("a new user, a changed one and a removed one are changes, in their newest state and once each") { harness in
            let store = try await harness.store()
            let start = Example.now.addingTimeInterval(-100)
            #expect(try await store.register(Example.registration("grace", at: start.addingTimeInterval(1))) == .stored)
            for day in 3...4 {
                let article = Example.article("a\(day)", author: "ada", day: day, date: "2026-11-2\(day)")
                let before = try #require(try await store.user("ada"))
                let update = Example.update(of: "ada", from: before, at: start.addingTimeInterval(Double(day)), days: day)
                #expect(try await store.insert(article, updating: update) == .stored)
            }
            try await store.removeUser("Old", at: start.addingTimeInterval(9))
            try await harness.settle(store)

            let all = try await harness.changes(of: store, since: start).flatMap(\.self)
            #expect(all.count == 3)
            #expect(all.contains(.removed(handle: "Old")))
            let users: [String] = all.compactMap { if case .changed(let user) = $0 { user.json } else { nil } }
            #expect(Set(users) == [#"{"github_username": "grace"}"#, #"{"github_username": "ada", "days_completed": 4}"#])
            let later = try await harness.changes(of: store, since: start.addingTimeInterval(4)).flatMap(\.self)
            #expect(later.count == 2, "a change at the instant itself is included, and earlier ones are not")
            #expect(try await harness.changes(of: store, since: start.addingTimeInterval(10)).flatMap(\.self).isEmpty)
            #expect(try await harness.changes(of: store, since: start.addingTimeInterval(-86_400 * 3)).flatMap(\.self).count == 3)
        },
        StoreCheck("the pages of changes have each change once, also if several have the same time") { harness in
            let store = try await harness.store(SeedCommunity())
            for number in 1...9 {
                let instant = Example.now.addingTimeInterval(Double(-86_400 * (number % 3)))
                _ = try await store.register(Example.registration("new-\(number)", at: instant))
            }
            try await harness.settle(store)
            let since = Example.now.addingTimeInterval(-86_400 * 5)
            let pages = try await harness.changes(of: store, since: since, limit: 2)
            #expect(pages.allSatisfy { $0.count <= 2 })
            #expect(pages.flatMap(\.self).count == 9)
        },
        StoreCheck("a removed user is in no list, keeps the handle, and cannot be updated") { harness in
            let store = try await harness.store()
            let before = try #require(try await store.user("ada"))
            try await store.removeUser("ada", at: Example.now)
            try await harness.settle(store)
            #expect(try await store.user("ada") == nil)
            #expect(try await harness.users(of: store, limit: 50).flatMap(\.self).allSatisfy { !$0.json.contains(#""ada""#) })
            #expect(try await store.scanUsers(limit: nil).allSatisfy { !$0.json.contains(#""ada""#) })
            #expect(try await store.register(Example.registration("Ada")) == .handleExists)
            #expect(try await store.handle(ofSubject: "sub-ada") == "ada")
            let article = Example.article("a9", author: "ada", day: 9, date: "2026-11-23")
            #expect(try await store.insert(article, updating: Example.update(of: "ada", from: before, days: 3)) == .userChanged)
        },
    ]
}

extension Example {
    /// A registration of an account of its own.
    package static func registration(_ handle: String, at instant: Date = now, key: String? = nil) -> UserRegistration {
        let user: RawJSON = ["github_username": .string(handle)]
        return UserRegistration(subject: "sub-\(handle)-new", handle: handle, json: user.text, idempotencyKey: key, instant: instant)
    }
}
