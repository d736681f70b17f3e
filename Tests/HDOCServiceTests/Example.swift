import Foundation
import HDOCModels

@testable import HDOCService

/// Values that several suites use.
enum Example {
    static let entry: RawJSON = [
        "id": "0198c0de-0000-7000-8000-000000000001", "day": 24, "date": "2026-11-23", "title": "Queues",
        "subtitle": "SQS", "body": "## Cloud Research\n☁️", "tags": ["aws", "sqs"],
        "link": "https://github.com/ada/100DaysOfCloud", "template": "micro",
    ]

    /// Two users, one of them with the older attribute names, an item without a key, an item with a string set, and three
    /// articles. The account `sub-ada` owns `ada`.
    static let community = SeedCommunity(
        users: [
            SeedUser(handle: "ada", json: ["github_username": "ada", "days_completed": 2, "github_streak": 1]),
            SeedUser(handle: "Old", json: ["githubProfile": "Old", "daysCompleted": .number("1E+1"), "x": .number("0.10")]),
            SeedUser(handle: nil, json: ["full_name": "Nobody"]),
            SeedUser(handle: "string-set", json: ["github_username": "string-set"], holdsSet: true),
        ],
        articles: [
            article("a1", author: "ada", day: 1, date: "2026-11-20", tags: ["aws"]),
            article("a2", author: "ada", day: 2, date: "2026-11-22", tags: ["aws", "sqs"]),
            article("b1", author: "Old", day: 1, date: "2026-11-21", tags: ["gcp", "aws"]),
        ],
        owners: ["sub-ada": "ada"])

    static func article(
        _ id: String, author: String, day: Int, date: String, tags: [String] = [], content: String? = nil
    ) -> NewArticle {
        NewArticle(
            id: id, author: author, day: day, date: date, createdAt: date + "T19:00:00.000Z", content: content,
            json: #"{"id": "\#(id)"}"#, tags: tags)
    }
}
