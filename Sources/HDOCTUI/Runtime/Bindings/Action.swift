import TerminalKit
/// Everything that a key can do. The raw value is its name under `[keys]` in the configuration.
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
    /// What it does, for the help and the palette.
    package var summary: String {
        switch self {
        case .today: "Show Today: your own journey"
        case .journeyers: "Show Journeyers: everybody who takes part"
        case .leaderboard: "Show the Leaderboard: everybody by total score"
        case .articles: "Show Articles: what has been posted"
        case .outbox: "Show the Outbox: what you wrote and its state"
        case .stage: "Show the Stage: connection, sign-in and routes"
        case .nextScreen: "Show the next screen"
        case .previousScreen: "Show the previous screen"
        case .down: "Move down"
        case .up: "Move up"
        case .pageDown: "Move a page down"
        case .pageUp: "Move a page up"
        case .first: "Go to the first row"
        case .last: "Go to the last row"
        case .open: "Open the selected row"
        case .back: "Go back"
        case .quit: "Go back, or quit where there is nothing to go back to"
        case .search: "Search as you type"
        case .nextMatch: "Go to the next match"
        case .previousMatch: "Go to the previous match"
        case .sort: "Sort by the next column"
        case .reverseSort: "Reverse the order"
        case .refresh: "Fetch this screen's data again"
        case .sync: "Fetch everything the stage bindings"
        case .write: "Write today's entry in your editor"
        case .writeInForm: "Write today's entry in the built-in form"
        case .writeYesterday: "Write yesterday's entry in your editor"
        case .template: "Choose the next template: micro, short or long"
        case .openLink: "Open the link in a browser"
        case .copy: "Copy to the clipboard"
        case .sendNow: "Send now, without waiting for the next attempt"
        case .discard: "Discard (asks first)"
        case .settle: "Say whether an entry of unknown state arrived"
        case .switchStage: "Switch to another stage"
        case .check: "Check the routes against the contract"
        case .signIn: "Sign in"
        case .signOut: "Sign out"
        case .inspectRequest: "Show the requests behind this screen as curl"
        case .palette: "Find an action by its name"
        case .help: "Show this help"
        case .repaint: "Draw the screen again"
        case .suspend: "Suspend hdoc; the shell's fg resumes it"
        case .filter: "Use the next filter: active, new, inactive, malformed"
        case .filterBack: "Use the previous filter"
        case .byAuthor: "Show the articles of one author"
        case .byTag: "Show the articles with one tag"
        }
    }
}
