import HDOCClient
import HDOCModels
import TerminalKit

/// The bindings and the rows of the open profile.
enum ProfilePage {
    static func bindings(_ state: AppState) -> [Binding] {
        let target = selected(state)?.target
        let journeyer = state.screens.journeyers.selected
        let link = target.map(\.url) ?? journeyer.flatMap { ProfileText.links($0).first?.link.url }
        let noLink = target == nil ? "This profile has no link." : "This article has no link."
        return [
            Binding(.back, hint: "back") { state in
                state.screens.journeyers.profile = nil
                return []
            },
            open(target), .openLink(link, hint: "open link", missing: noLink),
            .copy(link, what: "the link", hint: "copy link", missing: noLink),
            Binding(.byAuthor, hint: "articles", disabled: journeyer == nil ? "No journeyer is selected." : nil) { state in
                journeyer.map { ArticlesScreen.show(author: $0.handle, &state) } ?? []
            },
        ] + Binding.moves(move)
    }

    private static func open(_ target: ProfileRow.Destination?) -> Binding {
        switch target {
        case .article(let article)?: Binding(.open, hint: "read") { ArticlesScreen.read(article.id, &$0) }
        case .link(let link)?: Binding(.open) { LinkOpening.open(link.url, &$0) }
        case nil: .effects(.open, disabled: "This line has nothing to open.", [])
        }
    }

    static func scroll(by rows: Int, _ state: inout AppState) {
        let height = height(state)
        state.screens.journeyers.profile?.scroll(by: rows, height: height)
    }

    static func move(_ move: ListMove, _ state: inout AppState) {
        let height = height(state)
        state.screens.journeyers.profile?.move(move, height: height)
    }

    /// Opens the profile of the selected journeyer and fetches their articles once.
    static func open(_ state: inout AppState) -> [Effect] {
        guard let journeyer = state.screens.journeyers.selected else { return [] }
        state.screens.journeyers.profile = ListState()
        settle(&state)
        let (firstLink, height) = (rows(state).firstIndex { $0.target != nil } ?? 0, height(state))
        // In a low window, the selection stays on the name, and the keys for links still use the first link.
        if firstLink < height { state.screens.journeyers.profile?.move(.to(firstLink), height: height) }
        return ArticlesScreen.ask(for: .articles(author: journeyer.handle, tag: nil), &state)
    }

    /// Adjusts the list to the current number of rows.
    static func settle(_ state: inout AppState) {
        guard state.screens.journeyers.profile != nil else { return }
        let (count, height) = (rows(state).count, height(state))
        state.screens.journeyers.profile?.setCount(count, height: height)
    }

    private static func selected(_ state: AppState) -> ProfileRow? {
        let rows = rows(state)
        return state.screens.journeyers.profile?.selectedElement(of: rows)
    }

    static func rows(_ state: AppState) -> [ProfileRow] {
        guard let journeyer = state.screens.journeyers.selected else { return [] }
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
        guard var list = state.screens.journeyers.profile else { return }
        frame.mark(area, .pane(0))
        let inner = inner(area, isBeside: isBeside)
        let rows = ProfileRows.make(journeyer, state, width: inner.width)
        // A running request has a row of its own, so the number of rows can change between two key presses.
        list.setCount(rows.count, height: area.height)
        for (line, index) in list.window(height: area.height).enumerated() where index < rows.count {
            frame.put(rows[index].spans, in: inner, row: line)
            if index == list.selected {
                // The bar begins two columns before the text and reaches the right edge.
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
