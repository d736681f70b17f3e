import FoundationEssentials
import GRDB
import HDOCModels

/// Rows are read by position, in the order of `columns`: three times as fast as by name, which shows at 100,000 rows.
extension Journeyer {
    static let columns = [
        "handle", "full_name", "bio", "days_completed", "github_score", "twitter_score", "github_streak",
        "twitter_streak", "last_entry_at", "date_joined", "status", "twitter_username", "linkedin_profile",
        "avatar_image", "github_journey_url", "personal_blog_url", "extra",
    ]

    init(row: Row) {
        self.init(handle: row[0])
        fullName = row[1]
        bio = row[2]
        daysCompleted = row[3]
        githubScore = row[4]
        twitterScore = row[5]
        githubStreak = row[6]
        twitterStreak = row[7]
        lastEntryAt = (row[8] as Double?).map(Date.init(timeIntervalSince1970:))
        dateJoined = (row[9] as Double?).map(Date.init(timeIntervalSince1970:))
        status = row[10]
        twitterUsername = row[11]
        linkedinProfile = row[12]
        avatarImage = row[13]
        githubJourneyURL = row[14]
        personalBlogURL = row[15]
        extra = ExtraColumn.read(row[16])
    }

    var arguments: StatementArguments {
        [
            handle, fullName, bio, daysCompleted, githubScore, twitterScore, githubStreak, twitterStreak,
            lastEntryAt?.timeIntervalSince1970, dateJoined?.timeIntervalSince1970, status, twitterUsername,
            linkedinProfile, avatarImage, githubJourneyURL, personalBlogURL, ExtraColumn.write(extra),
        ]
    }
}

extension Article {
    static let columns = [
        "id", "author", "day", "date", "title", "subtitle", "body", "tags", "link", "template", "image",
        "created_at", "extra",
    ]

    init(row: Row) {
        self.init(id: row[0])
        author = row[1]
        day = row[2]
        date = (row[3] as String?).flatMap { CalendarDay($0) }
        title = row[4]
        subtitle = row[5]
        body = row[6]
        tags = ListColumn.read(row[7])
        link = row[8]
        template = row[9]
        image = row[10]
        createdAt = (row[11] as Double?).map(Date.init(timeIntervalSince1970:))
        extra = ExtraColumn.read(row[12])
    }

    var arguments: StatementArguments {
        [
            id, author, day, date?.description, title, subtitle, body, ListColumn.write(tags), link, template, image,
            createdAt?.timeIntervalSince1970, ExtraColumn.write(extra),
        ]
    }
}

/// A list of strings in one column, as JSON.
enum ListColumn {
    static func read(_ text: String) -> [String] { (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? [] }
    static func write(_ list: [String]) -> String {
        (try? JSONEncoder().encode(list)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}

/// Unknown attributes in one column, as JSON; NULL where there are none, which is nearly always.
enum ExtraColumn {
    static func read(_ text: String?) -> [String: JSONValue] {
        text.flatMap { try? JSONParser.read($0.utf8).object } ?? [:]
    }
    static func write(_ extra: [String: JSONValue]) -> String? {
        extra.isEmpty ? nil : JSONWriter.text(.object(extra))
    }
}
