import FoundationEssentials
import HDOCModels
import HDOCService

/// A store in memory: a second implementation that must pass the same checks as the others.
package actor InMemoryStore: SeedableStore {
    private struct User {
        let handle: String?
        var stored: StoredUser
        /// Nil: seeded.
        var changed: Date?
        var isRemoved = false
    }

    private var users: [User] = []
    private var articles: [StoredArticle] = []
    private var owners: [String: (handle: String, idempotencyKey: String?)] = [:]

    package init() {}

    private func index(of handle: String) -> Int? { users.firstIndex { $0.handle == handle && !$0.isRemoved } }

    package func user(_ handle: String) -> StoredUser? { index(of: handle).map { users[$0].stored } }

    package func scanUsers(limit: Int?) -> [StoredUser] {
        var budget = ScanBudget()
        return Array(users.filter { !$0.isRemoved }.map(\.stored).prefix(limit ?? .max).prefix { budget.takes($0.json) })
    }

    package func users(_ page: PageRequest) throws -> StorePage<StoredUser> {
        try Self.page(users.enumerated().filter { !$0.element.isRemoved }, page, key: \.offset) {
            $0.element.stored
        } text: {
            $0.json
        }
    }

    package func changedUsers(since: Date, _ page: PageRequest) throws -> StorePage<UserChange> {
        let changed = users.enumerated().filter { $0.element.changed.map { $0 >= since } ?? false }
        return try Self.page(changed, page, key: \.offset) { _, user in
            user.isRemoved ? .removed(handle: user.handle ?? "") : .changed(user.stored)
        } text: { _ in
            ""
        }
    }

    package func handle(ofSubject subject: String) -> String? { owners[subject]?.handle }

    package func article(_ id: String) -> StoredArticle? { articles.first { $0.id == id } }

    package func articles(_ filter: ArticleFilter, _ page: PageRequest) throws -> StorePage<String> {
        let newestFirst = articles.enumerated()
            .filter { _, article in
                (filter.author == nil || article.author == filter.author) && (filter.tag.map(article.tags.contains) ?? true)
            }
            .sorted { ($0.element.createdAt, $0.offset) > ($1.element.createdAt, $1.offset) }

        return try Self.page(newestFirst, page, key: \.offset) {
            $0.element.summary
        } text: {
            $0
        }
    }

    package func tags(limit: Int) -> [TagCount] {
        let counts = articles.flatMap { Set($0.tags) }.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map { TagCount(tag: $0.key, count: $0.value) }
    }

    package func entries(of author: String) -> [AuthorEntry] {
        articles.filter { $0.author == author }.map { article in
            AuthorEntry(
                id: article.id, day: article.day, date: article.date.flatMap { CalendarDay($0) }, createdAt: article.createdAt)
        }
    }

    package func insert(_ article: StoredArticle, updating update: UserUpdate?) -> ArticleInsertion {
        if let same = articles.first(where: { $0.id == article.id }) { return .idExists(same) }
        if let same = articles.first(where: { $0.author == article.author && $0.day == article.day && $0.day != nil }) {
            return .dayExists(id: same.id)
        }
        guard apply(update) else { return .userChanged }
        articles.append(article)
        return .stored
    }

    package func replace(_ article: StoredArticle, with correction: StoredArticle, updating update: UserUpdate?) -> ArticleChange {
        guard let index = current(article) else { return .articleChanged }
        guard apply(update) else { return .userChanged }
        articles[index] = correction
        return .stored
    }

    package func remove(_ article: StoredArticle, updating update: UserUpdate?) -> ArticleChange {
        guard let index = current(article) else { return .articleChanged }
        guard apply(update) else { return .userChanged }
        articles.remove(at: index)
        return .stored
    }

    private func current(_ article: StoredArticle) -> Int? {
        articles.firstIndex { $0.id == article.id && $0.author == article.author && $0.version == article.version }
    }

    private func apply(_ update: UserUpdate?) -> Bool {
        guard let update else { return true }
        guard let index = index(of: update.handle), users[index].stored.json == update.expected.json else { return false }
        users[index].stored = StoredUser(json: update.updated, holdsSet: users[index].stored.holdsSet)
        users[index].changed = update.instant
        return true
    }

    package func register(_ registration: UserRegistration) -> RegistrationOutcome {
        if let owned = owners[registration.subject] {
            return .subjectOwns(handle: owned.handle, idempotencyKey: owned.idempotencyKey)
        }
        let handle = registration.handle
        if users.contains(where: { $0.handle?.lowercased() == handle.lowercased() }) { return .handleExists }
        users.append(User(handle: handle, stored: StoredUser(json: registration.json), changed: registration.instant))
        owners[registration.subject] = (handle, registration.idempotencyKey)
        return .stored
    }

    package func seed(_ community: SeedCommunity) {
        users += community.users.map { User(handle: $0.handle, stored: StoredUser(json: $0.json.text, holdsSet: $0.holdsSet)) }
        articles += community.articles
        for (subject, handle) in community.owners { owners[subject] = (handle, nil) }
    }

    package func removeUser(_ handle: String, at instant: Date) {
        guard let index = index(of: handle) else { return }
        (users[index].isRemoved, users[index].changed) = (true, instant)
    }

    /// - Parameter key: a number by which the items are recognised, and by whose place in the list the next page is found.
    private static func page<Element, Item: Sendable>(
        _ items: [Element], _ request: PageRequest, key: (Element) -> Int, _ make: (Element) -> Item, text: (Item) -> String
    ) throws(StoreFailure) -> StorePage<Item> {
        var rest = items[...]
        if let position = request.position {
            guard let last = Int(position) else { throw .invalidPosition }
            rest = rest.drop { key($0) != last }.dropFirst()
        }
        var budget = ScanBudget()
        var page: [Item] = []
        for element in rest {
            let item = make(element)
            let fits = budget.takes(text(item)) || page.isEmpty
            guard page.count < request.limit, fits else {
                let last = rest[rest.index(rest.startIndex, offsetBy: page.count - 1)]
                return StorePage(items: page, next: String(key(last)))
            }
            page.append(item)
        }
        return StorePage(items: page, next: nil)
    }
}
