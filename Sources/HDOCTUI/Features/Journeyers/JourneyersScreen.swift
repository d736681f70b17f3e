import TerminalKit
import HDOCClient
import HDOCModels

enum JourneyersScreen: Screen {
    static func bindings(_ state: AppState) -> [Binding] {
        let screen = state.journeyersScreen
        let nobody = screen.selected == nil ? "Nobody is selected." : nil
        guard screen.profile == nil else { return ProfilePage.bindings(state) + Bindings.moving }
        let bindings = [
            Binding(.open, hint: "profile", disabled: nobody), Binding(.search, hint: "search"), Binding(.filter, hint: "filter"),
            Binding(.sort, hint: "sort"), Binding(.reverseSort, hint: "reverse"), Binding(.filterBack),
            Binding(.openLink, disabled: nobody), Binding(.copy, disabled: nobody), Binding(.byAuthor, disabled: nobody),
        ]
        let isNarrowed = !screen.query.isEmpty || screen.filter != .all
        return bindings + (isNarrowed ? [Binding(.back, hint: "show all")] : []) + Bindings.moving
    }

    static func update(_ state: inout AppState, _ action: Action) -> [Effect] {
        if state.journeyersScreen.profile != nil, let effects = ProfilePage.update(&state, action) { return effects }
        let height = JourneyersLayout(state).listHeight
        if let move = ListMove(action) {
            state.journeyersScreen.list.move(move, height: height)
            return []
        }
        switch action {
        case .open: return ProfilePage.open(&state)
        case .back: showAll(&state)
        case .search:
            state.journeyersScreen.search = Prompt(state.journeyersScreen.query, limit: 200)
        case .sort: sortByNext(&state)
        case .reverseSort:
            state.journeyersScreen.isReversed.toggle()
            arrange(&state)
        case .filter, .filterBack: show(only: state.journeyersScreen.filter.neighbour(by: action == .filter ? 1 : -1), &state)
        case .openLink: return firstLink(state).map { [.openLink($0)] } ?? []
        case .copy: return firstLink(state).map { [.copy($0, what: "the link")] } ?? []
        case .byAuthor: return state.journeyersScreen.selected.map { ArticlesScreen.show(author: $0.handle, &state) } ?? []
        default: break
        }
        return []
    }

    static func type(_ key: Key, into state: inout AppState) -> [Effect]? {
        guard var search = state.journeyersScreen.search else { return nil }
        let height = JourneyersLayout(state).listHeight
        switch key {
        case .enter: state.journeyersScreen.search = nil
        case .escape:
            state.journeyersScreen.search = nil
            state.journeyersScreen.query = ""
            state.journeyersScreen.find(height: height)
        case .up, .down, .pageUp, .pageDown:
            if let move = ListMove(key: key) { state.journeyersScreen.list.move(move, height: height) }
        case .tab, .backTab, .ctrl("l"), .ctrl("z"): return nil
        default:
            guard search.handle(key) != .ignored else { return [] }
            state.journeyersScreen.search = search
            state.journeyersScreen.query = search.text
            state.journeyersScreen.find(height: height)
        }
        return []
    }

    static func isTyping(_ state: AppState) -> Bool { state.journeyersScreen.search != nil }

    static func rebuild(_ state: inout AppState) {
        // A window of another size needs neither sort nor search.
        if state.journeyersScreen.shows(state.model.journeyerIndex) && state.journeyersScreen.day == state.today {
            state.journeyersScreen.list.setCount(state.journeyersScreen.shown.count, height: JourneyersLayout(state).listHeight)
        } else {
            state.journeyersScreen.day = state.today
            state.journeyersScreen.count(state.model.journeyerIndex, now: state.now)
            arrange(&state)
        }
        ProfilePage.settle(&state)
    }

    static func source(_ state: AppState) -> Source? {
        Source(resource: .journeyers, route: .users, fetchedAt: state.model.journeyers.fetchedAt)
    }

    static func summary(_ state: AppState) -> String? {
        let snapshot = state.model.journeyers
        guard snapshot.fetchedAt != nil || !snapshot.value.isEmpty else { return nil }
        return Amounts.count(snapshot.value.count, "journeyer")
            + (snapshot.unreadable > 0 ? ", \(snapshot.unreadable) unreadable" : "")
            + (snapshot.mayBePartial ? ", may be partial" : "")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        JourneyersView.draw(state, JourneyersLayout(area, isProfileOpen: state.journeyersScreen.profile != nil), of: &frame)
    }

    private static func arrange(_ state: inout AppState) {
        let height = JourneyersLayout(state).listHeight
        state.journeyersScreen.arrange(state.model.journeyerIndex, now: state.now, height: height)
    }

    private static func show(only filter: JourneyerFilter, _ state: inout AppState) {
        state.journeyersScreen.filter = filter
        state.journeyersScreen.look(state.model.journeyerIndex, now: state.now, height: JourneyersLayout(state).listHeight)
    }

    private static func showAll(_ state: inout AppState) {
        state.journeyersScreen.query = ""
        show(only: .all, &state)
    }

    private static func sortByNext(_ state: inout AppState) {
        let order = JourneyerColumn.allCases.filter { $0 != .found }.compactMap(\.sort)
        let index = order.firstIndex(of: state.journeyersScreen.sort) ?? -1
        state.journeyersScreen.sort = order[(index + 1) % order.count]
        state.journeyersScreen.isReversed = false
        arrange(&state)
    }

    private static func firstLink(_ state: AppState) -> String? {
        state.journeyersScreen.selected.flatMap { ProfileText.links($0).first?.link.url }
    }
}
