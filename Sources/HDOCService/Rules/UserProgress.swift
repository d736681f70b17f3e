import FoundationEssentials
import HDOCModels

/// The change of a user object when its user posts an entry.
struct UserProgress: Sendable {
    /// The dates of the author's earlier entries.
    let dates: Set<CalendarDay>
    /// The date of the new entry.
    let date: CalendarDay
    let instant: Date

    /// The user object with one more day, the new streak and the time of the entry, under the attribute names that it uses.
    /// Every other attribute keeps its value and spelling. Nil if the text is not a JSON object.
    func applied(to json: String) -> String? {
        guard var user = try? JSONReader.read(json.utf8), case .object = user else { return nil }
        let spelling: UserSpelling = user[UserSpelling.older.handle] == nil ? .current : .older
        let days = spelling["days_completed"]
        user[days] = .number(String((user[days]?.integer ?? 0) + 1))
        user[spelling["last_entry_at"]] = .string(Timestamp.format(instant))
        user[spelling["github_streak"]] = .number(String(streak))
        return user.text
    }

    /// The number of consecutive days with an entry, up to the new entry.
    private var streak: Int { Streak(dates: dates.union([date]), today: date).current }
}
