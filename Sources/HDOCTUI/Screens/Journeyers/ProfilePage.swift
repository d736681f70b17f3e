import TerminalKit
import HDOCClient
import HDOCModels

/// The profile while it is open: its keys, and how it is drawn.
enum ProfilePage {
    static func offers(_ state: AppState) -> [Offer] {
        let target = selected(state)?.target
        let isArticle = if case .article? = target { true } else { false }
        return [
            Offer(.back, hint: "back"),
            Offer(.open, hint: isArticle ? "read" : nil, disabled: target == nil ? "This line has nothing to open." : nil),
            Offer(.openLink, hint: "open link"), Offer(.copy, hint: "copy link"), Offer(.byAuthor, hint: "articles"),
        ]
    }

    /// Opens the profile of whoever is selected; their articles are asked for once.
    static func open(_ state: inout AppState) -> [Effect] {
        guard let journeyer = state.journeyersScreen.selected else { return [] }
        state.journeyersScreen.profile = ListState()
        settle(&state)
        let (firstLink, height) = (rows(state).firstIndex { $0.target != nil } ?? 0, height(state))
        // In a low window whose profile it is comes first; keys act on the first link all the same.
        if firstLink < height { state.journeyersScreen.profile?.move(.to(firstLink), height: height) }
        return ArticlesScreen.ask(for: .articles(author: journeyer.handle, tag: nil), &state)
    }

    /// Nil for a command that means the same without a profile.
    static func update(_ state: inout AppState, _ command: Command) -> [Effect]? {
        if let move = ListMove(command) {
            let height = height(state)
            state.journeyersScreen.profile?.move(move, height: height)
            return []
        }
        switch (command, selected(state)?.target) {
        case (.back, _): state.journeyersScreen.profile = nil
        case (.open, .article(let article)?): return ArticlesScreen.read(article.id, &state)
        case (.open, .link(let link)?), (.openLink, .link(let link)?): return [.openLink(link.url)]
        case (.copy, .link(let link)?): return [.copy(link.url, what: "the link")]
        case (.openLink, .article(let article)?): return article.link.map { [.openLink($0)] } ?? []
        case (.copy, .article(let article)?): return article.link.map { [.copy($0, what: "the link")] } ?? []
        default: return nil
        }
        return []
    }

    /// As many rows as there are now.
    static func settle(_ state: inout AppState) {
        guard state.journeyersScreen.profile != nil else { return }
        let (count, height) = (rows(state).count, height(state))
        state.journeyersScreen.profile?.setCount(count, height: height)
    }

    private static func selected(_ state: AppState) -> ProfileRow? {
        let rows = rows(state)
        return state.journeyersScreen.profile?.selected.flatMap { $0 < rows.count ? rows[$0] : nil }
    }

    private static func rows(_ state: AppState) -> [ProfileRow] {
        guard let journeyer = state.journeyersScreen.selected else { return [] }
        let layout = JourneyersLayout(state)
        return ProfileRows.make(
            journeyer, state, width: ProfileView.inner(layout.profile, isBeside: !layout.table.isEmpty).width)
    }

    private static func height(_ state: AppState) -> Int { JourneyersLayout(state).profile.height }
}

enum ProfileView {
    static func draw(_ journeyer: Journeyer, _ state: AppState, in area: Rect, isBeside: Bool, of frame: inout Frame) {
        if isBeside {
            for row in 0..<area.height { frame.put(String(state.glyphs.verticalRule), in: area, row: row, style: .dim) }
        }
        guard var list = state.journeyersScreen.profile else { return }
        let inner = inner(area, isBeside: isBeside)
        let rows = ProfileRows.make(journeyer, state, width: inner.width)
        // A request under way has a row of its own, which comes and goes between two keys.
        list.setCount(rows.count, height: area.height)
        for (line, index) in list.window(height: area.height).enumerated() where index < rows.count {
            frame.put(rows[index].spans, in: inner, row: line)
            if index == list.selected {
                // The bar begins a column before the text, and reaches the edge.
                let bar = Rect(x: inner.minX - 2, y: inner.minY + line, width: area.maxX - inner.minX + 2, height: 1)
                let row = area.inset(left: isBeside ? 1 : 0).intersection(bar)
                if inner.minX >= 2 { frame.put(String(state.glyphs.pointer), in: row) }
                frame.restyle(row, .selected)
                frame.cursor = row.origin
            }
        }
    }

    static func inner(_ area: Rect, isBeside: Bool) -> Rect {
        isBeside ? area.inset(left: 3, right: 1) : Chrome.inset(area)
    }
}
