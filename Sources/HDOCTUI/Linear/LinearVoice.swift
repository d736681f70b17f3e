import HDOCModels
import TerminalKit

/// Decides what to say about the place after a change of the state: all of it if it is another one, or the selected row.
struct LinearVoice: Sendable {
    private var place = ""
    private var depth = 0
    private var selected: String?
    /// The place that each screen had when it was last said.
    private var screens: [Int: String] = [:]

    /// Remembers the state before a typed line.
    mutating func begin(_ state: AppState) {
        if case nil = state.dialogs.last { selected = Self.selected(state) }
    }

    /// Says the place again with the next answer.
    mutating func repeatPlace() { (place, screens) = ("", [:]) }

    /// What to say after a typed line.
    mutating func answer(_ reply: LinearReply, _ talk: inout LinearTalk, _ state: AppState) -> [String] {
        if state.isFinished { return [] }
        if reply.isQuiet {
            // The reply has said everything, for example the row of a move.
            remember(state)
            return []
        }
        if let form = LinearForm.of(state) { return ask(form, &talk, state) }
        talk.forgetForm(state)
        if LinearPlace.id(state) != place { return announce(&talk, state) }
        guard let now = Self.selected(state), now != selected, let list = LinearList.of(state), let row = list.selected else { return [] }
        return talk.say(row..<row + 1, list)
    }

    /// What to say when something has happened by itself.
    mutating func news(_ talk: inout LinearTalk, _ state: AppState) -> [String] {
        // New rows of the own lists are said when the person asks for them.
        let isOwnList = depth == 0 && state.dialogs.isEmpty && (state.tab == .today || state.tab == .outbox)
        if let form = LinearForm.of(state) {
            return talk.form?.id == form.id ? [] : ask(form, &talk, state)
        }
        if isOwnList || LinearPlace.id(state) == place {
            remember(state)
            return []
        }
        talk.forgetForm(state)
        return announce(&talk, state)
    }

    /// The place with its first rows. A screen that is the same as before is said in short.
    mutating func announce(_ talk: inout LinearTalk, _ state: AppState) -> [String] {
        let before = (place: place, depth: depth)
        remember(state)
        if let form = LinearForm.of(state) { return ask(form, &talk, state) }
        let isScreen = state.dialogs.isEmpty && !state.tab.screen.isTyping(state)
        let isProfile = isScreen && state.screens.journeyers.profile != nil && state.tab == .journeyers
        if isScreen, !isProfile {
            let isReturn = before.depth > 0 || before.place.hasPrefix("profile")
            if isReturn, screens[state.tab.index] == place, let list = LinearList.of(state) {
                let row = list.selected.map { talk.say($0..<$0 + 1, list) } ?? []
                return [LinearScreens.short(state)] + row
            }
            screens[state.tab.index] = place
        }
        talk.forget()
        let heading = LinearPlace.heading(state).filter { !$0.isEmpty }
        if case .reader(let reader)? = state.dialogs.last { return heading + Self.text(reader, &talk, state) }
        if case .requestInspector? = state.dialogs.last, before.place.contains(" requests ") { return heading }
        let isTyping = state.dialogs.isEmpty && state.tab.screen.isTyping(state)
        guard !isTyping, let list = LinearList.of(state), list.count > 0 else { return heading }
        let start = isScreen && !isProfile ? list.selected ?? 0 : 0
        return heading + talk.say(start..<min(start + LinearList.page, list.count), list)
    }

    private mutating func ask(_ form: LinearForm, _ talk: inout LinearTalk, _ state: AppState) -> [String] {
        remember(state)
        if let running = talk.form, running.id == form.id { return running.question(form) }
        let opened = LinearFormTalk(form)
        talk.form = opened
        return LinearFormTalk.opening(form) + opened.question(form)
    }

    private static func text(_ reader: ReaderState, _ talk: inout LinearTalk, _ state: AppState) -> [String] {
        LinearReader.lines(reader, state).isEmpty ? [] : talk.text(.first, reader, state)
    }

    private mutating func remember(_ state: AppState) { (place, depth) = (LinearPlace.id(state), state.dialogs.count) }

    private static func selected(_ state: AppState) -> String? {
        guard let list = LinearList.of(state), let row = list.selected, row < list.count else { return nil }
        return list.id(row)
    }
}
