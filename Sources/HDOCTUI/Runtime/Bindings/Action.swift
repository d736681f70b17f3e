import TerminalKit
/// Everything a key can ask for. The raw value is its name under `[keys]` in the configuration.
package enum Action: String, Sendable, CaseIterable {
    case today, journeyers, leaderboard, articles, outbox, stage
    case nextScreen = "next-screen"
    case previousScreen = "previous-screen"
    case down, up
    case pageDown = "page-down"
    case pageUp = "page-up"
    case first, last
    case open, back, quit
    case search
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case sort
    case reverseSort = "reverse-sort"
    case refresh, sync
    case write
    case writeInForm = "write-in-form"
    case writeYesterday = "write-yesterday"
    case template
    case openLink = "open-link"
    case copy
    case sendNow = "send-now"
    case discard
    case settle
    case check
    case switchStage = "switch-stage"
    case signIn = "sign-in"
    case signOut = "sign-out"
    case inspectRequest = "lens"
    case palette, help, repaint, suspend
    case filter
    case filterBack = "filter-back"
    case byAuthor = "by-author"
    case byTag = "by-tag"
}

extension Action {
    /// A sentence for the help, without its full stop.
    package var summary: String {
        switch self {
        case .today: "Today: your journey"
        case .journeyers: "Journeyers: everybody on the way"
        case .leaderboard: "Leaderboard: by total score"
        case .articles: "Articles: what was posted"
        case .outbox: "Outbox: what you wrote, and whether it was sent"
        case .stage: "Stage: connection, sign-in, routes"
        case .nextScreen: "The next screen"
        case .previousScreen: "The screen before"
        case .down: "Down"
        case .up: "Up"
        case .pageDown: "A page down"
        case .pageUp: "A page up"
        case .first: "To the first"
        case .last: "To the last"
        case .open: "Open what is selected"
        case .back: "Back"
        case .quit: "Back; on a top screen, quit"
        case .search: "Search as you type"
        case .nextMatch: "Next match"
        case .previousMatch: "Previous match"
        case .sort: "Sort by the next column"
        case .reverseSort: "Turn the order round"
        case .refresh: "Ask the backend for this screen again"
        case .sync: "Fetch everything the stage bindings"
        case .write: "Write today's entry in your editor"
        case .writeInForm: "Write today's entry in the built-in form"
        case .writeYesterday: "Write yesterday's entry, after midnight"
        case .template: "Begin with the next template: micro, short, long"
        case .openLink: "Open the link in a browser"
        case .copy: "Copy to the clipboard"
        case .sendNow: "Send now, due or not"
        case .discard: "Discard (asks first)"
        case .settle: "Say whether an entry in doubt arrived"
        case .switchStage: "Go to another stage"
        case .check: "Check the routes against the contract"
        case .signIn: "Sign in"
        case .signOut: "Sign out"
        case .inspectRequest: "The call behind this screen, as curl"
        case .palette: "Find a command by its name"
        case .help: "This help"
        case .repaint: "Draw the screen anew"
        case .suspend: "Suspend; the shell's fg comes back"
        case .filter: "The next filter: active, new, inactive, malformed"
        case .filterBack: "The filter before"
        case .byAuthor: "The articles of one author"
        case .byTag: "The articles with one tag"
        }
    }
}

/// A command as it stands on the screen now: what the help, the palette and the hint line are made of, and what a key runs.
package struct Binding: Sendable, Equatable {
    package let action: Action
    /// For the hint line, where it is one of the keys worth showing there.
    package var hint: String?
    /// Why it does nothing now; nil where it works.
    package var disabled: String?

    package init(_ action: Action, hint: String? = nil, disabled: String? = nil) {
        (self.action, self.hint, self.disabled) = (action, hint, disabled)
    }
}
