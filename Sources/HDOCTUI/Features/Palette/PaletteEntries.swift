import HDOCClient
import HDOCModels
import TerminalKit

/// An entry of the palette: a command, or a command with an argument, such as `profile ada`.
struct PaletteEntry: Sendable, Equatable {
    enum Choice: Sendable, Equatable {
        case action(Action)
        case profile(String)
        case tag(String)
        case stage(String)
        case theme(String)
        case view(String)
        /// A command of the configuration, by name.
        case command(String)
    }

    let choice: Choice
    /// The query is compared with the name; for commands and journeyers also with the summary.
    let name: String
    let summary: String
    /// Why the command is not available now; nil if it is available.
    var disabled: String?
}

/// An entry with the positions of the characters that match the query.
struct PaletteMatch: Sendable, Equatable {
    let entry: PaletteEntry
    var name: [Int] = []
    var summary: [Int] = []
    /// Another word for what the command does, which the query begins; nil if name or summary match.
    var keyword: String?
    var score = 0
}

enum PaletteEntries {
    /// The maximum number of journeyers that are ranked. If more match, the user can type another letter.
    private static let mostJourneyers = 200
    private static let mostShown = 100
    private static let leastScore = 2

    /// All commands. A command that the current screen does not have is disabled.
    static func actions(_ state: AppState) -> [PaletteEntry] {
        let bindings = Bindings.all(state).filter { $0.action != .palette }
        let offered = Set(bindings.map(\.action))
        let others = Action.allCases.filter { $0 != .palette && !offered.contains($0) }
        let elsewhere = "not available on \(state.tab.screen.title) now"
        let own = CustomBinding.all(state).map {
            PaletteEntry(
                choice: .command($0.command.name), name: $0.command.name, summary: $0.command.run.joined(separator: " "),
                disabled: $0.disabled)
        }
        return own + bindings.map { entry($0.action, disabled: $0.disabled) } + others.map { entry($0, disabled: elsewhere) }
    }

    /// The matches of a query, best first. Without a query: all commands, in the order of the help.
    static func matches(_ query: String, among actions: [PaletteEntry], _ state: AppState) -> [PaletteMatch] {
        guard query.contains(where: { !$0.isWhitespace }) else { return actions.map { PaletteMatch(entry: $0) } }
        let (kind, argument) = split(query)
        var found: [PaletteMatch] = kind == nil ? actions.compactMap { match(query, $0) } : []
        for each in Kind.allCases where kind == nil || kind == each {
            found += each.entries(argument, state).compactMap { each == .profile ? match(argument, $0) : matchName(argument, $0) }
        }
        // Removes weak matches, such as a few letters scattered over a summary.
        found.removeAll { $0.score <= leastScore }
        // Among matches with the same score, available commands come first.
        let ranked = found.enumerated().sorted { a, b in
            (b.element.score, a.element.entry.disabled == nil ? 0 : 1, a.offset)
                < (a.element.score, b.element.entry.disabled == nil ? 0 : 1, b.offset)
        }
        return ranked.prefix(mostShown).map(\.element)
    }

    private static func entry(_ action: Action, disabled: String?) -> PaletteEntry {
        PaletteEntry(choice: .action(action), name: action.rawValue, summary: action.summary, disabled: disabled)
    }

    /// Matches the name only, because all entries of a kind have the same summary.
    private static func matchName(_ query: String, _ entry: PaletteEntry) -> PaletteMatch? {
        FuzzyMatch(query, in: entry.name).map { PaletteMatch(entry: entry, name: $0.positions, score: $0.score) }
    }

    /// Matches the name, the summary, or another word for what a command does; the best of them counts. A match in a keyword scores 4 less.
    private static func match(_ query: String, _ entry: PaletteEntry) -> PaletteMatch? {
        let shown = matchShown(query, entry)
        guard case .action(let action) = entry.choice, let keyword = action.keyword(beginningWith: query),
            let score = FuzzyMatch(query, in: keyword)?.score, score - 4 > shown?.score ?? 0
        else { return shown }
        return PaletteMatch(entry: entry, keyword: keyword, score: score - 4)
    }

    /// Matches the name or the summary. A match in the summary scores 4 less.
    private static func matchShown(_ query: String, _ entry: PaletteEntry) -> PaletteMatch? {
        let name = FuzzyMatch(query, in: entry.name)
        let summary = FuzzyMatch(query, in: entry.summary)
        switch (name, summary) {
        case (nil, nil): return nil
        case (let name?, let summary) where summary.map({ name.score >= $0.score - 4 }) ?? true:
            return PaletteMatch(entry: entry, name: name.positions, score: name.score)
        case (_, let summary?): return PaletteMatch(entry: entry, summary: summary.positions, score: summary.score - 4)
        case (let name?, nil): return PaletteMatch(entry: entry, name: name.positions, score: name.score)
        }
    }

    /// Splits the kind from a query: `profile ada` searches journeyers only.
    private static func split(_ query: String) -> (kind: Kind?, argument: String) {
        let words = query.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let kind = Kind.allCases.first(where: { $0.rawValue == words[0].lowercased() }) else { return (nil, query) }
        return (kind, String(words[1]))
    }

    /// The kinds of arguments that a command can have.
    private enum Kind: String, CaseIterable {
        case profile, tag, stage, theme, view

        func entries(_ argument: String, _ state: AppState) -> [PaletteEntry] {
            switch self {
            case .profile: PaletteEntries.journeyers(argument, state)
            case .tag:
                Set(state.model.articles.value.flatMap(\.tags)).sorted().map {
                    PaletteEntry(choice: .tag($0), name: "tag \($0)", summary: "Articles with this tag")
                }
            case .stage:
                state.settings.otherStages.map(\.name).map {
                    PaletteEntry(choice: .stage($0), name: "stage \($0)", summary: "Switch to this stage for this run")
                }
            case .view:
                state.settings.userViews.map { PaletteEntry(choice: .view($0.name), name: "view \($0.name)", summary: $0.text) }
            case .theme:
                Theme.named.map(\.name).map {
                    PaletteEntry(choice: .theme($0), name: "theme \($0)", summary: "Colour theme for this run")
                }
            }
        }
    }

    private static func journeyers(_ argument: String, _ state: AppState) -> [PaletteEntry] {
        let index = state.model.journeyerIndex
        // The beginning of the word “profile” matches the first journeyers, to show that a name can follow.
        if argument.count >= 2, Kind.profile.rawValue.hasPrefix(argument.lowercased()) {
            return (0..<Int32(index.isWhole ? min(mostJourneyers, index.count) : 0)).map { profile(index[$0]) }
        }
        let letters = argument.utf8.filter { $0 != UInt8(ascii: " ") }.map(ASCII.lowered)
        guard letters.count >= 2 else { return [] }
        return index.positions(mayMatch: letters, limit: mostJourneyers).map { profile(index[$0]) }
    }

    private static func profile(_ journeyer: Journeyer) -> PaletteEntry {
        PaletteEntry(
            choice: .profile(journeyer.handle), name: "profile \(journeyer.handle)", summary: journeyer.fullName ?? "A journeyer")
    }
}
