import HDOCClient
import HDOCModels
import TerminalKit

/// The conversation of the linear mode: what was said last, and what a typed line means. Its functions are pure, like those of `Update`.
struct LinearTalk: Sendable {
    /// The rows that were said last, and what each row was about.
    var rows = 0..<0
    var ids: [Int: String] = [:]
    /// The line of the reader's text after the last one that was said.
    var textLine = 0
    var form: LinearFormTalk?

    // MARK: A typed line

    mutating func take(_ line: String, _ state: inout AppState) -> LinearReply {
        if let open = LinearForm.of(state), var talk = form {
            let reply = talk.take(line, open, &state)
            form = talk
            return reply
        }
        switch state.dialogs.last {
        case .confirm(let confirm)?:
            guard let key = LinearAnswers.key(line, confirm) else {
                return LinearReply(said: ["“\(line)” is not an answer here. \(LinearAnswers.hint(confirm))"], isQuiet: true)
            }
            return press([key], &state)
        case .handle?, .export?: return Self.isLeaving(line) ? press([.escape], &state) : press([.ctrl("u"), .paste(line), .enter], &state)
        case .signIn(let signIn)?: return LinearReply.signIn(line, signIn, &state)
        case .palette?, .choice?: return find(line, &state)
        case .help?, .requestInspector?, .reader?, .text?, .form?, .signUp?: return command(line, &state)
        case nil:
            guard state.tab.screen.isTyping(state) else { return command(line, &state) }
            return press(line.isBlank ? [.escape] : [.ctrl("u"), .paste(line), .enter], &state)
        }
    }

    private func press(_ keys: [Key], _ state: inout AppState) -> LinearReply {
        LinearReply(effects: keys.flatMap { Update.press($0, &state) })
    }

    static func isLeaving(_ line: String) -> Bool {
        ["esc", "back", "cancel", "q", "quit"].contains(line.lowercased().trimmed)
    }

    /// A dialog with a text that filters a list: a number chooses a row, other words are the text.
    private mutating func find(_ line: String, _ state: inout AppState) -> LinearReply {
        if Self.isLeaving(line) { return press([.escape], &state) }
        if line.isBlank { return press([.enter], &state) }
        if let number = Int(line.trimmed) {
            return choose(number, &state) { _, state in LinearReply(effects: Update.press(.enter, &state)) }
        }
        if let action = LinearWords.action([String(line.trimmed)]), let move = Self.move(of: action) { return self.move(move, &state) }
        return press([.ctrl("u"), .paste(line)], &state)
    }

    // MARK: Commands

