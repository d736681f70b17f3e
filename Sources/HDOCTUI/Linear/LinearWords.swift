import TerminalKit

/// The words of the linear mode. The word of an action is its name in the configuration; a few actions have other words as well.
enum LinearWords {
    /// More words for some actions.
    private static let others: [String: Action] = [
        "next": .down, "previous": .up, "prev": .up, "more": .pageDown, "less": .pageUp, "top": .first, "bottom": .last,
        "read": .open, "who": .open, "cancel": .back, "exit": .quit, "bye": .quit, "requests": .inspectRequest, "actions": .help,
        "commands": .palette, "send": .sendNow, "login": .signIn, "logout": .signOut, "link": .openLink, "again": .repaint,
        "switch": .switchStage, "next-filter": .filter, "previous-filter": .filterBack, "edit": .open,
    ]

    /// The word that the mode says for an action.
    static func word(of action: Action) -> String {
        switch action {
        case .down: "next"
        case .up: "previous"
        case .pageDown: "more"
        case .pageUp: "less"
        case .inspectRequest: "requests"
        case .help: "actions"
        case .repaint: "again"
        default: action.rawValue.replacing("-", with: " ")
        }
    }

    /// The action with a word of one or more words; nil if there is none. Blanks and hyphens are the same.
    static func action(_ words: some Sequence<String>) -> Action? {
        let word = words.map { $0.lowercased() }.joined(separator: "-")
        return Action(rawValue: word) ?? others[word]
    }

    /// The words of a line that begins with an action, the longest first: the action, and what follows it.
    static func split(_ words: [String]) -> (action: Action, rest: [String])? {
        for count in (1...3).reversed() where words.count >= count {
            if let action = action(words.prefix(count)) { return (action, Array(words.dropFirst(count))) }
        }
        return nil
    }
}
