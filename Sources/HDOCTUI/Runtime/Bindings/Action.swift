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
    case correct, remove
    case settle
    case check
    case pipeline
    case switchStage = "switch-stage"
    case signIn = "sign-in"
    case signOut = "sign-out"
    case inspectRequest = "lens"
    case exportRequests = "export-requests"
    case palette, help, repaint, suspend
    case filter
    case filterBack = "filter-back"
    case byAuthor = "by-author"
    case byTag = "by-tag"
    case view
    case mark
    case markRange = "mark-range"
    case markAll = "mark-all"
    case clearMarks = "clear-marks"
    case export
    case health
}

extension Action {
    /// The description of the action in the help and the palette.
    package var summary: String {
        switch self {
        case .today: "Today: your own journey"
        case .journeyers: "Journeyers: all members of the community"
        case .leaderboard: "Leaderboard: journeyers by total score"
        case .articles: "Articles: all published articles"
        case .outbox: "Outbox: your entries and their state"
        case .stage: "Stage: connection, sign-in and routes"
        case .nextScreen: "Next screen"
        case .previousScreen: "Previous screen"
        case .down: "Down"
        case .up: "Up"
        case .pageDown: "Page down"
        case .pageUp: "Page up"
        case .first: "First row"
        case .last: "Last row"
        case .open: "Open the selected row"
        case .back: "Back"
        case .quit: "Go back; on a main screen, quit"
        case .search: "Search as you type"
        case .nextMatch: "Next match"
        case .previousMatch: "Previous match"
        case .sort: "Sort by the next column"
        case .reverseSort: "Reverse the order"
        case .refresh: "Fetch this screen's data again"
        case .sync: "Fetch all data of the stage"
        case .write: "Write today's entry in your editor"
        case .writeInForm: "Write today's entry in the built-in form"
        case .writeYesterday: "Write yesterday's entry, after midnight"
        case .template: "Choose the next template: micro, short, long"
        case .openLink: "Open the link in a browser"
        case .copy: "Copy to the clipboard"
        case .sendNow: "Send now, without waiting for the next attempt"
        case .discard: "Discard (asks for confirmation)"
        case .correct: "Correct a day that is posted"
        case .remove: "Remove a posted day from the stage (asks for confirmation)"
        case .settle: "Decide about an unknown entry or a conflict"
        case .switchStage: "Switch to another stage"
        case .check: "Compare the routes with the API contract"
        case .pipeline: "Fetch the state of the deployment pipeline from AWS"
        case .signIn: "Sign in"
        case .signOut: "Sign out"
        case .inspectRequest: "Show this screen's request as a curl command"
        case .exportRequests: "Save the requests of this run as an HTTP archive (HAR), without secrets"
        case .palette: "Command palette: find a command by name"
        case .help: "Show this help"
        case .repaint: "Redraw the screen"
        case .suspend: "Suspend; return with fg in the shell"
        case .filter: "Next filter: active, new, inactive, malformed"
        case .filterBack: "Previous filter"
        case .byAuthor: "Filter articles by author"
        case .byTag: "Filter articles by tag"
        case .view: "Next view of the configuration"
        case .mark: "Mark the row, or take its mark away"
        case .markRange: "Mark from the row that was marked last to this one"
        case .markAll: "Mark all shown rows"
        case .clearMarks: "Clear all marks of this list"
        case .health: "Health: new, inactive and malformed journeyers, and who moved"
        case .export: "Export the marked rows to a CSV or JSON file"
        }
    }
}

extension Action {
    /// The default keys of each action. An action without a key can be run from the palette.
    static let defaultKeys: [Action: [Key]] = [
        .today: [.char("1")], .journeyers: [.char("2")], .leaderboard: [.char("3")], .articles: [.char("4")],
        .outbox: [.char("5")], .stage: [.char("6")], .nextScreen: [.tab], .previousScreen: [.backTab],
        .down: [.char("j"), .down], .up: [.char("k"), .up], .pageDown: [.pageDown, .ctrl("f"), .char(" ")],
        .pageUp: [.pageUp, .ctrl("b")], .first: [.char("g"), .home], .last: [.char("G"), .end],
        .open: [.enter], .back: [.escape], .quit: [.char("q"), .ctrl("c")], .search: [.char("/")],
        .nextMatch: [.char("n")], .previousMatch: [.char("N")], .sort: [.char("s")], .reverseSort: [.char("S")],
        .refresh: [.char("r")], .sync: [.char("R")], .write: [.char("e")], .writeInForm: [.char("E")],
        .writeYesterday: [.char("Y")], .template: [.char("T")],
        .openLink: [.char("o")], .copy: [.char("y")], .sendNow: [.char("p")], .discard: [.char("d")], .correct: [.char("C")],
        .remove: [.char("D")], .settle: [.char("u")],
        .check: [.char("c")], .pipeline: [.char("P")], .switchStage: [.char("w")],
        .signIn: [.char("i")], .signOut: [.char("X")], .inspectRequest: [.char("x")], .exportRequests: [.char("W")], .palette: [.char(":")],
        .help: [.char("?")],
        .repaint: [.ctrl("l")], .suspend: [.ctrl("z")],
        .filter: [.char("f")], .filterBack: [.char("F")], .byAuthor: [.char("a")], .byTag: [.char("t")],
        .view: [.char("v")],
        .mark: [.char("m")], .markRange: [.char("M")], .markAll: [.char("*")], .clearMarks: [.char("U")], .export: [.char(">")],
        .health: [.char("H")],
    ]
}
