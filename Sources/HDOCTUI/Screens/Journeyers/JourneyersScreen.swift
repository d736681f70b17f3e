import TerminalKit
import HDOCClient
import HDOCModels

enum JourneyersScreen: Screen {
    static func offers(_ state: AppState) -> [Offer] {
        let screen = state.journeyersScreen
        let nobody = screen.selected == nil ? "No journeyer is selected." : nil
        guard screen.profile == nil else { return ProfilePage.offers(state) + Offers.moving }
        let offers = [
            Offer(.open, hint: "profile", disabled: nobody), Offer(.search, hint: "search"), Offer(.filter, hint: "filter"),
            Offer(.sort, hint: "sort"), Offer(.reverseSort, hint: "reverse"), Offer(.filterBack),
            Offer(.openLink, disabled: nobody), Offer(.copy, disabled: nobody), Offer(.byAuthor, disabled: nobody),
        ]
        let isNarrowed = !screen.query.isEmpty || screen.lens != .all
        return offers + (isNarrowed ? [Offer(.back, hint: "show all")] : []) + Offers.moving
    }

    static func update(_ state: inout AppState, _ command: Command) -> [Effect] {
        if state.journeyersScreen.profile != nil, let effects = ProfilePage.update(&state, command) { return effects }
        let height = JourneyersLayout(state).listHeight
        if let move = ListMove(command) {
            state.journeyersScreen.list.move(move, height: height)
            return []
        }
        switch command {
        case .open: return ProfilePage.open(&state)
        case .back: showAll(&state)
        case .search:
            state.journeyersScreen.search = Prompt(state.journeyersScreen.query, limit: 200)
        case .sort: sortByNext(&state)
        case .reverseSort:
            state.journeyersScreen.isReversed.toggle()
            arrange(&state)
        case .filter, .filterBack: look(through: state.journeyersScreen.lens.neighbour(by: command == .filter ? 1 : -1), &state)
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
        if state.journeyersScreen.shows(state.library.community) && state.journeyersScreen.day == state.today {
            state.journeyersScreen.list.setCount(state.journeyersScreen.shown.count, height: JourneyersLayout(state).listHeight)
        } else {
            state.journeyersScreen.day = state.today
            state.journeyersScreen.count(state.library.community, now: state.now)
            arrange(&state)
        }
        ProfilePage.settle(&state)
    }

    static func source(_ state: AppState) -> Source? {
        Source(resource: .journeyers, route: .users, fetchedAt: state.library.journeyers.fetchedAt)
    }

    static func summary(_ state: AppState) -> String? {
        let snapshot = state.library.journeyers
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
        state.journeyersScreen.arrange(state.library.community, now: state.now, height: height)
    }

    private static func look(through lens: JourneyerLens, _ state: inout AppState) {
        state.journeyersScreen.lens = lens
        state.journeyersScreen.look(state.library.community, now: state.now, height: JourneyersLayout(state).listHeight)
    }

    private static func showAll(_ state: inout AppState) {
        state.journeyersScreen.query = ""
        look(through: .all, &state)
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