    private mutating func command(_ line: String, _ state: inout AppState) -> LinearReply {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return run(.open, &state) }
        if words.count == 1, let reply = number(first, &state) { return reply }
        if let reply = search(line, words, &state) { return reply }
        if let (action, rest) = LinearWords.split(words), let reply = perform(action, rest, line, words, &state) { return reply }
        if let command = LinearActions.commands(state).first(where: { $0.isCalled(line.trimmed) }) {
            return LinearReply(effects: command.press(&state))
        }
        if words.count == 1, let key = Key(name: first) {
            if let action = state.settings.keymap.action(for: key) { return run(action, &state) }
            // A key that the reader handles itself, or one without a meaning.
            return LinearReply(said: ["The key \(first) does nothing here. Type actions for everything that you can do."], isQuiet: true)
        }
        switch (first.lowercased(), words.count) {
        case ("action", 2): return Int(words[1]).map { perform(action: $0, &state) } ?? unknown(line)
        case ("row", 2): return Int(words[1]).map { row in choose(row, &state) { talk, state in talk.chosen(state) } } ?? unknown(line)
        case ("links", 1): return links(state)
        case ("h", 1): return run(.help, &state)
        default: return Self.shellCommand(line)
        }
    }

    /// A command of hdoc, with quotes as in a shell.
    private static func shellCommand(_ line: String) -> LinearReply {
        let typed = ShellWords(line)
        guard !typed.hasOpenQuote else {
            return LinearReply(said: ["The line has a quote that is not closed. Close it, or put a backslash before it."], isQuiet: true)
        }
        return LinearReply(command: typed.words)
    }

    private func unknown(_ line: String) -> LinearReply {
        LinearReply(said: ["“\(line)” needs a number, for example: row 3."], isQuiet: true)
    }

    /// A number alone: a link of the reader, an action of the help, or the key of a screen.
    private mutating func number(_ word: String, _ state: inout AppState) -> LinearReply? {
        guard let number = Int(word), word.allSatisfy(\.isNumber) else { return nil }
        switch state.dialogs.last {
        case .help?: return perform(action: number, &state)
        case .reader?, .requestInspector?: return choose(number, &state) { talk, state in talk.chosen(state) }
        case _?: return nil
        case nil: break
        }
        if word.count == 1, let key = word.first, state.settings.keymap.action(for: .char(key)) != nil { return nil }
        return LinearReply(said: ["\(number) is not the number of a screen. To open a row, type open \(number)."], isQuiet: true)
    }

    /// `/text`, `search text`, `:text`, `journeyers text`, `articles text`.
    private mutating func search(_ line: String, _ words: [String], _ state: inout AppState) -> LinearReply? {
        guard let first = words.first, state.dialogs.isEmpty else { return nil }
        func text(after prefix: String) -> String { String(line.trimmed.dropFirst(prefix.count).trimmed) }
        for (sign, action) in [("/", Action.search), (":", .palette)] where first.hasPrefix(sign) && line.trimmed.count > 1 {
            return run(action, &state, then: text(after: sign))
        }
        guard words.count > 1 else { return nil }
        switch first.lowercased() {
        case "search": return run(.search, &state, then: text(after: first))
        case "palette", "commands": return run(.palette, &state, then: text(after: first))
        case "journeyers" where !words[1].hasPrefix("-"):
            return LinearReply(effects: Keys.run(.journeyers, &state)) + run(.search, &state, then: text(after: first))
        case "articles" where !words[1].hasPrefix("-"):
            let effects = Keys.run(.articles, &state)
            if words.count == 3, let filter = ["tag": ArticlesFilter.tag, "by": .author][words[1].lowercased()] {
                return LinearReply(effects: effects + ArticlesScreen.choose(filter, words[2], &state))
            }
            return LinearReply(effects: effects) + run(.search, &state, then: text(after: first))
        default: return nil
        }
    }

    /// Runs an action, and types a text into the field that it opens.
    private mutating func run(_ action: Action, _ state: inout AppState, then text: String) -> LinearReply {
        let (dialogs, toast) = (state.dialogs.count, state.toast)
        let reply = run(action, &state)
        guard state.dialogs.count > dialogs || state.tab.screen.isTyping(state), state.toast == toast else { return reply }
        return reply + take(text, &state)
    }

    /// An action with what follows it: nothing, the number of a row and an answer, a name, or a text. Nil if the line means something else.
    private mutating func perform(
        _ action: Action, _ rest: [String], _ line: String, _ words: [String], _ state: inout AppState
    ) -> LinearReply? {
        guard let first = rest.first else { return run(action, &state) }
        if let row = Int(first), rest.count <= 2 {
            return choose(row, &state) { talk, state in
                var reply = talk.run(action, &state)
                if rest.count == 2, case .confirm? = state.dialogs.last { reply += talk.take(rest[1], &state) }
                return reply
            }
        }
        switch action {
        case .open where state.dialogs.isEmpty: return open(rest.joined(separator: " "), &state)
        // The whole text is one argument, after `--`, because it may begin with a dash.
        case .write: return LinearReply(command: ["log", "--", String(line.trimmed.dropFirst(words[0].count).trimmed)])
        default: return nil
        }
    }

    /// Opens the profile of a journeyer with this handle.
    private func open(_ name: String, _ state: inout AppState) -> LinearReply {
        let handle = name.hasPrefix("@") ? String(name.dropFirst()) : name
        guard let journeyer = state.model.journeyerIndex.journeyer(handle) else { return LinearReply(command: ["user", name]) }
        return LinearReply(effects: PaletteUpdate.openProfile(journeyer.handle, &state))
    }

    private func links(_ state: AppState) -> LinearReply {
        guard case .reader? = state.dialogs.last, let list = LinearList.of(state), list.count > 0 else {
            return LinearReply(said: ["There are no links here."], isQuiet: true)
        }
        return LinearReply(said: (0..<list.count).map { "Link \(list.numbered($0))" }, isQuiet: true)
    }

    // MARK: Actions

    mutating func run(_ action: Action, _ state: inout AppState) -> LinearReply {
        let binding = LinearActions.here(state).first { $0.action == action }
        if binding != nil, let move = Self.move(of: action) { return self.move(move, &state) }
        guard let binding else {
            // The list of actions is about the place below it.
            if case .help? = state.dialogs.last {
                state.closeTop()
                return run(action, &state)
            }
            let elsewhere = "\(LinearSentences.capitalised(LinearWords.word(of: action))) is not available here."
            return LinearReply(said: ["\(elsewhere) Type actions for everything that you can do."], isQuiet: true)
        }
        state.noteInput()
        return LinearReply(effects: binding.press(&state))
    }

    /// Runs an action by its number in the list of actions.
    private mutating func perform(action number: Int, _ state: inout AppState) -> LinearReply {
        if case .help? = state.dialogs.last { state.closeTop() }
        let (bindings, commands) = (LinearActions.here(state), LinearActions.commands(state))
        if bindings.indices.contains(number - 1) { return run(bindings[number - 1].action, &state) }
        let command = number - 1 - bindings.count
        if commands.indices.contains(command) { return LinearReply(effects: commands[command].press(&state)) }
        return LinearReply(said: ["There is no action \(number) here; there are \(bindings.count + commands.count)."], isQuiet: true)
    }
}
