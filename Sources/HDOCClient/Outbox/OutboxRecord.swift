import FoundationEssentials
import GRDB
import HDOCModels

extension OutboxEntry {
    /// Nil if the row contains a value that no version of hdoc writes. Such a row stays in the file but is not shown.
    init?(row: Row) {
        guard let date = CalendarDay(row["date"]), let template = ArticleTemplate(rawValue: row["template"]),
            let state = EntryState(rawValue: row["state"])
        else { return nil }
        let entry = Entry(
            id: row["id"], day: row["day"], date: date, zone: row["zone"], title: row["title"], subtitle: row["subtitle"],
            body: row["body"], tags: ListColumn.read(row["tags"]), link: row["link"], template: template,
            isDayProposed: Int.fromDatabaseValue(row["day_is_proposed"]) == 1)
        self.init(
            entry: entry, state: state, attempts: row["attempts"], lastError: row["last_error"],
            nextAttemptAt: (row["next_attempt_at"] as Double?).map(Date.init(timeIntervalSince1970:)),
            articleURL: row["article_url"], createdAt: Date(timeIntervalSince1970: row["created_at"]),
            updatedAt: Date(timeIntervalSince1970: row["updated_at"]))
    }

    var arguments: StatementArguments {
        [
            id, entry.day, entry.date.description, entry.zone, entry.title, entry.subtitle, entry.body,
            ListColumn.write(entry.tags), entry.link, entry.template.rawValue, state.rawValue, attempts, lastError,
            nextAttemptAt?.timeIntervalSince1970, articleURL, createdAt.timeIntervalSince1970, updatedAt.timeIntervalSince1970,
            entry.isDayProposed ? 1 : 0,
        ]
    }
}
