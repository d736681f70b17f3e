import HDOCClient
import HDOCModels
import TerminalKit

extension Tab {
    static let journeyers = Tab(JourneyersScreen.self)
}

enum JourneyersScreen: Screen {
    static let title = "Journeyers"
    static let action = Action.journeyers
    static var list: StatePath<ListState> { \.screens.journeyers.list }
    static let parts: Set<ReadModel.Part> = [.journeyers]
    static var search: ListSearch? { searching }

    private static var searching: ListSearch {
        ListSearch(prompt: \.screens.journeyers.search, query: \.screens.journeyers.query) { state in
            let height = listHeight(state)
            state.screens.journeyers.find(state.queryContext, height: height)
        }
    }

    private static let marks = ListMarks(
        marks: \.screens.journeyers.marks,
        keys: { state, rows in
            let shown = state.screens.journeyers.shown
            return rows.clamped(to: shown.indices).map { GitHubHandle.key(shown[$0].handle) }
        },
        row: { $0.screens.journeyers.shown.row(of: $1) },
        copied: { state in marked(state).map { state.model.journeyerIndex[$0].handle } }, copiedName: ("handle", "handles"),
        links: { state in marked(state).compactMap { ProfileText.links(state.model.journeyerIndex[$0]).first?.link.url } },
        content: { .journeyers($0.model.journeyerIndex, marked($0)) },
        unread: { $0.model.journeyerIndex.isWhole ? nil : JourneyerStrings.unread })

    /// The positions of the marked journeyers, by handle. Some may be filtered out, and some may be gone.
    private static func marked(_ state: AppState) -> [Int32] {
        state.screens.journeyers.marks.keys.sorted().compactMap(state.model.journeyerIndex.position)
    }

    static func listHeight(_ state: AppState) -> Int { JourneyersLayout(state).listHeight }

    static func bindings(_ state: AppState) -> [Binding] {
        let screen = state.screens.journeyers
        if screen.profile != nil { return ProfilePage.bindings(state) }
        let isNarrowed = !screen.query.isEmpty || screen.filter != .all || screen.view != nil
        return marks.adding(to: listBindings(state), state, on: self)
            + (isNarrowed ? [Binding(.back, hint: "show all", run: showAll)] : []) + Binding.moves(in: self)
    }

    private static func listBindings(_ state: AppState) -> [Binding] {
        let selected = state.screens.journeyers.selected
        let nobody = selected == nil ? "No journeyer is selected." : nil
        let link = selected.flatMap { ProfileText.links($0).first?.link.url }
        let noLink = nobody ?? "This profile has no link."
        return [
            Binding(.open, hint: "profile", disabled: nobody, run: ProfilePage.open), searching.binding(hint: "search"),
            Binding(.filter, hint: "filter") { show(only: $0.screens.journeyers.filter.neighbour(by: 1), &$0) },
            Binding(.sort, hint: "sort", run: sortByNext), Binding(.reverseSort, hint: "reverse", run: reverse),
            Binding(.view, disabled: state.settings.userViews.isEmpty ? noViews : nil, run: showNextView),
            HealthPage.binding(state),
            Binding(.filterBack) { show(only: $0.screens.journeyers.filter.neighbour(by: -1), &$0) },
            .openLink(link, missing: noLink), .copy(link, what: "the link", missing: noLink),
            Binding(.byAuthor, disabled: nobody) { state in selected.map { ArticlesScreen.show(author: $0.handle, &state) } ?? [] },
        ]
    }

    static func rebuild(_ state: inout AppState) {
        // If only the size of the window has changed, neither a sort nor a search is needed.
        if state.screens.journeyers.shows(state.model.journeyerIndex) && state.screens.journeyers.day == state.today {
            state.screens.journeyers.list.setCount(state.screens.journeyers.list.count, height: JourneyersLayout(state).listHeight)
        } else {
            state.screens.journeyers.day = state.today
            state.screens.journeyers.count(state.model.journeyerIndex, now: state.now)
            arrange(&state)
        }
        ProfilePage.settle(&state)
    }

