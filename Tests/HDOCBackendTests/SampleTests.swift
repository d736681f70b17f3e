import Foundation
import HDOCModels
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("The sample community")
struct SampleTests {
    private static func community(seed: UInt64 = 100, users: Int = 300, day: String = "2026-11-23") throws
        -> (users: [SeedUser], articles: [StoredArticle])
    {
        var options = BackendOptions()
        options.seed = seed
        options.users = users
        var made: [SeedUser] = []
        let articles = SampleCommunity(options: options, today: try #require(UTCDay(day))).make { made.append($0) }
        return (made, articles)
    }

    @Test func `a community of 25,000 users has 25,000 handles, and the first users do not depend on their number`() throws {
        let users = try Self.community(users: 25_000).users
        #expect(Set(users.compactMap { $0.handle?.lowercased() }).count == 25_000)
        #expect(users.allSatisfy { GitHubHandle.isValid($0.handle ?? "a") })
        #expect(try Self.community().users.prefix(300) == users.prefix(300))
    }

    @Test func `the same seed and day make the same community, and another seed makes a different one`() throws {
        let first = try Self.community()
        let second = try Self.community()
        #expect(first.users == second.users)
        #expect(first.articles.map(\.json) == second.articles.map(\.json))
        #expect(try Self.community(seed: 101).users != first.users)
    }

    @Test func `the random number generator gives the published reference numbers`() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func `there are 300 users with different handles, and two items without a handle`() throws {
        let users = try Self.community().users
        #expect(users.count == 302)
        #expect(Set(users.compactMap(\.handle)).count == 300)
        let keyless = users.filter { $0.json["github_username"]?.string == nil && $0.json["githubProfile"] == nil }
        #expect(keyless.count == 2)
        #expect(try Self.community(users: 1).users.map(\.handle) == ["ada"])
    }

    @Test func `the users show every irregularity that the contract describes`() throws {
        let users = try Self.community().users.map(\.json)
        func some(_ test: (RawJSON) -> Bool) -> Bool { users.contains(where: test) }
        #expect(some { if case .object(let members) = $0 { members.map(\.name) == ["github_username"] } else { false } })
        #expect(some { $0["githubProfile"] != nil && $0["daysCompleted"] != nil })
        #expect(some { $0["github_score"] == .number("1E+2") })
        #expect(some { $0["twitter_score"] == .number("0.10") })
        #expect(some { if case .number(let digits)? = $0["days_completed"] { digits.hasSuffix(".0") } else { false } })
        #expect(some { $0["status"] == true } && some { $0["status"] == false } && some { $0["status"] == "inactive" })
        #expect(some { $0["bio"] == .some(.null) })
        #expect(some { $0["favourite_cloud"] != nil })
        #expect(some { $0["linkedin_profile"]?.string?.contains("/") == false })
        #expect(some { ($0["days_completed"]?.integer ?? 0) > 100 })
        #expect(some { $0["full_name"]?.string?.unicodeScalars.contains { ("\u{4E00}"..."\u{9FFF}").contains($0) } == true })
        #expect(some { $0["full_name"]?.string?.contains("\u{1B}") == true })
        #expect(some { $0["full_name"]?.string?.contains("\u{202E}") == true })
    }

    @Test func `no user has posted before joining or after today`() throws {
        for user in try Self.community().users.map(\.json) {
            guard let joined = user["date_joined"]?.string, let last = user["last_entry_at"]?.string else { continue }
            #expect(joined < last)
            #expect(last < "2026-11-23T01:01:01Z")
        }
    }

    @Test func `the sample account has completed 23 days and has one article for each`() async throws {
        try await withBackend { client in
            let user = try await client.get("/users/ada").json
            #expect(user["days_completed"] == 23)
            #expect(user["last_entry_at"]?.string?.hasPrefix("2026-11-22T") == true)
            let articles = try await client.get("/articles?author=ada").array
            #expect(articles.compactMap { $0["day"]?.integer } == (1...23).reversed())
            #expect(articles.first?["date"] == "2026-11-22")
            #expect(articles.first?["created_at"] == user["last_entry_at"])
        }
    }

    @Test func `there are several hundred articles, newest first, some with only the fields of the website`() async throws {
        try await withBackend {
            $0.users = 300
        } _: { client in
            let articles = try await client.get("/articles").array
            #expect((200...900).contains(articles.count))
            #expect(Set(articles.compactMap { $0["author"]?.string }).count > 40)
            let instants = articles.compactMap { $0["created_at"]?.string }
            #expect(instants == instants.sorted(by: >) && instants.count == articles.count)
            #expect(articles.contains { if case .number? = $0["id"] { true } else { false } })
            #expect(articles.contains { $0["body"] == nil && $0["image"] != nil })
            #expect(articles.contains { $0["tags"]?.string != nil })
            let tags = try await client.get("/tags").array
            let uses = tags.compactMap { $0["count"]?.integer }
            #expect(uses == uses.sorted(by: >))
            let top = try #require(tags.first?["tag"]?.string)
            #expect(try await client.get("/articles?tag=\(top)").array.count == uses.first)
        }
    }
}
