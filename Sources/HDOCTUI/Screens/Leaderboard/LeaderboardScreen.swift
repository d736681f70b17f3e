import TerminalKit
import HDOCClient
import HDOCModels

struct LeaderboardState: Sendable {
    var rows = RankedList()
    var list = ListState()
    var search: Prompt?
    /// The last search, for the next and the previous match.
    var query = ""

    var words: [String] { SearchText.words(query) }

    /// The rank that was asked for: digits, with or without a `#`.
    var rank: Int? {
        let digits = query.hasPrefix("#") ? query.dropFirst() : query[...]
        return digits.allSatisfy(\.isASCII) ? Int(digits).flatMap { $0 > 0 ? $0 : nil } : nil
    }

    /// Moves to the rank, or to the next row that matches, from the one after `start` on and round the end.
    mutating func jump(from start: Int, by step: Int, height: Int) -> Bool {
        guard !query.isEmpty, !rows.isEmpty else { return false }
        let row = rank.flatMap(rows.row(ofRank:)) ?? match(from: start, by: step)
        if let row { list.move(.to(row), height: height) }
        return row != nil
    }

    private func match(from start: Int, by step: Int) -> Int? {
        let (count, ranking) = (rows.count, rows.community.ranking)
        func row(_ distance: Int) -> Int { ((start + distance * step) % count + count) % count }
        let words = words
        return (1...count).lazy.map(row).first { row in
            rows.community.texts.first(in: CollectionOfOne(ranking[row].index), words: words) != nil
        }
    }
}

enum LeaderboardScreen: Screen {
    static func offers(_ state: AppState) -> [Offer] {
        let screen = state.leaderboardScreen
        let nobody = screen.rows.isEmpty ? "No journeyer is ranked yet." : nil
        let nothing = screen.query.isEmpty ? "Search for something first." : nobody
        return [
            Offer(.open, hint: "profile", disabled: nobody), Offer(.search, hint: "jump to rank or name", disabled: nobody),
            Offer(.nextMatch, hint: screen.query.isEmpty ? nil : "next", disabled: nothing),
            Offer(.previousMatch, disabled: nothing), Offer(.openLink, disabled: nobody),
            Offer(.byAuthor, hint: "articles", disabled: nobody),
        ] + Offers.moving
    }

    static func update(_ state: inout AppState, _ command: Command) -> [Effect] {
        let height = LeaderboardLayout(state).listHeight
        if let move = ListMove(command) {
            state.leaderboardScreen.list.move(move, height: height)
            return []
        }
        switch command {
        case .search: state.leaderboardScreen.search = Prompt(limit: 200)
        case .nextMatch, .previousMatch:
            let start = state.leaderboardScreen.list.selection
            let found = state.leaderboardScreen.jump(from: start, by: command == .nextMatch ? 1 : -1, height: height)
            if !found { state.say("No journeyer matches “\(state.leaderboardScreen.query)”.") }
        case .open:
            if let row = selected(state) {
                state.dialogs.append(.reader(ReaderState(subject: .journeyer(row.journeyer.handle))))
                // Their map shows the days that have one.
                return ArticlesScreen.ask(for: .articles(author: row.journeyer.handle, tag: nil), &state)
            }
        case .openLink:
            return selected(state).flatMap { ProfileText.links($0.journeyer).first }.map { [.openLink($0.link.url)] } ?? []
        case .byAuthor: return selected(state).map { ArticlesScreen.show(author: $0.journeyer.handle, &state) } ?? []
        default: break
        }
        return []
    }

    static func type(_ key: Key, into state: inout AppState) -> [Effect]? {
        guard var search = state.leaderboardScreen.search else { return nil }
        switch key {
        case .enter: state.leaderboardScreen.search = nil
        case .escape:
            state.leaderboardScreen.search = nil
            state.leaderboardScreen.query = ""
        case .tab, .backTab, .ctrl("l"), .ctrl("z"): return nil
        default:
            guard search.handle(key) == .changed else {
                state.leaderboardScreen.search = search
                return []
            }
            state.leaderboardScreen.search = search
            state.leaderboardScreen.query = search.text
            let start = state.leaderboardScreen.list.selection - 1
            _ = state.leaderboardScreen.jump(from: start, by: 1, height: LeaderboardLayout(state).listHeight)
        }
        return []
    }

    static func isTyping(_ state: AppState) -> Bool { state.leaderboardScreen.search != nil }

    static func rebuild(_ state: inout AppState) {
        let before = state.leaderboardScreen.list.selection > 0 ? selected(state)?.id : nil
        let height = LeaderboardLayout(state).listHeight
        state.leaderboardScreen.rows = RankedList(community: state.library.community)
        state.leaderboardScreen.list.setCount(state.leaderboardScreen.rows.count, height: height)
        if let row = before.flatMap(state.leaderboardScreen.rows.row(of:)) {
            state.leaderboardScreen.list.move(.to(row), height: height)
        }
    }

    static func source(_ state: AppState) -> Source? { JourneyersScreen.source(state) }

    static func summary(_ state: AppState) -> String? {
        state.leaderboardScreen.rows.isEmpty ? nil : "\(state.leaderboardScreen.rows.count) ranked"
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        LeaderboardView.draw(state, LeaderboardLayout(area), of: &frame)
    }

    private static func selected(_ state: AppState) -> LeaderboardRow? {
        let screen = state.leaderboardScreen
        return screen.list.selected.flatMap { $0 < screen.rows.count ? screen.rows[$0] : nil }
    }
}
