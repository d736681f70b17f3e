import HDOCClient
import HDOCModels
import TerminalKit

struct LeaderboardState: Sendable {
    var rows = RankedList()
    var list = ListState()
    var search: Prompt?
    /// Whether the query was typed before all journeyers were read, so that its match is not known yet.
    var isJumpDue = false
    /// The last query, for the next and the previous match.
    var query = ""

    var words: [String] { SearchText.words(query) }

    /// The rank in the query: digits, with or without a `#`. Nil if the query is something else.
    var rank: Int? {
        let digits = query.hasPrefix("#") ? query.dropFirst() : query[...]
        return digits.allSatisfy(\.isASCII) ? Int(digits).flatMap { $0 > 0 ? $0 : nil } : nil
    }

    /// Selects the row with the rank in the query, or the next row after `start` that matches the query, wrapping around at the ends.
    /// Returns false if no row matches.
    mutating func jump(from start: Int, by step: Int, height: Int) -> Bool {
        guard !query.isEmpty, !rows.isEmpty, rows.journeyerIndex.isWhole else { return false }
        let row = rank.flatMap(rows.row(ofRank:)) ?? match(from: start, by: step)
        if let row { list.move(.to(row), height: height) }
        return row != nil
    }

    private func match(from start: Int, by step: Int) -> Int? {
        let (count, ranking) = (rows.count, rows.journeyerIndex.ranking)
        func row(_ distance: Int) -> Int { start.stepped(by: distance * step, count: count) }
        let words = words
        return (1...count).lazy.map(row).first { row in
            rows.journeyerIndex.rows.first(in: CollectionOfOne(ranking[row].index), words: words) != nil
        }
    }
}

extension Tab {
    static let leaderboard = Tab(LeaderboardScreen.self)
}

enum LeaderboardScreen: Screen {
    static let title = "Leaderboard"
    static let action = Action.leaderboard
    static var list: StatePath<ListState> { \.screens.leaderboard.list }
    static let parts: Set<ReadModel.Part> = [.journeyers]
    static var search: ListSearch? { searching }

    private static var searching: ListSearch {
        ListSearch(prompt: \.screens.leaderboard.search, query: \.screens.leaderboard.query) { state in
            state.screens.leaderboard.isJumpDue = !state.model.journeyerIndex.isWhole
            let (start, height) = (state.screens.leaderboard.list.selection - 1, listHeight(state))
            _ = state.screens.leaderboard.jump(from: start, by: 1, height: height)
        }
    }

    static func listHeight(_ state: AppState) -> Int { LeaderboardLayout(state).listHeight }

    static func placeholders(_ state: AppState) -> [CustomCommand.Placeholder: String] {
        selected(state).map { ProfileText.placeholders($0.journeyer) } ?? [:]
    }

    static func bindings(_ state: AppState) -> [Binding] {
        let screen = state.screens.leaderboard
        let nobody = screen.rows.isEmpty ? "No journeyer is ranked yet." : nil
        let nothing = screen.query.isEmpty ? "Search for something first." : nobody
        let journeyer = selected(state)?.journeyer
        return [
            Binding(.open, hint: "profile", disabled: nobody, run: openProfile),
            searching.binding(hint: "jump to rank or name", disabled: nobody, keepsQuery: false),
            Binding(.nextMatch, hint: screen.query.isEmpty ? nil : "next", disabled: nothing) { jump(by: 1, &$0) },
            Binding(.previousMatch, disabled: nothing) { jump(by: -1, &$0) },
            .openLink(
                journeyer.flatMap { ProfileText.links($0).first?.link.url }, missing: nobody ?? "This profile has no link."),
            Binding(.byAuthor, hint: "articles", disabled: nobody) { state in
                journeyer.map { ArticlesScreen.show(author: $0.handle, &state) } ?? []
            },
        ] + Binding.moves(in: self)
    }

    private static func jump(by step: Int, _ state: inout AppState) -> [Effect] {
        let (start, height) = (state.screens.leaderboard.list.selection, listHeight(state))
        if !state.screens.leaderboard.jump(from: start, by: step, height: height) {
            let isWhole = state.screens.leaderboard.rows.journeyerIndex.isWhole
            state.say(isWhole ? "No journeyer matches “\(state.screens.leaderboard.query)”." : JourneyerStrings.unread)
        }
        return []
    }

    private static func openProfile(_ state: inout AppState) -> [Effect] {
        guard let handle = selected(state)?.journeyer.handle else { return [] }
        state.dialogs.append(.reader(ReaderState(subject: .journeyer(handle))))
        // The map of the profile shows the days that have an article.
        return ArticlesScreen.ask(for: .articles(author: handle, tag: nil), &state)
    }

    static func rebuild(_ state: inout AppState) {
        let before = state.screens.leaderboard.list.selection > 0 ? selected(state)?.id : nil
        let height = LeaderboardLayout(state).listHeight
        state.screens.leaderboard.rows = RankedList(journeyerIndex: state.model.journeyerIndex)
        state.screens.leaderboard.list.setCount(state.model.journeyerIndex.ranked, height: height)
        if let row = before.flatMap(state.screens.leaderboard.rows.row(of:)) {
            state.screens.leaderboard.list.move(.to(row), height: height)
        }
        if state.screens.leaderboard.isJumpDue { searching.find(&state) }
    }

    static func source(_ state: AppState) -> Source? { JourneyersScreen.source(state) }

    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool { JourneyersScreen.isConcerned(by: trace, state) }

    static func isEmpty(_ state: AppState) -> Bool { JourneyersScreen.isEmpty(state) }

    static func summary(_ state: AppState) -> String? {
        state.screens.leaderboard.rows.isEmpty ? nil : "\(state.model.journeyerIndex.ranked) ranked"
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        LeaderboardView.draw(state, LeaderboardLayout(area), of: &frame)
    }

    private static func selected(_ state: AppState) -> LeaderboardRow? {
        state.screens.leaderboard.list.selectedElement(of: state.screens.leaderboard.rows)
    }
}
