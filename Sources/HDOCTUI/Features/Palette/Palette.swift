import HDOCClient
import HDOCModels
import TerminalKit

/// The palette: the typed text finds commands, journeyers, tags, stages and themes; Enter runs the selected entry.
struct PaletteState: Sendable {
    /// All commands, as they were available when the palette was opened.
    let actions: [PaletteEntry]
    var prompt = Prompt(limit: 100)
    private(set) var matches: [PaletteMatch]
    var list: ListState

    init(_ state: AppState) {
        actions = PaletteEntries.actions(state)
        matches = actions.map { PaletteMatch(entry: $0) }
        list = ListState(count: matches.count)
    }

    mutating func find(_ state: AppState) {
        matches = PaletteEntries.matches(prompt.text, among: actions, state)
        list = ListState(count: matches.count)
    }

    /// Finds again when journeyers or articles have been read. The selected entry stays selected.
    mutating func findAgain(_ state: AppState) {
        guard !prompt.text.isBlank else { return }
        let name = selected?.name
        find(state)
        if let row = matches.firstIndex(where: { $0.entry.name == name }) { list.move(.to(row), height: PaletteUpdate.rows) }
    }

    var selected: PaletteEntry? { list.selected.flatMap { $0 < matches.count ? matches[$0].entry : nil } }
}

enum PaletteUpdate {
    static let rows = 14

    static func press(_ key: Key, _ palette: PaletteState, _ state: inout AppState) -> [Effect] {
        var palette = palette
        switch key {
        case .escape:
            state.closeTop()
            return []
        case .enter:
            state.closeTop()
            return palette.selected.map { run($0, &state) } ?? []
        case .up, .down, .pageUp, .pageDown:
            if let move = ListMove(key: key) { palette.list.move(move, height: rows) }
        default:
            if palette.prompt.handle(key) == .changed { palette.find(state) }
        }
        state.setTop(.palette(palette))
        return []
    }

    /// A click selects a row; a click on the selected row runs it.
    static func choose(_ row: Int, _ palette: PaletteState, _ state: inout AppState) -> [Effect] {
        if palette.list.selected == row { return press(.enter, palette, &state) }
        var palette = palette
        palette.list.select(row)
        state.setTop(.palette(palette))
        return []
    }

    private static func run(_ entry: PaletteEntry, _ state: inout AppState) -> [Effect] {
        switch entry.choice {
        case .action(let action):
            if let reason = entry.disabled, !Bindings.all(state).contains(where: { $0.action == action }) {
                state.say("\(action.summary): \(reason).")
                return []
            }
            return Keys.run(action, &state)
        case .profile(let handle): return openProfile(handle, &state)
        case .tag(let tag):
            return Keys.run(.articles, &state) + ArticlesScreen.choose(.tag, tag, &state)
        case .stage(let name):
            (state.nextStage, state.isFinished) = (name, true)
            return []
        case .command(let name): return CustomBinding.all(state).first { $0.command.name == name }?.press(&state) ?? []
        case .view(let name):
            let view = state.settings.userViews.first { $0.name == name }
            return Keys.run(.journeyers, &state) + JourneyersScreen.show(view: view, &state)
        case .theme(let name):
            state.say("Theme \(name) for this run. To keep it, set `[theme] name = \"\(name)\"` in the configuration.")
            state.settings.theme.name = name
            return [.terminal(.useTheme(state.settings.theme.theme))]
        }
    }

    /// Opens a profile on the Journeyers screen, and clears the search there.
    static func openProfile(_ handle: String, _ state: inout AppState) -> [Effect] {
        let effects = Keys.run(.journeyers, &state)
        (state.screens.journeyers.search, state.screens.journeyers.query, state.screens.journeyers.profile) = (nil, "", nil)
        JourneyersScreen.rebuild(&state)
        let height = JourneyersLayout(state).listHeight
        guard let row = state.screens.journeyers.shown.firstIndex(where: { $0.handle == handle }) else { return effects }
        state.screens.journeyers.list.move(.to(row), height: height)
        return effects + Keys.run(.open, &state)
    }
}
