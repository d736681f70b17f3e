/// The lists that a query can filter.
public enum QuerySubject: String, Sendable, CaseIterable {
    /// The users of a stage.
    case users
    /// The articles of a stage.
    case articles
}

/// The keys of the query language: `days:>30`. This table is the only place that says which keys exist, for which list, and what each
/// compares; parsing, evaluation, errors, help and completion use it. The raw value is the name as it is typed.
public enum QueryKey: String, Sendable, CaseIterable {
    case days, score, streak, inactive, joined, status
    case tag, author, day, date

    /// The kind of value that a key compares.
    public enum Kind: Sendable, Equatable {
        /// A whole number: `30`.
        case number
        /// A time that has passed, with a unit: `14d`.
        case age
        /// A calendar date: `2026-01-01`.
        case date
        /// A text, which is compared as a whole and without regard to case and accents.
        case text
    }

    /// The list that the key filters.
    public var subject: QuerySubject { row.subject }
    /// The kind of value that the key compares.
    public var kind: Kind { row.kind }
    /// What the key compares, in a few words.
    public var meaning: String { row.meaning }
    /// An example of a term with this key.
    public var example: String { row.example }

    /// The keys of one list.
    public static func keys(of subject: QuerySubject) -> [QueryKey] { allCases.filter { $0.subject == subject } }

    private typealias Row = (subject: QuerySubject, kind: Kind, meaning: String, example: String)

    private var row: Row {
        switch self {
        case .days: (.users, .number, "completed days", "days:>30")
        case .score: (.users, .number, "total score", "score:100..200")
        case .streak: (.users, .number, "streak on GitHub, in days", "streak:>7")
        case .inactive: (.users, .age, "time since the last entry", "inactive:>14d")
        case .joined: (.users, .date, "date of joining", "joined:<2026-01-01")
        case .status: (.users, .text, "status", "status:active")
        case .tag: (.articles, .text, "one of the tags", "tag:aws")
        case .author: (.articles, .text, "author's handle", "author:ada")
        case .day: (.articles, .number, "number of the day", "day:<=10")
        case .date: (.articles, .date, "date of the article", "date:2026-01-01..2026-01-31")
        }
    }
}
