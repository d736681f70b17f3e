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
        let version: Int? = try read("version")
        let change = EntryChange(kind: try read("change"), posted: try read("posted"), version: version, of: entry)
        self.init(
            entry: entry, change: change, version: change.kind == .post ? version : nil,
            conflict: EntryConflict(column: try read("conflict"), of: entry), state: state,
            attempts: min(max(try read("attempts"), 0), Self.mostAttempts), lastError: try read("last_error"),
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
            entry.isDayProposed ? 1 : 0, change.kind == .post ? nil : change.kind.rawValue, change.base.map(\.number) ?? version,
            change.base.map { JSONWriter.text($0.entry.json) }, conflict?.column,
        ]
    }
}

extension EntryChange {
    /// Reads the columns of a row. If a damaged file has lost the posted text, its version counts as unknown, so that hdoc asks the
    /// stage before it changes anything.
    init(kind: String?, posted: String?, version: Int?, of entry: Entry) {
        let base = PostedVersion(column: posted, of: entry).map { PostedVersion(entry: $0.entry, number: version) }
        switch kind.flatMap(Kind.init(rawValue:)) {
        case nil, .post: self = .post
        case .correct: self = .correct(base ?? PostedVersion(entry: entry, number: nil))
        case .remove: self = .remove(base ?? PostedVersion(entry: entry, number: nil))
        }
    }
}

extension PostedVersion {
    /// Reads the JSON of a column. Nil if it is not a version of this entry.
    fileprivate init?(column: String?, of entry: Entry) {
        guard let column, let json = try? JSONParser.read(column.utf8), let article = Article(json: json), article.id == entry.id,
            let version = PostedVersion(article, zone: entry.zone)
        else { return nil }
        self = version
    }
}

extension EntryConflict {
    private static let removedColumn = "null"

    init?(column: String?, of entry: Entry) {
        if column == Self.removedColumn {
            self = .removed
        } else if let version = PostedVersion(column: column, of: entry) {
            self = .changed(version)
        } else {
            return nil
        }
    }

    fileprivate var column: String { current.map { JSONWriter.text($0.json) } ?? Self.removedColumn }
}