    static func source(_ state: AppState) -> Source? {
        Source(resource: .journeyers, route: .users, fetchedAt: state.model.journeyers.fetchedAt)
    }

    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool {
        switch trace.purpose {
        case .journeyers?, .journeyer?: true
        default: false
        }
    }

    static func queryProblem(_ state: AppState) -> QueryError? { state.screens.journeyers.typed.problem }

    static func placeholders(_ state: AppState) -> [CustomCommand.Placeholder: String] {
        state.screens.journeyers.selected.map(ProfileText.placeholders) ?? [:]
    }

    static func isEmpty(_ state: AppState) -> Bool { state.model.journeyers.value == 0 }

    static func summary(_ state: AppState) -> String? {
        let snapshot = state.model.journeyers
        guard snapshot.fetchedAt != nil || snapshot.value > 0 else { return nil }
        return Amounts.count(snapshot.value, "journeyer")
            + (snapshot.unreadable > 0 ? ", \(snapshot.unreadable) unreadable" : "")
            + (snapshot.mayBePartial ? ", may be partial" : "")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        JourneyersView.draw(state, JourneyersLayout(area, isProfileOpen: state.screens.journeyers.profile != nil), of: &frame)
    }

    private static func arrange(_ state: inout AppState) {
        let height = listHeight(state)
        state.screens.journeyers.arrange(state.model.journeyerIndex, state.queryContext, height: height)
    }

    private static func show(only filter: JourneyerFilter, _ state: inout AppState) -> [Effect] {
        let height = listHeight(state)
        state.screens.journeyers.filter = filter
        state.screens.journeyers.look(state.model.journeyerIndex, state.queryContext, height: height)
        return []
    }

    private static let noViews = "The configuration has no view for journeyers. Add one under [views]: name = \"query\"."

    /// Shows the next view of the configuration; after the last one, none.
    private static func showNextView(_ state: inout AppState) -> [Effect] {
        let views = state.settings.userViews
        let shown = views.firstIndex { $0.name == state.screens.journeyers.view?.name } ?? -1
        return show(view: shown + 1 < views.count ? views[shown + 1] : nil, &state)
    }

    static func show(view: ConfiguredView?, _ state: inout AppState) -> [Effect] {
        state.screens.journeyers.view = view
        state.say(view.map { "View \($0.name): \($0.text)" } ?? "No view: all journeyers.")
        return show(only: state.screens.journeyers.filter, &state)
    }

    private static func showAll(_ state: inout AppState) -> [Effect] {
        (state.screens.journeyers.query, state.screens.journeyers.view) = ("", nil)
        return show(only: .all, &state)
    }

    private static func sortByNext(_ state: inout AppState) -> [Effect] {
        let order = JourneyerColumn.allCases.filter { $0 != .found }.compactMap(\.sort)
        let index = order.firstIndex(of: state.screens.journeyers.sort) ?? -1
        state.screens.journeyers.sort = order[index.stepped(by: 1, count: order.count)]
        state.screens.journeyers.isReversed = false
        arrange(&state)
        return []
    }

    static func sort(byColumn index: Int, _ state: inout AppState) -> [Effect] {
        let columns = JourneyerRows(state).columns
        guard columns.indices.contains(index), let sort = columns[index].sort else { return [] }
        if state.screens.journeyers.sort == sort { return reverse(&state) }
        (state.screens.journeyers.sort, state.screens.journeyers.isReversed) = (sort, false)
        arrange(&state)
        return []
    }

    static func scroll(pane: Int, by rows: Int, _ state: inout AppState) { ProfilePage.scroll(by: rows, &state) }

    private static func reverse(_ state: inout AppState) -> [Effect] {
        state.screens.journeyers.isReversed.toggle()
        arrange(&state)
        return []
    }
}
