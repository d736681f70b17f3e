import HDOCClient
import HDOCModels
import TerminalKit

/// The rows of the place where the person is: of a screen, a profile, a choice. The same rows as on the screens, as sentences.
struct LinearList {
    /// The most rows that are said at once.
    static let page = 10

    let count: Int
    /// The selected row, from 0; nil if there is none.
    let selected: Int?
    /// What a row is about, whatever its place in the list. It stays the same when the list changes.
    let id: (Int) -> String
    let sentence: (Int) -> String
    let select: (Int, inout AppState) -> Void

    /// The rows of the topmost dialog or of the screen; nil if there are none.
    static func of(_ state: AppState) -> LinearList? {
        switch state.dialogs.last {
        case .help?: actions(state)
        case .palette(let palette)?: self.palette(palette, state)
        case .choice(let choice)?: self.choice(choice)
        case .requestInspector(let inspector)?: requests(inspector, state)
        case .reader(let reader)?: links(reader)
        case .text(let text)?: lines(text)
        case _?: nil
        case nil: state.tab == .journeyers && state.screens.journeyers.profile != nil ? profile(state) : screen(state)
        }
    }

    /// `3 of 300: ` and the row.
    func numbered(_ row: Int) -> String { "\(row + 1) of \(count): \(sentence(row))" }

    // MARK: Screens

    private static func screen(_ state: AppState) -> LinearList? {
        let screens = state.screens
        switch state.tab {
        case .today:
            return list(state, id: { screens.today.items[$0].id }) { LinearSentences.item(screens.today.items[$0], state) }
        case .journeyers:
            let shown = screens.journeyers.shown
            return list(state, id: { shown[$0].handle }) { LinearSentences.journeyer(shown[$0], state) }
        case .leaderboard:
            let rows = screens.leaderboard.rows
            return list(state, id: { rows[$0].id }) { LinearSentences.rank(rows[$0], state) }
        case .articles:
            let shown = screens.articles.shown
            return list(state, id: { shown[$0].id }) { LinearSentences.article(shown[$0], state) }
        case .outbox:
            let entries = screens.outbox.entries
            return list(state, id: { entries[$0].id }) { LinearSentences.entry(entries[$0], state) }
        case .stage:
            let routes = state.model.routes
            return list(state, id: { routes[$0].route.rawValue }) { LinearSentences.route(routes[$0], state) }
        default: return nil
        }
    }

    private static func list(_ state: AppState, id: @escaping (Int) -> String, _ sentence: @escaping (Int) -> String) -> LinearList {
        let list = state[keyPath: state.tab.screen.list]
        return LinearList(count: list.count, selected: list.selected, id: id, sentence: sentence) { row, state in
            let height = state.tab.screen.listHeight(state)
            state[keyPath: state.tab.screen.list].move(.to(row), height: height)
        }
    }

    /// The rows of a profile that open something.
    private static func profile(_ state: AppState) -> LinearList? {
        let rows = ProfilePage.rows(state)
        let places = rows.indices.filter { rows[$0].target != nil }
        let selected = state.screens.journeyers.profile?.selected.flatMap { places.firstIndex(of: $0) }
        func target(_ row: Int) -> ProfileRow.Destination? { rows[places[row]].target }
        return LinearList(
            count: places.count, selected: selected,
            id: { row in
                switch target(row) {
                case .article(let article)?: article.id
                case .link(let link)?: link.url
                case nil: ""
                }
            },
            sentence: { row in
                switch target(row) {
                case .article(let article)?: return LinearSentences.own(article, state)
                case .link(let link)?: return "\(rows[places[row]].spans.first?.text.trimmed ?? "Link"): \(link.shown)"
                case nil: return ""
                }
            },
            select: { row, state in ProfilePage.move(.to(places[row]), &state) })
    }

    // MARK: Dialogs

    private static func actions(_ state: AppState) -> LinearList {
        var below = state
        below.closeTop()
        let rows =
            LinearActions.here(below).map { (id: $0.action.rawValue, sentence: LinearSentences.action($0, state)) }
            + LinearActions.commands(below).map { (id: "command \($0.command.name)", sentence: LinearSentences.command($0)) }
        return LinearList(
            count: rows.count, selected: nil, id: { rows[$0].id }, sentence: { rows[$0].sentence }, select: { _, _ in })
    }

    private static func palette(_ palette: PaletteState, _ state: AppState) -> LinearList {
        let matches = palette.matches
        return LinearList(
            count: matches.count, selected: palette.list.selected, id: { matches[$0].entry.name },
            sentence: { row in
                let entry = matches[row].entry
                let off = entry.disabled.map { " Off: \(LinearSentences.ended($0))" } ?? ""
                return "\(entry.name.replacing("-", with: " ")): \(LinearSentences.ended(entry.summary))\(off)"
            },
            select: { row, state in
                var palette = palette
                palette.list.select(row)
                state.setTop(.palette(palette))
            })
    }

    private static func choice(_ choice: ChoiceState) -> LinearList {
        let matches = choice.matches
        return LinearList(
            count: matches.count, selected: choice.list.selected, id: { matches[$0].label },
            sentence: { row in matches[row].label + (matches[row].detail.isEmpty ? "" : ", \(matches[row].detail)") },
            select: { row, state in
                var choice = choice
                choice.list.select(row)
                state.setTop(.choice(choice))
            })
    }

    private static func requests(_ inspector: RequestInspectorState, _ state: AppState) -> LinearList {
        let calls = RequestInspectorUpdate.calls(inspector, state)
        return LinearList(
            count: calls.count, selected: RequestInspectorUpdate.list(inspector, state).selected, id: { String(calls[$0].id) },
            sentence: { LinearSentences.request(calls[$0], state) },
            select: { row, state in RequestInspectorUpdate.choose(row, inspector, &state) })
    }

    private static func lines(_ text: TextState) -> LinearList {
        let lines = text.lines.filter { !$0.isBlank }
        return LinearList(count: lines.count, selected: nil, id: { String($0) }, sentence: { lines[$0] }, select: { _, _ in })
    }

    private static func links(_ reader: ReaderState) -> LinearList? {
        guard let page = reader.page else { return nil }
        return LinearList(
            count: page.links.count, selected: reader.link.map { $0 - 1 }, id: { page.links[$0].url },
            sentence: { row in
                let link = page.links[row]
                return (link.name.isEmpty ? "" : "\(link.name): ") + (WebLink(link.url)?.shown ?? "\(link.url), not a web address")
            },
            select: { row, state in
                var reader = reader
                reader.link = row + 1
                state.setTop(.reader(reader))
            })
    }
}

/// The actions of a place.
enum LinearActions {
    /// The bindings of the topmost dialog, or of the screen. Empty for a dialog that asks for a text or an answer.
    static func here(_ state: AppState) -> [Binding] {
        guard let dialog = state.dialogs.last else { return Bindings.all(state) }
        var taken: Set<Action> = []
        return Dialogs.bindings(dialog, state).filter { taken.insert($0.action).inserted }
    }

    /// The commands of the configuration on this screen; empty in a dialog.
    static func commands(_ state: AppState) -> [CustomBinding] { state.dialogs.isEmpty ? CustomBinding.all(state) : [] }
}
