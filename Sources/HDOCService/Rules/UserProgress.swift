import HDOCModels

/// The change of a user object when its user posts, corrects or removes an entry.
struct UserProgress: Sendable, Equatable {
    /// The change of the number of completed days.
    let days: Int
    /// The new time of the last entry.
    let lastEntry: LastEntry
    /// The consecutive days with an entry, up to the latest one. Their number is the new streak.
    let run: EntryRun

    enum LastEntry: Sendable, Equatable {
        case unchanged, none
        case at(String)
    }

    /// - Parameter entries: the author's earlier entries.
    static func posting(_ article: StoredArticle, after entries: [AuthorEntry]) -> UserProgress {
        let dates = Set(entries.compactMap(\.date) + [date(of: article)].compactMap(\.self))
        return UserProgress(days: 1, lastEntry: .at(article.createdAt), run: EntryRun(dates))
    }

    /// Nil if the correction does not change the user's figures: only another date does.
    static func correcting(_ article: StoredArticle, to correction: StoredArticle, among entries: [AuthorEntry]) -> UserProgress? {
        guard article.date != correction.date else { return nil }
        let others = entries.filter { $0.id != article.id }.compactMap(\.date)
        let dates = Set(others + [date(of: correction)].compactMap(\.self))
        return UserProgress(days: 0, lastEntry: .unchanged, run: EntryRun(dates))
    }

    /// The day of a removed entry no longer counts.
    static func removing(_ article: StoredArticle, from entries: [AuthorEntry]) -> UserProgress {
        let rest = entries.filter { $0.id != article.id }
        return UserProgress(
            days: article.day == nil ? 0 : -1, lastEntry: rest.map(\.createdAt).max().map(LastEntry.at) ?? .none,
            run: EntryRun(Set(rest.compactMap(\.date))))
    }

    /// The changed user object, under the attribute names that it uses. Every other attribute keeps its value and spelling.
    /// Nil if the text is not a JSON object.
    func applied(to json: String) -> String? {
        guard var user = try? JSONReader.read(json.utf8), case .object = user else { return nil }
        let spelling: UserSpelling = user[UserSpelling.older.handle] == nil ? .current : .older
        if days != 0 {
            let name = spelling["days_completed"]
            user[name] = .number(String(max(0, (user[name]?.integer ?? 0) + days)))
        }
        switch lastEntry {
        case .unchanged: break
        case .none: user[spelling["last_entry_at"]] = nil
        case .at(let instant): user[spelling["last_entry_at"]] = .string(instant)
        }
        user[spelling["github_streak"]] = .number(String(run.length))
        return user.text
    }

    private static func date(of article: StoredArticle) -> CalendarDay? { article.date.flatMap { CalendarDay($0) } }
}
