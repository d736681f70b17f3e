import HDOCClient
import HDOCModels

struct ArticlesState: Sendable {
    var query = ""
    var search: Prompt?
    var shown: [Article] = []
    var list = ListState()
}

enum ArticlesScreen: Screen {
    static func offers(_ state: AppState) -> [Offer] {
        let screen = state.articlesScreen
        let selected = selected(state)
        let nothing = selected == nil ? "No article is selected." : nil
        let noLink = selected?.link == nil ? "This article has no link." : nil
        var offers = [
            Offer(.open, hint: "read", disabled: nothing), Offer(.search, hint: "search"),
            Offer(.openLink, hint: "open link", disabled: nothing ?? noLink),
            Offer(.copy, hint: "copy link", disabled: nothing ?? noLink),
        ]
        if !screen.query.isEmpty { offers.append(Offer(.back, hint: "show all")) }
        return offers + Offers.moving
    }

    static func update(_ state: inout AppState, _ command: Command) -> [Effect] {
        if let move = ListMove(command) {
            state.articlesScreen.list.move(move, height: ArticlesLayout(state).listHeight)
            return []
        }
        switch command {
        case .search: state.articlesScreen.search = Prompt(state.articlesScreen.query, limit: 200)
        case .back: find("", &state)
        case .open:
            guard let article = selected(state) else { return [] }
            state.dialogs.append(.reader(ReaderState(subject: .article(article.id))))
            return fetchBody(article.id, state)
        case .openLink: return selected(state)?.link.map { [.openLink($0)] } ?? []
        case .copy: return selected(state)?.link.map { [.copy($0, what: "the link")] } ?? []
        default: break
        }
        return []
    }

    static func type(_ key: Key, into state: inout AppState) -> [Effect]? {
        guard var search = state.articlesScreen.search else { return nil }
        switch key {
        case .enter: state.articlesScreen.search = nil
        case .escape:
            state.articlesScreen.search = nil
            find("", &state)
        case .up, .down, .pageUp, .pageDown:
            if let move = ListMove(key: key) {
                state.articlesScreen.list.move(move, height: ArticlesLayout(state).listHeight)
            }
        case .tab, .backTab, .ctrl("l"), .ctrl("z"): return nil
        default:
            guard search.handle(key) != .ignored else { return [] }
            state.articlesScreen.search = search
            find(search.text, &state)
        }
        return []
    }

    static func isTyping(_ state: AppState) -> Bool { state.articlesScreen.search != nil }

    static func rebuild(_ state: inout AppState) { find(state.articlesScreen.query, &state) }

    static func source(_ state: AppState) -> Source? {
        Source(
            resource: .articles(author: nil, tag: nil), route: .articles, fetchedAt: state.library.articles.fetchedAt)
    }

    static func summary(_ state: AppState) -> String? {
        let snapshot = state.library.articles
        guard snapshot.fetchedAt != nil else { return nil }
        return Amounts.count(snapshot.value.count, "article") + (snapshot.mayBePartial ? ", may be partial" : "")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        ArticlesView.draw(state, ArticlesLayout(area), of: &frame)
    }

    /// Lists may come without the texts; then the one that is opened is asked for.
    static func fetchBody(_ id: String, _ state: AppState) -> [Effect] {
        let known = (state.library.articles.value + state.library.mine.value).first { $0.id == id }
        guard !state.setting.isOffline, known?.body == nil else { return [] }
        return [.refresh(.article(id))]
    }

    private static func selected(_ state: AppState) -> Article? {
        let screen = state.articlesScreen
        return screen.list.selected.flatMap { $0 < screen.shown.count ? screen.shown[$0] : nil }
    }

    private static func find(_ query: String, _ state: inout AppState) {
        let before = selected(state)?.id
        let words = query.lowercased().split(whereSeparator: \.isWhitespace)
        let all = state.library.articles.value
        state.articlesScreen.query = query
        state.articlesScreen.shown = words.isEmpty ? all : all.filter { article in
            let text = [article.title ?? "", article.author ?? "", article.tags.joined(separator: " ")]
                .joined(separator: "\n").lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        let height = ArticlesLayout(state).listHeight
        state.articlesScreen.list.setCount(state.articlesScreen.shown.count, height: height)
        // Newest first: whoever looks at the top wants to see what is new there.
        if state.articlesScreen.list.selection > 0,
            let row = state.articlesScreen.shown.firstIndex(where: { $0.id == before }) {
            state.articlesScreen.list.move(.to(row), height: height)
        }
    }
}
