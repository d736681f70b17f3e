import FoundationEssentials
import HDOCModels

/// What a new entry changes in its author's user object.
struct UserProgress: Sendable {
    /// The dates of the author's earlier entries.
    let dates: Set<CalendarDay>
    /// The date of the new entry.
    let date: CalendarDay
    let instant: Date

    /// The user object with one more day, the new streak and the time of the entry, in the spelling that it has.
    /// Every other attribute keeps its value and spelling. Nil where the text is not a JSON object.
    func applied(to json: String) -> String? {
        guard var user = try? JSONReader.read(json.utf8), case .object = user else { return nil }
        let spelling: UserSpelling = user[UserSpelling.older.handle] == nil ? .current : .older
        let days = spelling["days_completed"]
        user[days] = .number(String((user[days]?.integer ?? 0) + 1))
        user[spelling["last_entry_at"]] = .string(Timestamp.format(instant))
        user[spelling["github_streak"]] = .number(String(streak))
        return user.text
    }

    /// Days in a row with an entry, up to the new one.
    private var streak: Int { Streak(dates: dates.union([date]), today: date).current }
}
