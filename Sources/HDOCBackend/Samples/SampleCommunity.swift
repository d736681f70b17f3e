import HDOCService

/// The whole sample community, computed from the options alone.
struct SampleCommunity: Sendable {
    /// From this many users on, the community includes the malformed and the hostile items.
    private static let oddFrom = 20

    private(set) var users: [SeedUser] = []
    private(set) var articles: [StoredArticle] = []

    init(options: BackendOptions, today: UTCDay) {
        let isOdd = options.users >= Self.oddFrom
        let hostile = isOdd ? OddItems.hostile : []
        let ada = SampleAccount.user(today: today)
        users = [SeedUser(handle: ada.handle, json: ada.item(.current))]
        users += hostile.map { SeedUser(handle: $0["github_username"]?.string, json: $0) }
        var people = SampleUserMaker(
            seed: options.seed, today: today, taken: Set(users.compactMap(\.handle) + ["string-set"]))
        var writer = SampleArticleMaker(seed: options.seed &+ 1)
        articles = writer.journeyOfSampleAccount(today: today)
        for place in 0..<max(0, options.users - users.count) {
            let user = people.next()
            users.append(SeedUser(handle: user.handle, json: OddItems.item(of: user, place: place)))
            if place % 4 == 0 { articles += writer.articles(of: user) }
        }
        if isOdd { users += OddItems.withoutKey.map { SeedUser(handle: nil, json: $0) } }
        if options.holdsStringSet {
            users.append(SeedUser(handle: "string-set", json: ["github_username": "string-set"], holdsSet: true))
        }
        articles.sort { $0.createdAt < $1.createdAt }
    }
}
