import HDOCService

/// The sample community, computed from the options alone. The same options give the same community.
struct SampleCommunity: Sendable {
    /// From this many users on, the community includes the malformed and the hostile items.
    private static let oddFrom = 20
    /// The generated users who may have written articles: one in four of the first ones. A community of a million users would have
    /// more articles than anybody reads.
    private static let writers = 20_000

    private let options: BackendOptions
    private let today: UTCDay

    init(options: BackendOptions, today: UTCDay) { (self.options, self.today) = (options, today) }

    /// Makes one user after the other, so that a large community takes no memory.
    /// - Parameter store: is called with each user.
    /// - Returns: the articles, oldest first.
    func make(_ store: (SeedUser) throws -> Void) rethrows -> [StoredArticle] {
        let isOdd = options.users >= Self.oddFrom
        let ada = SampleAccount.user(today: today)
        let first =
            [SeedUser(handle: ada.handle, json: ada.item(.current))]
            + (isOdd ? OddItems.hostile : []).map { SeedUser(handle: $0["github_username"]?.string, json: $0) }
        for user in first { try store(user) }
        var people = SampleUserMaker(seed: options.seed, today: today, taken: Set(first.compactMap(\.handle) + ["string-set"]))
        var writer = SampleArticleMaker(seed: options.seed &+ 1)
        var articles = writer.journeyOfSampleAccount(today: today)
        for place in 0..<max(0, options.users - first.count) {
            let user = people.next()
            try store(SeedUser(handle: user.handle, json: OddItems.item(of: user, place: place)))
            if place % 4 == 0, place < Self.writers { articles += writer.articles(of: user) }
        }
        for user in isOdd ? OddItems.withoutKey : [] { try store(SeedUser(handle: nil, json: user)) }
        if options.holdsStringSet {
            try store(SeedUser(handle: "string-set", json: ["github_username": "string-set"], holdsSet: true))
        }
        return articles.sorted { $0.createdAt < $1.createdAt }
    }
}
