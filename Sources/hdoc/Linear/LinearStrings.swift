import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// The rows of the screens as complete sentences, for screen readers and simple terminals.
struct LinearStrings {
    let now: Date

    func journeyer(_ journeyer: Journeyer) -> String {
        let parts = [
            journeyer.daysCompleted.map { Amounts.count($0, "day") }, journeyer.totalScore.map { "score \($0)" },
            journeyer.lastEntryAt.map { "last entry \(RelativeTime.ago($0, now: now))" },
        ].compactMap { $0 }
        let known = parts.isEmpty ? "No data about their days" : parts.joined(separator: ", ")
        return "\(name(journeyer)). \(known)."
    }

    func rank(_ row: LeaderboardRow, moved places: Int?) -> String {
        let (journeyer, move) = (row.journeyer, places ?? 0)
        let parts = [journeyer.githubScore.map { "\($0) on GitHub" }, journeyer.twitterScore.map { "\($0) on Twitter" }].compactMap { $0 }
        let moved = move == 0 ? "" : " \(move > 0 ? "Up" : "Down") \(Amounts.count(abs(move), "place"))."
        let streak = journeyer.githubStreak.map { " Streak \(Amounts.count($0, "day"))." } ?? ""
        let score = Amounts.known(journeyer.totalScore) + (parts.isEmpty ? "" : ": \(parts.joined(separator: " and "))")
        return "Rank \(row.rank), \(name(journeyer)). Score \(score).\(streak)\(moved)"
    }

    func article(_ article: Article) -> String {
        let day = article.day.map { "Day \($0)" } ?? "A day"
        let author = article.author.map { " by \($0)" } ?? ""
        let date = article.date.map { " on \($0)" } ?? ""
        let tags = article.tags.isEmpty ? "" : " Tags: \(article.tags.joined(separator: ", "))."
        return "\(day)\(author)\(date): \(ended(article.title ?? "untitled"))\(tags)"
    }

    func entry(_ entry: OutboxEntry) -> String {
        let title = entry.entry.title.isEmpty ? "untitled" : entry.entry.title
        let reason = entry.lastError.map { " \(ended($0))" } ?? ""
        let subject = entry.isRemoved ? "Day \(entry.entry.day), removed from the stage" : ChangeStrings.subject(entry)
        return "\(subject), \(title): \(EntryStrings.name(entry.state)).\(next(entry))\(reason)\(help(entry))"
    }

    func route(_ status: RouteStatus) -> String {
        let checked = status.checkedAt.map { ", checked \(RelativeTime.ago($0, now: now))" } ?? ""
        switch status.presence {
        case .unknown: return "\(status.route.rawValue): not checked yet."
        case .present: return "\(status.route.rawValue): available\(checked)."
        case .absent(let code, let reason): return "\(status.route.rawValue): not available, \(code) \(reason)\(checked)."
        }
    }

    func cached<Element>(_ what: String, _ snapshot: Snapshot<[Element]>) -> String {
        let age = snapshot.fetchedAt.map { "synced \(RelativeTime.ago($0, now: now))" } ?? "never fetched as a list"
        return "\(what): \(snapshot.value.count) in the cache, \(age)."
    }

    private func name(_ journeyer: Journeyer) -> String {
        [journeyer.handle, journeyer.fullName].compactMap { $0 }.joined(separator: ", ")
    }

    private func next(_ entry: OutboxEntry) -> String {
        guard entry.state.isWaiting, let at = entry.nextAttemptAt else { return "" }
        return at <= now ? " Next attempt now." : " Next attempt in \(RelativeTime.wait(until: at, now: now))."
    }

    private func help(_ entry: OutboxEntry) -> String {
        if entry.conflict != nil { return " Type “open” and its number to compare both texts, then “send”, “edit” or “discard”." }
        return switch entry.state {
        case .unknown: " It may have arrived. Type “settle”, its number, and “arrived” or “again”."
        case .draft, .rejected: " Type “edit” or “send” and its number."
        case .queued, .sending, .sent: ""
        }
    }

    /// The text with a full stop, unless it already ends with a punctuation mark.
    private func ended(_ text: String) -> String { text.last.map { ".?!".contains($0) } == true ? text : text + "." }
}
