import HDOCClient
import HDOCModels

enum JourneyersScreen: Screen {
    static func offers(_ state: AppState) -> [Offer] {
        let screen = state.journeyersScreen
        let hasLink = screen.selected != nil
        var offers: [Offer] = []
        if screen.profile == nil {
            offers = [
                Offer(.open, hint: "profile", disabled: hasLink ? nil : "Nobody is selected."), Offer(.search, hint: "search"),
                Offer(.sort, hint: "sort"), Offer(.reverseSort, hint: "reverse"),
            ]
        }
        offers += [
            Offer(.openLink, hint: screen.profile == nil ? nil : "open link", disabled: hasLink ? nil : "Nobody is selected."),
            Offer(.copy, hint: screen.profile == nil ? nil : "copy link", disabled: hasLink ? nil : "Nobody is selected."),
        ]
        if screen.profile != nil || !screen.query.isEmpty {
            offers.append(Offer(.back, hint: screen.profile == nil ? "show all" : "back"))
        }
        return offers + Offers.moving
    }

    static func update(_ state: inout AppState, _ command: Command) -> [Effect] {
        if let move = ListMove(command) { return self.move(move, &state) }
        switch command {
        case .open: open(&state)
        case .back: back(&state)
        case .search:
            state.journeyersScreen.search = Prompt(state.journeyersScreen.query, limit: 200)
        case .sort: sortByNext(&state)
        case .reverseSort:
            state.journeyersScreen.isReversed.toggle()
            rebuild(&state)
        case .openLink: return link(state).map { [.openLink($0)] } ?? []
        case .copy: return link(state).map { [.copy($0, what: "the link")] } ?? []
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
            state.journeyersScreen.filter(height: height)
        case .up, .down, .pageUp, .pageDown:
            if let move = ListMove(key: key) { state.journeyersScreen.list.move(move, height: height) }
        case .tab, .backTab, .ctrl("l"), .ctrl("z"): return nil
        default:
            guard search.handle(key) != .ignored else { return [] }
            state.journeyersScreen.search = search
            state.journeyersScreen.query = search.text
            state.journeyersScreen.filter(height: height)
        }
        return []
    }

    static func isTyping(_ state: AppState) -> Bool { state.journeyersScreen.search != nil }

    static func rebuild(_ state: inout AppState) {
        let height = JourneyersLayout(state).listHeight
        state.journeyersScreen.arrange(state.library.journeyers.value, height: height)
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

    private static func move(_ move: ListMove, _ state: inout AppState) -> [Effect] {
        if state.journeyersScreen.profile != nil {
            state.journeyersScreen.profile?.move(move, height: 10)
        } else {
            state.journeyersScreen.list.move(move, height: JourneyersLayout(state).listHeight)
        }
        return []
    }

    private static func open(_ state: inout AppState) {
        guard let journeyer = state.journeyersScreen.selected else { return }
        state.journeyersScreen.profile = ListState(count: ProfileText.links(journeyer).count)
    }

    private static func back(_ state: inout AppState) {
        if state.journeyersScreen.profile != nil {
            state.journeyersScreen.profile = nil
        } else {
            state.journeyersScreen.query = ""
            state.journeyersScreen.filter(height: JourneyersLayout(state).listHeight)
        }
    }

    private static func sortByNext(_ state: inout AppState) {
        let order = JourneyersView.columns.compactMap(\.sort)
        let index = order.firstIndex(of: state.journeyersScreen.sort) ?? -1
        state.journeyersScreen.sort = order[(index + 1) % order.count]
        state.journeyersScreen.isReversed = false
        rebuild(&state)
    }

    private static func link(_ state: AppState) -> String? {
        guard let journeyer = state.journeyersScreen.selected else { return nil }
        let links = ProfileText.links(journeyer)
        let row = state.journeyersScreen.profile?.selected ?? 0
        return row < links.count ? links[row].url : nil
    }
}
