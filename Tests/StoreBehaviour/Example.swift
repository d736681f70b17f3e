import FoundationEssentials
import HDOCModels
import HDOCService

/// Values that several suites use.
package enum Example {
    /// The instant at which the examples happen.
    package static let now = Timestamp.parse("2026-11-23T20:00:00.000Z") ?? .distantPast

    package static let entry: RawJSON = [
        "id": "0198c0de-0000-7000-8000-000000000001", "day": 24, "date": "2026-11-23", "title": "Queues",
        "subtitle": "SQS", "body": "## Cloud Research\n☁️", "tags": ["aws", "sqs"],
        "link": "https://github.com/ada/100DaysOfCloud", "template": "micro",
    ]

    /// Two users, one of them with the older attribute names, an item without a key, an item with a string set, and three
    /// articles. The account `sub-ada` owns `ada`.
    package static let community = SeedCommunity(
        users: [
            SeedUser(handle: "ada", json: ["github_username": "ada", "days_completed": 2, "github_streak": 1]),
            SeedUser(handle: "Old", json: ["githubProfile": "Old", "daysCompleted": .number("1E+1"), "x": .number("0.10")]),
            SeedUser(handle: nil, json: ["full_name": "Nobody"]),
            SeedUser(handle: "string-set", json: ["github_username": "string-set"], holdsSet: true),
        ],
        articles: [
            article("a1", author: "ada", day: 1, date: "2026-11-20", tags: ["aws"]),
            article("a2", author: "ada", day: 2, date: "2026-11-22", tags: ["aws", "sqs"]),
            article("b1", author: "Old", day: 1, date: "2026-11-21", tags: ["aws", "gcp"]),
        ],
        owners: ["sub-ada": "ada"])

    package static func article(
        _ id: String, author: String, day: Int, date: String, tags: [String] = [], content: String? = nil, version: Int = 1
    ) -> StoredArticle {
        StoredArticle(
            id: id, author: author, day: day, date: date, createdAt: date + "T19:00:00.000Z", version: version, content: content,
            json: #"{"id": "\#(id)", "body": "v\#(version)"}"#, summary: #"{"id": "\#(id)"}"#, tags: tags)
    }

    /// A community of this many users, `user-000` and so on, of at least this many bytes each.
    package static func users(_ count: Int, bytes: Int = 0) -> SeedCommunity {
        SeedCommunity(
            users: (0..<count).map { number in
                let handle = "user-" + String("00\(number)".suffix(3))
                return SeedUser(
                    handle: handle,
                    json: ["github_username": .string(handle), "bio": .string(String(repeating: "x", count: bytes))])
            })
    }

    /// The progress of a user who is stored as `before`.
    package static func update(of handle: String, from before: StoredUser, at instant: Date = now, days: Int) -> UserUpdate {
        let user: RawJSON = ["github_username": .string(handle), "days_completed": .number(String(days))]
        return UserUpdate(handle: handle, expected: before, updated: user.text, instant: instant)
    }
}
