import FoundationEssentials
import GRDB
import HDOCModels

extension OutboxEntry {
    /// Reads the columns of `OutboxSchema.columns`. Nil if a column that must have a value has none, which only a damaged file
    /// contains.
    ///
    /// An entry with an unreadable date gets the date on which it was created, and is not sent before somebody has looked at it.
    init?(row: Row) {
        guard let entry = try? OutboxEntry(decoding: row) else { return nil }
        self = entry
    }

    private init(decoding row: Row) throws {
        func read<Value: DatabaseValueConvertible>(_ column: String) throws -> Value { try row.decode(forColumn: column) }
        let createdAt = Date(timeIntervalSince1970: try read("created_at"))
        let date = CalendarDay(try read("date") as String)
        var state = EntryState(rawValue: try read("state")) ?? .draft
        if date == nil, state == .queued { state = .draft }
        let entry = Entry(
            id: try read("id"), day: try read("day"), date: date ?? CalendarDay(createdAt, in: .utc), zone: try read("zone"),
            title: try read("title"), subtitle: try read("subtitle"), body: try read("body"), tags: ListColumn.read(try read("tags")),
            link: try read("link"), template: ArticleTemplate(rawValue: try read("template")) ?? .micro,
            isDayProposed: try read("day_is_proposed") as Int? == 1)
        self.init(
            entry: entry, state: state, attempts: min(max(try read("attempts"), 0), Self.mostAttempts), lastError: try read("last_error"),
            nextAttemptAt: (try read("next_attempt_at") as Double?).map(Date.init(timeIntervalSince1970:)),
            articleURL: try read("article_url"), createdAt: createdAt, updatedAt: Date(timeIntervalSince1970: try read("updated_at")))
    }

    /// No entry has more attempts, unless its file is damaged.
    private static let mostAttempts = 1_000_000

    var arguments: StatementArguments {
        [
            id, entry.day, entry.date.description, entry.zone, entry.title, entry.subtitle, entry.body,
            ListColumn.write(entry.tags), entry.link, entry.template.rawValue, state.rawValue, attempts, lastError,
            nextAttemptAt?.timeIntervalSince1970, articleURL, createdAt.timeIntervalSince1970, updatedAt.timeIntervalSince1970,
            entry.isDayProposed ? 1 : 0,
        ]
    }
}
