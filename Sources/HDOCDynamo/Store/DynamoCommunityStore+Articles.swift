import FoundationEssentials
import HDOCModels
import HDOCService

/// Lists of articles, newest first.
extension DynamoCommunityStore {
    package func articles(_ filter: ArticleFilter, _ page: PageRequest) async throws -> StorePage<String> {
        guard [filter.author, filter.tag].compactMap(\.self).allSatisfy(Self.isKey) else { return StorePage(items: [], next: nil) }
        let list = ArticleList(filter)
        let position = try page.position.map { try ArticlePosition($0) }
        var walk = ArticleWalk(
            list: list, buckets: try await buckets(of: list, began: page.began, from: position), position: position, limit: page.limit)
        while let query = walk.query(tables.entries) {
            let part = try await Self.mapped(isContinued: page.position != nil) { () async throws(DynamoDBError) in
                try await database.query(query)
            }
            walk.take(part)
        }
        return walk.page
    }

    /// The partitions of the list, newest first.
    private func buckets(of list: ArticleList, began: Date, from position: ArticlePosition?) async throws -> [String] {
        guard let key = list.bucketsKey else { return [""] }
        let item = try await Self.mapped { () async throws(DynamoDBError) in
            try await database.get(tables.entries, key, isConsistent: false)
        }
        var known: Set<String> = if case .stringSet(let texts) = item?[BucketList.buckets] { Set(texts) } else { [] }
        // The stream may not have reported the newest articles yet.
        for seconds in [-86_400.0, 0, 86_400] { known.insert(list.bucket(Timestamp.format(began + seconds))) }
        let first = position.map { list.bucket($0.createdAt) }
        return known.filter { bucket in first.map { bucket <= $0 } ?? true }.sorted(by: >)
    }
}

/// Which partitions and index a list of articles is read from.
enum ArticleList: Equatable {
    case all
    case author(String, tag: String?)
    case tag(String)

    init(_ filter: ArticleFilter) {
        if let author = filter.author {
            self = .author(author, tag: filter.tag)
        } else {
            self = filter.tag.map { .tag($0) } ?? .all
        }
    }

    /// The item that names the list's buckets; nil if the list has one partition.
    var bucketsKey: DynamoDBItem? {
        switch self {
        case .all: EntryKey.feedBuckets
        case .tag(let tag): EntryKey.buckets(ofTag: tag)
        case .author: nil
        }
    }

    /// The bucket of an article with this creation time.
    func bucket(_ createdAt: String) -> String {
        switch self {
        case .all: TimeBucket.day(createdAt)
        case .tag: TimeBucket.month(createdAt)
        case .author: ""
        }
    }

    func query(_ table: String, bucket: String) -> ItemQuery {
        var query: ItemQuery
        switch self {
        case .all:
            query = ItemQuery(table, index: IndexName.feed, partition: AttributeChange(ArticleItem.feed, .string(bucket)))
        case .tag(let tag):
            query = ItemQuery(table, partition: AttributeChange(EntryKey.partition, .string(EntryKey.tagged(tag, month: bucket))))
        case .author(let author, let tag):
            query = ItemQuery(table, index: IndexName.author, partition: AttributeChange(ArticleItem.author, .string(author)))
            query.filter = tag.map { .contains(ArticleItem.tags, $0) }
        }
        query.isDescending = true
        return query
    }

    /// The key of an article in this list, after which a query continues.
    func start(_ position: ArticlePosition) -> DynamoDBItem? {
        guard let id = position.id else { return nil }
        let createdAt = position.createdAt
        let article = EntryKey.article(id).merging([ArticleItem.createdAt: .string(createdAt)]) { $1 }
        switch self {
        case .all: return article.merging([ArticleItem.feed: .string(bucket(createdAt))]) { $1 }
        case .author(let author, _): return article.merging([ArticleItem.author: .string(author)]) { $1 }
        case .tag(let tag): return EntryKey.tagged(tag, article: id, createdAt: createdAt)
        }
    }
}

/// A place in a list of articles: after an article, or at the beginning of a bucket.
struct ArticlePosition: Equatable {
    let createdAt: String
    /// Nil at the beginning of a bucket, which `createdAt` then names.
    let id: String?

    init(createdAt: String, id: String?) { (self.createdAt, self.id) = (createdAt, id) }

    /// Reads a ``text``.
    init(_ text: String) throws(StoreFailure) {
        guard let (createdAt, id) = text.cut(atByte: "#"), !createdAt.isEmpty, DynamoCommunityStore.isKey(text) else {
            throw .invalidPosition
        }
        self.init(createdAt: String(createdAt), id: id.isEmpty ? nil : String(id))
    }

    /// The place after the article with this key; nil if the key is not one of an article in a list.
    init?(after key: DynamoDBItem) {
        if let id = EntryKey.articleID(key), let createdAt = key[ArticleItem.createdAt]?.string {
            self.init(createdAt: createdAt, id: id)
        } else if let sort = key[EntryKey.sort]?.string, let (createdAt, id) = sort.cut(atByte: "#") {
            self.init(createdAt: String(createdAt), id: String(id))
        } else {
            return nil
        }
    }

    var text: String { "\(createdAt)#\(id ?? "")" }
}

/// Reads the buckets of a list of articles one after the other.
private struct ArticleWalk {
    /// The most queries for one page. A filter or deleted articles can leave queries without a result.
    private static let mostQueries = 12

    let list: ArticleList
    let buckets: [String]
    let limit: Int
    private var index = 0
    private var start: DynamoDBItem?
    private var summaries: [String] = []
    private var queries = 0
    private var size = ScanBudget()
    private var isFull = false

    init(list: ArticleList, buckets: [String], position: ArticlePosition?, limit: Int) {
        (self.list, self.buckets, self.limit) = (list, buckets, limit)
        if let position, list.bucket(position.createdAt) == buckets.first { start = list.start(position) }
    }

    func query(_ table: String) -> ItemQuery? {
        guard index < buckets.count, summaries.count < limit, queries < Self.mostQueries, !isFull else { return nil }
        var query = list.query(table, bucket: buckets[index])
        query.limit = limit - summaries.count
        query.start = start
        return query
    }

    mutating func take(_ part: ItemPage) {
        queries += 1
        let found = part.items.map(ArticleItem.summary)
        summaries += found
        // A query reads at most 1 MB. After that much, the page ends.
        for summary in found where !size.takes(summary) { isFull = true }
        start = part.last
        if start == nil { index += 1 }
    }

    var page: StorePage<String> { StorePage(items: summaries, next: next) }

    private var next: String? {
        guard index < buckets.count else { return nil }
        if let start { return ArticlePosition(after: start)?.text }
        return ArticlePosition(createdAt: buckets[index], id: nil).text
    }
}
