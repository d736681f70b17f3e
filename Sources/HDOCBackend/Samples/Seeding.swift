import FoundationEssentials
import GRDB

/// Fills an empty database with the sample community, and makes sure that the sample account can sign in.
struct Seeding: Sendable {
    /// From this many users on, the community holds the malformed and the hostile elements too.
    private static let oddFrom = 20

    let options: BackendOptions
    let clock: BackendClock
    let store: Store
    let password: String

    func run() async throws {
        let hash = try PasswordHash(of: password)
        let isNew = try await store.createAccount(
            sub: Secrets.requestID(), username: SampleAccount.username, email: SampleAccount.email, password: hash,
            handle: SampleAccount.handle)
        guard isNew else { return try await store.setPassword(hash, username: SampleAccount.username) }
        let community = Community(options: options, today: CivilDay(clock.community))
        try await store.database.write { db in
            for user in community.users {
                try Store.insertUser(db, handle: user.handle, json: user.json.text, holdsSet: user.holdsSet)
            }
            for article in community.articles { try Store.insertArticle(db, article) }
        }
    }

    /// The whole community, computed from the options alone.
    struct Community: Sendable {
        struct User: Sendable, Equatable {
            let handle: String?
            let json: RawJSON
            var holdsSet = false
        }

        private(set) var users: [User] = []
        private(set) var articles: [Store.StoredArticle] = []

        init(options: BackendOptions, today: CivilDay) {
            let odd = options.users >= Seeding.oddFrom
            let hostile = odd ? OddItems.hostile : []
            let ada = SampleAccount.journeyer(today: today)
            users = [User(handle: ada.handle, json: ada.item(.current))]
            users += hostile.map { User(handle: $0["github_username"]?.string, json: $0) }
            var people = JourneyerMaker(
                seed: options.seed, today: today, taken: Set(users.compactMap(\.handle) + ["string-set"]))
            var writer = ArticleMaker(seed: options.seed &+ 1)
            articles = writer.journeyOfSampleAccount(today: today)
            for place in 0..<max(0, options.users - users.count) {
                let journeyer = people.next()
                users.append(User(handle: journeyer.handle, json: OddItems.item(of: journeyer, place: place)))
                if place % 4 == 0 { articles += writer.articles(of: journeyer) }
            }
            if odd { users += OddItems.withoutKey.map { User(handle: nil, json: $0) } }
            if options.holdsStringSet {
                users.append(User(handle: "string-set", json: ["github_username": "string-set"], holdsSet: true))
            }
            articles.sort { $0.createdAt < $1.createdAt }
        }
    }
}
