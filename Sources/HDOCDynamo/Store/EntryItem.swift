import HDOCModels
import HDOCService

/// The keys of the table Entries, which holds several kinds of items.
package enum EntryKey {
    package static let partition = "PK"
    package static let sort = "SK"

    private static func key(_ partition: String, _ sort: String) -> DynamoDBItem {
        [self.partition: .string(partition), self.sort: .string(sort)]
    }

    /// An article.
    static func article(_ id: String) -> DynamoDBItem { key("A#" + id, "A") }

    /// The id of the article with this key; nil for other items.
    static func articleID(_ key: DynamoDBItem) -> String? {
        guard key[sort] == .string("A") else { return nil }
        return key[partition]?.string?.afterBytes(of: "A#").map(String.init)
    }

    /// The partition with all of an author's days.
    static func days(of author: String) -> String { "U#" + author }

    /// What keeps an author's day from a second article. An article without a day has an item as well, for its date.
    static func day(_ article: StoredArticle) -> DynamoDBItem {
        let sort = article.day.map { "D#" + padded($0) } ?? "N#" + article.id
        return key(days(of: article.author), sort)
    }

    private static func padded(_ day: Int) -> String {
        let digits = String(day)
        return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
    }

    /// The partition with a tag's articles of one month.
    static func tagged(_ tag: String, month: String) -> String { "T#\(tag)#\(month)" }

    static func tagged(_ tag: String, article id: String, createdAt: String) -> DynamoDBItem {
        key(tagged(tag, month: TimeBucket.month(createdAt)), createdAt + "#" + id)
    }

    static let counterShards = 16
    /// The partition with one part of every tag's counter. Together the parts can be written more often than one item.
    static func counters(shard: Int) -> String { "C#\(shard)" }

    static func counter(_ tag: String, article id: String) -> DynamoDBItem {
        key(counters(shard: Shard.of(id, count: counterShards)), tag)
    }

    /// The most used tags.
    static let topTags = key("TOP#tags", "TOP")

    /// The days on which articles were created.
    static let feedBuckets = key("BUCKETS#feed", "BUCKETS")

    /// The months in which articles with a tag were created.
    static func buckets(ofTag tag: String) -> DynamoDBItem { key("BUCKETS#T#" + tag, "BUCKETS") }
}

/// The parts of time that partitions are divided into.
enum TimeBucket {
    /// `2026-11-23` of a timestamp.
    static func day(_ createdAt: String) -> String { String(createdAt.prefix(10)) }
    /// `2026-11` of a timestamp.
    static func month(_ createdAt: String) -> String { String(createdAt.prefix(7)) }
}

/// The item of an article. The body is an attribute of its own, so that the indexes do not contain it.
enum ArticleItem {
    static let author = "author"
    static let createdAt = "created_at"
    /// The partition key of the index `feed`: the day of creation (UTC).
    static let feed = "feed"
    static let summary = "summary"
    static let version = "version"
    static let tags = "tags"
    private static let body = "body"
    /// The position of `body` among the members of the article's JSON.
    private static let bodyPosition = "body_position"
    /// How many of the members of the article's JSON were posted. They come first.
    private static let contentCount = "content_count"
    private static let content = "content"
    private static let json = "json"

    static func item(_ article: StoredArticle) -> DynamoDBItem {
        var item = EntryKey.article(article.id)
        item[author] = .string(article.author)
        item[createdAt] = .string(article.createdAt)
        item[feed] = .string(TimeBucket.day(article.createdAt))
        item["day"] = article.day.map { .integer($0) }
        item["date"] = article.date.map { .string($0) }
        item[version] = .integer(article.version)
        item[tags] = .list(article.tags.map { .string($0) })
        item[summary] = .string(article.summary)
        for text in texts(of: article) { item[text.name] = text.value }
        return item
    }

    /// The texts of the article in a form that contains the body once. Texts with another relation to each other, which the
    /// service does not write, are stored whole.
    private static func texts(of article: StoredArticle) -> [AttributeChange] {
        var changes: [AttributeChange] = []
        let members = members(article.json)
        let split = members.firstIndex { $0.name == "body" }.flatMap { index in
            members[index].value.string.map { (index, $0, members[..<index] + members[(index + 1)...]) }
        }
        if let (index, text, rest) = split, RawJSON.object(Array(rest)).text == article.summary,
            RawJSON.object(members).text == article.json
        {
            changes = [AttributeChange(body, .string(text)), AttributeChange(bodyPosition, .integer(index))]
        } else if article.json != article.summary {
            changes = [AttributeChange(json, .string(article.json))]
        }
        if let content = article.content {
            let count = self.members(content).count
            let isPrefix = count > 0 && RawJSON.object(Array(members.prefix(count))).text == content
            changes.append(isPrefix ? AttributeChange(contentCount, .integer(count)) : AttributeChange(self.content, .string(content)))
        }
        return changes
    }

    private static func members(_ json: String) -> [RawJSON.Member] {
        guard case .object(let members) = try? JSONReader.read(json.utf8) else { return [] }
        return members
    }
}

extension ArticleItem {
    /// The article in an item; nil if the item is not an article. Missing values of an item that somebody wrote by hand are left
    /// out.
    static func article(_ item: DynamoDBItem) -> StoredArticle? {
        guard let id = EntryKey.articleID(item) else { return nil }
        let json = fullText(item)
        return StoredArticle(
            id: id, author: item[author]?.string ?? "", day: item["day"]?.integer, date: item["date"]?.string,
            createdAt: item[createdAt]?.string ?? "", version: item[version]?.integer ?? 1, content: content(item, json: json),
            json: json, summary: summary(item), tags: tags(item))
    }

    /// Each tag once, in alphabetical order.
    static func tags(_ item: DynamoDBItem) -> [String] {
        let texts: [String] =
            switch item[tags] {
            case .list(let values): values.compactMap(\.string)
            case .stringSet(let texts): texts
            case .string(let tag): [tag]
            default: []
            }
        return Set(texts).sorted()
    }

    /// The JSON of the article as lists contain it.
    static func summary(_ item: DynamoDBItem) -> String { item[summary]?.string ?? handWritten(item).setting(body, nil).text }

    private static func fullText(_ item: DynamoDBItem) -> String {
        if let json = item[json]?.string { return json }
        guard let summary = item[summary]?.string else { return handWritten(item).text }
        guard let text = item[body]?.string else { return summary }
        var members = members(summary)
        let index = min(max(0, item[bodyPosition]?.integer ?? members.count), members.count)
        members.insert(RawJSON.Member(name: body, value: .string(text)), at: index)
        return RawJSON.object(members).text
    }

    private static func content(_ item: DynamoDBItem, json: String) -> String? {
        if let content = item[content]?.string { return content }
        guard let count = item[contentCount]?.integer, count > 0 else { return nil }
        return RawJSON.object(Array(members(json).prefix(count))).text
    }

    /// The attributes of an item that has no summary.
    private static func handWritten(_ item: DynamoDBItem) -> RawJSON {
        let names = item.keys.filter { ![EntryKey.partition, EntryKey.sort, feed].contains($0) }.sorted()
        let id = RawJSON.Member(name: "id", value: .string(EntryKey.articleID(item) ?? ""))
        return .object(
            [id]
                + names.filter { $0 != "id" }.compactMap { name in
                    item[name].map { RawJSON.Member(name: name, value: $0.json) }
                })
    }
}
