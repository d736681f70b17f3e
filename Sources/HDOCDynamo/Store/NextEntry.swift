import FoundationEssentials
import HDOCModels
import HDOCService

/// The attributes of a user from which DynamoDB itself calculates the streak when the next entry is posted.
enum RunAttributes {
    /// The date of the latest entry; an empty text if there is none. Absent if it is not known.
    static let latest = "_latest"
    /// For the date of the latest entry and the day after it: the streak without an entry on this date. So an entry on a date `D`
    /// makes the streak 1 more than the number for `D`, or 1 if there is no number for `D`.
    static let streaks = "_streaks"

    static let names = [latest, streaks]

    static func changes(_ run: EntryRun) -> [AttributeChange] {
        var streaks: DynamoDBItem = [:]
        if let latest = run.latest {
            streaks[latest.description] = .integer(run.length - 1)
            streaks[latest.adding(days: 1).description] = .integer(run.length)
        }
        return [
            AttributeChange(latest, .string(run.latest?.description ?? "")), AttributeChange(self.streaks, .map(streaks)),
        ]
    }
}

/// The update of a user who posts an entry that is not older than the others, without knowing the user.
struct NextEntry {
    private let article: StoredArticle
    private let date: CalendarDay
    private let instant: Date

    /// Nil for an article without a date, and at the ends of the calendar, where the days before and after do not exist.
    init?(_ article: StoredArticle, at instant: Date) {
        guard let date = article.date.flatMap({ CalendarDay($0) }), (2...9_998).contains(date.year) else { return nil }
        (self.article, self.date, self.instant) = (article, date, instant)
    }

    func write(_ table: String) -> ItemWrite {
        ItemWrite(table, .update(key: UserItem.key(article.author), update), if: condition)
    }

    /// The item must have the form that hdoc writes.
    private var condition: Condition {
        .all([
            .exists(UserItem.handle), .absent(UserItem.deleted), .absent(UserSpelling.older.handle),
            .exists(RunAttributes.streaks), .lessOrEqual(RunAttributes.latest, .string(date.description)),
            .any([.absent(Self.days), .greaterOrEqual(Self.days, .integer(0))]),
        ])
    }

    private static let days = "days_completed"

    private var update: ItemUpdate {
        func streak(_ days: Int) -> AttributePath { [RunAttributes.streaks, date.adding(days: days).description] }
        let set = [
            AttributeChange("last_entry_at", .string(article.createdAt)), AttributeChange(RunAttributes.latest, .string(date.description)),
        ]
        return ItemUpdate(
            set: set + UserItem.indexed([:], handle: article.author, at: instant),
            sums: [
                AttributeSum(["github_streak"], streak(0), plus: 1), AttributeSum(streak(0), streak(0), plus: 0),
                AttributeSum(streak(1), streak(0), plus: 1),
            ],
            add: [AttributeChange(Self.days, .integer(1)), AttributeChange(UserItem.version, .integer(1))],
            remove: (1...Self.forgotten).map { streak(-$0) })
    }

    /// The numbers for so many days before are removed. Older ones remain until a correction replaces all; they have no effect.
    private static let forgotten = 3
}
