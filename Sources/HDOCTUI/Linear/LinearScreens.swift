import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// What the screens say before their rows.
enum LinearScreens {
    static func heading(_ state: AppState) -> [String] {
        if let question = searchQuestion(state) { return [question] }
        if state.tab == .journeyers, state.screens.journeyers.profile != nil, let journeyer = state.screens.journeyers.selected {
            return profile(journeyer, state) + opened(state)
        }
        let name = "\(state.tab.screen.title), screen \(state.tab.index + 1) of \(Tab.allCases.count)."
        return ["\(name) \(facts(state).joined(separator: " "))"] + body(state) + remark(state)
    }

    /// What was announced before and is still the same, in short.
    static func short(_ state: AppState) -> String { "Back on \(state.tab.screen.title)." }

    // MARK: Parts

    private static func searchQuestion(_ state: AppState) -> String? {
        guard state.tab.screen.isTyping(state) else { return nil }
        return state.tab == .leaderboard
            ? "Jump to which rank or name? An empty line stays here." : "Search for what? An empty line shows all."
    }

    /// The amount, the age and the order of the data, each as a sentence.
    private static func facts(_ state: AppState) -> [String] {
        let synced = state.freshness?.fetchedAt.map { "synced \(SpokenTime.ago($0, state))" }
        let amount = [amount(state), synced].compactMap(\.self).joined(separator: ", ")
        let waiting = state.model.waiting
        return [
            amount.isEmpty ? nil : LinearSentences.ended(LinearSentences.capitalised(amount)), order(state),
            waiting > 0 && state.tab != .outbox ? "\(Amounts.count(waiting, "entry is", "entries are")) queued." : nil,
            state.settings.isOffline ? "hdoc runs with --offline." : nil,
        ].compactMap(\.self)
    }

    private static func amount(_ state: AppState) -> String? {
        let (journeyers, articles) = (state.screens.journeyers, state.screens.articles)
        if state.tab == .journeyers, !journeyers.query.isEmpty || journeyers.filter != .all {
            let whom = journeyers.query.isEmpty ? "" : " \(journeyers.shown.count == 1 ? "matches" : "match") “\(journeyers.query)”"
            let title = SpokenTime.words(journeyers.filter.longTitle.replacing(">", with: "for more than"))
            let filter = journeyers.filter == .all ? "" : ", filter: \(title)"
            return "\(journeyers.shown.count) of \(Amounts.count(state.model.journeyers.value, "journeyer"))\(whom)\(filter)"
        }
        if state.tab == .articles, !articles.query.isEmpty || articles.isFiltered {
            let conditions = [
                articles.author.map { "by \($0)" }, articles.tag.map { "with the tag \($0)" },
                articles.query.isEmpty ? nil : "that match “\(articles.query)”",
            ].compactMap(\.self).joined(separator: ", ")
            return "\(articles.shown.count) of \(Amounts.count(state.model.articles.value.count, "article")) \(conditions)"
        }
        return state.tab.screen.summary(state)
    }

    private static func order(_ state: AppState) -> String? {
        switch state.tab {
        case .journeyers:
            guard state.screens.journeyers.list.count > 0 else { return nil }
            let screen = state.screens.journeyers
            let title = JourneyerColumn.allCases.first { $0.sort == screen.sort }?.title ?? screen.sort.rawValue
            let isAscending = screen.sort.startsAscending != screen.isReversed
            return "Sorted by \(title.prefix(1).lowercased() + title.dropFirst()), \(isAscending ? "lowest" : "highest") first."
        case .leaderboard: return state.screens.leaderboard.list.count > 0 ? "Highest score first." : nil
        case .articles: return state.screens.articles.list.count > 0 ? "Newest first." : nil
        default: return nil
        }
    }

    private static func body(_ state: AppState) -> [String] {
        switch state.tab {
        case .today:
            let me = state.model.handle.map { "You are \($0)." } ?? "hdoc does not know your GitHub username yet."
            return JourneyStrings.sentences(state.journey, now: state.now, calendar: state.settings.calendar).map(SpokenTime.words) + [me]
        case .leaderboard: return mine(state)
        case .outbox:
            return state.model.outbox.isEmpty ? ["The outbox is empty. Type write to write the first entry."] : []
        case .stage:
            return StageView.facts(state).map { "\($0.name): \(LinearSentences.ended(LinearSentences.typed($0.value)))" }
        default: return []
        }
    }

    private static func mine(_ state: AppState) -> [String] {
        let rows = state.screens.leaderboard.rows
        guard let handle = state.model.handle, !rows.isEmpty else { return [] }
        guard let row = rows.row(of: handle) else { return ["You are not ranked yet."] }
        return ["You have rank \(rows[row].rank) of \(rows.count)."]
    }

    /// A remark about the data that the facts do not contain.
    private static func remark(_ state: AppState) -> [String] {
        switch state.freshness {
        case .stale?, .fresh?: if !state.tab.screen.isEmpty(state), state.model.problem == nil { return [] }
        case .loading(_, let cached)?: return cached == nil ? ["hdoc is fetching the data."] : []
        default: break
        }
        guard state.tab.screen.source(state) != nil || state.model.problem != nil else { return [] }
        return StatusStrings.line(state).map { [LinearSentences.typed($0.variants[0])] } ?? []
    }

    // MARK: Profile

    static func profile(_ journeyer: Journeyer, _ state: AppState) -> [String] {
        func age(_ what: String, _ date: Date?) -> String? { date.map { "\(what) \(SpokenTime.ago($0, state))." } }
        let parts = [journeyer.githubScore.map { "\($0) on GitHub" }, journeyer.twitterScore.map { "\($0) on Twitter" }].compactMap(\.self)
        let streaks = [journeyer.githubStreak.map { "\($0) on GitHub" }, journeyer.twitterStreak.map { "\($0) on Twitter" }].compactMap(
            \.self)
        let facts = [
            journeyer.daysCompleted.map { "\($0) of 100 days." },
            journeyer.totalScore.map { "Score \($0)\(parts.isEmpty ? "" : ": \(parts.joined(separator: " and "))")." },
            streaks.isEmpty ? nil : "Streak in days: \(streaks.joined(separator: ", ")).",
            age("Last entry", journeyer.lastEntryAt), age("Joined", journeyer.dateJoined), journeyer.status.map { "Status: \($0)." },
        ].compactMap(\.self)
        let faults = ProfileText.faults(journeyer, state)
        return ["Profile of \(LinearSentences.name(journeyer, state))."] + [facts.joined(separator: " ")].filter { !$0.isEmpty }
            + [journeyer.bio.flatMap { $0.isBlank ? nil : "Bio: \($0)" }].compactMap(\.self)
            + (faults.isEmpty ? [] : ["Malformed: \(faults.joined(separator: "; "))."])
            + ProfileText.extras(journeyer).map { $0.map(\.text).joined() }
    }

    private static func opened(_ state: AppState) -> [String] {
        guard let list = LinearList.of(state) else { return [] }
        return ["\(Amounts.count(list.count, "link or article", "links and articles")) to open; back leaves the profile."]
    }
}
