import FoundationEssentials
import HDOCModels
import HDOCService

/// Writes the sample community's articles.
struct SampleArticleMaker {
    /// The maximum number of articles per author, except for the sample account. It keeps the list short.
    private static let perAuthor = 12
    private var generator: SplitMix64
    private var made = 0

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// The whole journey of the sample account, one article for each day.
    mutating func journeyOfSampleAccount(today: UTCDay) -> [StoredArticle] {
        SampleAccount.daysAgo.enumerated().map { index, daysAgo in
            article(
                author: SampleAccount.handle, day: index + 1, at: SampleAccount.evening(of: today - daysAgo), isTidy: true)
        }
    }

    /// Articles for a user's latest days, from the last entry backwards, with occasional gaps.
    mutating func articles(of user: SampleUser) -> [StoredArticle] {
        guard let last = user.lastEntry else { return [] }
        let joined = UTCDay(user.joined)
        var instant = last
        var articles: [StoredArticle] = []
        let count = min(user.daysCompleted, generator.number(in: 1...Self.perAuthor))
        for index in 0..<count {
            articles.append(
                article(author: user.handle, day: user.daysCompleted - index, at: instant, isTidy: false))
            let earlier = UTCDay(instant) - (generator.once(in: 5) ? 2 : 1)
            if earlier <= joined { break }
            instant = earlier.start.addingTimeInterval(Double(generator.number(in: 0...80_000_000)) / 1000)
        }
        return articles
    }

    private mutating func article(author: String, day: Int, at instant: Date, isTidy: Bool) -> StoredArticle {
        made += 1
        let date = UTCDay(instant)
        let topic = generator.pick(SampleTexts.topics)
        let template = generator.pick(["micro", "micro", "short", "short", "long"])
        let title = generator.pick(SampleTexts.titles).split(separator: "{}", omittingEmptySubsequences: false)
            .joined(separator: topic.service)
        let createdAt = Timestamp.format(instant)
        let hasNumericID = !isTidy && made % 9 == 0
        let id = hasNumericID ? String(1000 + made) : identifier(instant)
        let json: RawJSON = [
            "id": hasNumericID ? .number(id) : .string(id), "day": .number(String(day)), "date": .string(date.text),
            "title": .string(title), "subtitle": .string("Day \(day) of my journey"),
            "body": .string(SampleTexts.body(template, topic, day: day)), "tags": tags(topic, isTidy: isTidy),
            "link": .string("https://github.com/\(author)/100DaysOfCloud/tree/main/Journey/\(Self.padded(day))"),
            "template": .string(template), "author": .string(author), "created_at": .string(createdAt),
        ]
        let sent = !isTidy && made % 11 == 0 ? Self.sparse(json) : json
        return StoredArticle(
            id: id, author: author, day: day, date: date.text, createdAt: createdAt, content: nil, json: sent.text,
            summary: StoredArticle.summary(of: sent), tags: topic.tags)
    }

    /// The article with only the fields that articles of the website have.
    private static func sparse(_ article: RawJSON) -> RawJSON {
        ["day", "date", "body", "link", "template"].reduce(article) { $0.setting($1, nil) }
            .setting("image", "https://images.example/cloud.png")
    }

    /// The tags: usually a list, but sometimes a single tag is a string.
    private func tags(_ topic: SampleTexts.SampleTopic, isTidy: Bool) -> RawJSON {
        !isTidy && made.isMultiple(of: 2) && topic.tags.count == 1
            ? .string(topic.tags[0]) : .array(topic.tags.map(RawJSON.string))
    }

    private static func padded(_ day: Int) -> String {
        String(repeating: "0", count: max(0, 3 - String(day).count)) + String(day)
    }

    /// A UUIDv7 for that instant. Its random part depends only on the seed.
    private mutating func identifier(_ instant: Date) -> String {
        let milliseconds = String(UInt64(max(0, instant.timeIntervalSince1970 * 1000)), radix: 16)
        let time = String(repeating: "0", count: max(0, 12 - milliseconds.count)) + milliseconds
        let random = String(generator.next() | 1 << 63, radix: 16) + String(generator.next() | 1 << 63, radix: 16)
        return [
            String(time.prefix(8)), String(time.suffix(4)), "7" + random.prefix(3), "8" + random.dropFirst(3).prefix(3),
            String(random.dropFirst(6).prefix(12)),
        ].joined(separator: "-")
    }
}
