import HDOCModels
import HDOCService

/// A store in memory: a second implementation that must pass the same tests as the SQLite store.
actor InMemoryStore: SeedableStore {
    private var users: [SeedUser] = []
    /// The JSON of users that were registered or changed after seeding, by handle.
    private var userTexts: [String: String] = [:]
    private var articles: [NewArticle] = []
    private var owners: [String: (handle: String, idempotencyKey: String?)] = [:]

    private func stored(_ user: SeedUser) -> StoredUser {
        StoredUser(json: user.handle.flatMap { userTexts[$0] } ?? user.json.text, holdsSet: user.holdsSet)
    }

    func user(_ handle: String) -> StoredUser? {
        users.first { $0.handle == handle }.map { stored($0) }
    }

    func scanUsers(limit: Int?) -> [StoredUser] {
        Self.fitting(users.map { stored($0) }, limit: limit, text: \.json)
    }

    func handle(ofSubject subject: String) -> String? { owners[subject]?.handle }

    func article(_ id: String) -> String? { articles.first { $0.id == id }?.json }

    func articles(author: String?, tag: String?, limit: Int?) -> [String] {
        let found = articles.enumerated().filter { _, article in
            (author == nil || article.author == author) && (tag.map(article.tags.contains) ?? true)
        }
        let newestFirst = found.sorted { ($0.element.createdAt, $0.offset) > ($1.element.createdAt, $1.offset) }
        return Self.fitting(newestFirst.map(\.element.json), limit: limit, text: \.self)
    }

    func tags(limit: Int?) -> [TagCount] {
        let counts = articles.flatMap { Set($0.tags) }.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(limit ?? .max).map { TagCount(tag: $0.key, count: $0.value) }
    }

    func entryDates(of author: String) -> Set<CalendarDay> {
        Set(articles.filter { $0.author == author }.compactMap { $0.date.flatMap { CalendarDay($0) } })
    }

    func insert(_ article: NewArticle, updating update: UserUpdate?) -> ArticleInsertion {
        if let same = articles.first(where: { $0.id == article.id }) {
            return .idExists(ExistingArticle(author: same.author, content: same.content, json: same.json))
        }
        if let same = articles.first(where: { $0.author == article.author && $0.day == article.day }) {
            return .dayExists(id: same.id)
        }
        if let update {
            guard user(update.handle)?.json == update.expected else { return .userChanged }
            userTexts[update.handle] = update.updated
        }
        articles.append(article)
        return .stored
    }

    func register(_ registration: UserRegistration) throws -> RegistrationOutcome {
        if let owned = owners[registration.subject] {
            return .subjectOwns(handle: owned.handle, idempotencyKey: owned.idempotencyKey)
        }
        let handle = registration.handle
        if users.contains(where: { $0.handle?.lowercased() == handle.lowercased() }) { return .handleExists }
        users.append(SeedUser(handle: handle, json: [:]))
        userTexts[handle] = registration.json
        owners[registration.subject] = (handle, registration.idempotencyKey)
        return .stored
    }

    func seed(_ community: SeedCommunity) {
        users += community.users
        articles += community.articles
        for (subject, handle) in community.owners { owners[subject] = (handle, nil) }
    }

    private static func fitting<Item>(_ items: [Item], limit: Int?, text: (Item) -> String) -> [Item] {
        var budget = ScanBudget()
        return Array(items.prefix(limit ?? .max).prefix { budget.takes(text($0)) })
    }
}
