import FoundationEssentials
import HDOCClient
import HDOCModels
import SafeText

/// The rows of the screens as sentences. A name is said once, and nothing is padded.
enum LinearSentences {
    static func journeyer(_ journeyer: Journeyer, _ state: AppState) -> String {
        let facts = [
            journeyer.daysCompleted.map { Amounts.count($0, "day") }, journeyer.totalScore.map { "score \($0)" },
            journeyer.lastEntryAt.map { "last entry \(SpokenTime.ago($0, state))" },
        ].compactMap(\.self)
        let faults = state.screens.journeyers.filter == .malformed ? ProfileText.faults(journeyer, state) : []
        let known = facts.isEmpty ? "No data about their days" : facts.joined(separator: ", ")
        return ([name(journeyer, state), known] + faults).map(ended).joined(separator: " ")
    }

    static func rank(_ row: LeaderboardRow, _ state: AppState) -> String {
        let journeyer = row.journeyer
        let parts = [journeyer.githubScore.map { "\($0) on GitHub" }, journeyer.twitterScore.map { "\($0) on Twitter" }].compactMap(\.self)
        let score = Amounts.known(journeyer.totalScore) + (parts.isEmpty ? "" : ": \(parts.joined(separator: " and "))")
        let streak = journeyer.githubStreak.map { "Streak \(Amounts.count($0, "day"))." }
        let places = state.model.movement[GitHubHandle.key(journeyer.handle)] ?? 0
        let moved = places == 0 ? nil : "\(places > 0 ? "Up" : "Down") \(Amounts.count(abs(places), "place"))."
        return (["Rank \(row.rank), \(name(journeyer, state)).", "Score \(score)."] + [streak, moved].compactMap(\.self))
            .joined(separator: " ")
    }

    static func article(_ article: Article, _ state: AppState) -> String {
        let author = state.screens.articles.author == nil || state.tab != .articles ? article.author.map { " by \($0)" } ?? "" : ""
        let date = article.date.map { ", \(SpokenTime.date($0, state))" } ?? ""
        let tags = article.tags.isEmpty ? "" : " Tags: \(article.tags.joined(separator: ", "))."
        return "\(article.day.map { "Day \($0)" } ?? "No day")\(author)\(date): \(ended(article.title ?? "Untitled"))\(tags)"
    }

    /// An article in the profile of its author.
    static func own(_ article: Article, _ state: AppState) -> String {
        let date = article.date.map { ", \(SpokenTime.date($0, state))" } ?? ""
        return "\(article.day.map { "Day \($0)" } ?? "No day")\(date): \(ended(article.title ?? "Untitled"))"
    }

    static func item(_ item: TodayItem, _ state: AppState) -> String {
        let date = item.date.map { ", \(SpokenTime.date($0, state))" } ?? ""
        let tags = item.tags.isEmpty ? "" : " Tags: \(item.tags.joined(separator: ", "))."
        let standing = item.state.map(EntryStrings.name) ?? EntryStrings.name(.sent)
        return "\(item.day.map { "Day \($0)" } ?? "No day")\(date): \(ended(item.label)) \(capitalised(standing)).\(tags)"
    }

    static func entry(_ entry: OutboxEntry, _ state: AppState) -> String {
        let date = SpokenTime.date(entry.entry.date, state)
        return "Day \(entry.entry.day), \(date): \(ended(ChangeStrings.title(entry))) \(capitalised(EntryStrings.name(entry.state)))."
    }

    static func route(_ status: RouteStatus, _ state: AppState) -> String {
        if let check = state.screens.stage.check.routes[status.route] {
            let reason = StageCheckStrings.reason(check)
            return "\(status.route.rawValue): \(StageCheckStrings.state(check.verdict))\(reason.isEmpty ? "" : ", \(reason)")."
        }
        let checked = status.checkedAt.map { ", checked \(SpokenTime.ago($0, state))" } ?? ""
        return switch status.presence {
        case .unknown: "\(status.route.rawValue): not checked yet."
        case .present: "\(status.route.rawValue): available\(checked)."
        case .absent(let code, let reason): "\(status.route.rawValue): not available, \(code) \(reason)\(checked)."
        }
    }

    static func request(_ trace: RequestTrace, _ state: AppState) -> String {
        let facts = [RequestStrings.outcome(trace), RequestStrings.took(trace), RequestStrings.size(trace)]
        return "\(RequestStrings.line(trace.request)): \(facts.joined(separator: ", ")), \(SpokenTime.ago(trace.begunAt, state))."
    }

    /// What an action does, with its key and its word; if it is off, the reason.
    static func action(_ binding: Binding, _ state: AppState) -> String {
        let key = state.settings.keymap.name(of: binding.action).map { "key \(spokenKey($0)), " } ?? ""
        let off = binding.disabled.map { " Off: \(ended($0))" } ?? ""
        return "\(ended(binding.action.summary)) Type \(key)or the word \(LinearWords.word(of: binding.action)).\(off)"
            .replacing("Type or the word", with: "Type the word")
    }

    /// A command of the configuration.
    static func command(_ binding: CustomBinding) -> String {
        let key = binding.command.key.map { "key \(spokenKey($0)), or " } ?? ""
        let off = binding.disabled.map { " Off: \(ended($0))" } ?? ""
        return "\(ended(binding.command.name)) Your own command. Type \(key)its name.\(off)"
    }

    /// A sentence of the screens for somebody who types lines.
    static func typed(_ sentence: String) -> String { SpokenTime.words(sentence).replacing("Press ", with: "Type ") }

    /// The handle, and the full name if it says more.
    static func name(_ journeyer: Journeyer, _ state: AppState) -> String {
        let full = journeyer.fullName.flatMap { $0.isBlank || $0.lowercased() == journeyer.handle.lowercased() ? nil : $0 }
        let name = [journeyer.handle, full].compactMap(\.self).joined(separator: ", ")
        return state.model.isMe(journeyer.handle) ? "\(name), you" : name
    }

    /// The text with a full stop, unless it ends with a punctuation mark.
    static func ended(_ text: String) -> String { text.last.map { ".?!:".contains($0) } == true ? text : text + "." }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// A letter with Shift is named, because a screen reader may say both letters alike.
    private static func spokenKey(_ name: String) -> String {
        guard name.count == 1, let letter = name.first, letter.isUppercase else { return name }
        return "capital \(name)"
    }
}
