import HDOCTUI
import TerminalKit
/// What somebody typed at the prompt of the linear mode.
enum LinearCommand: Equatable {
    case nothing, quit, help
    case screen(Screen)
    /// For hdoc's own command line.
    case command([String])

    enum Screen: Equatable {
        case today, leaderboard, outbox, stage
        case journeyers(String)
        case articles([String])
        /// The next page of the list that was said last.
        case more
        /// A journeyer by name, or what has that number.
        case open(String)
        case entry(EntryVerb, [String])
    }

    /// What can be done with an entry of the outbox.
    enum EntryVerb: String, CaseIterable { case send, edit, discard, settle }

    /// Commands that `--offline` makes sense for.
    static let reads: Set<String> = ["users", "user", "leaderboard", "articles", "tags"]

    init(_ line: String) {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        let first = words.first?.lowercased() ?? ""
        let rest = Array(words.dropFirst())
        if words.isEmpty {
            self = .nothing
        } else if let screen = Self.screen(first, rest) {
            self = .screen(screen)
        } else {
            self = Self.other(first, rest, words)
        }
    }

    private static func screen(_ first: String, _ rest: [String]) -> Screen? {
        switch first {
        case "1", "today": .today
        case "2", "journeyers": .journeyers(rest.joined(separator: " "))
        case "3", "leaderboard": .leaderboard
        case "4", "articles": .articles(rest)
        // `outbox list` and the like are hdoc's own commands.
        case "5": .outbox
        case "outbox" where rest.isEmpty: .outbox
        case "6": .stage
        case "stage" where rest.isEmpty: .stage
        case "more", "m": .more
        case "open", "read", "who": rest.first.map { .open($0) }
        default: EntryVerb(rawValue: first).map { .entry($0, rest) }
        }
    }

    private static func other(_ first: String, _ rest: [String], _ words: [String]) -> LinearCommand {
        switch first {
        case "q", "quit", "exit", "bye": .quit
        case "?", "h": .help
        case "help": rest.isEmpty ? .help : .command(words)
        // The text is one argument, however many words it has; `--` because it may begin with a dash.
        case "write", "e": .command(rest.isEmpty ? ["log"] : ["log", "--", rest.joined(separator: " ")])
        case "refresh", "r": .command(["sync"])
        case "check": .command(["stage", "check"])
        case "i": .command(["login"])
        case "x": .command(["logout"])
        default: .command(words)
        }
    }

    static let vocabulary = [
        "today, or 1: your journey.", "journeyers, or 2, with words to search for: everybody on the way.",
        "leaderboard, or 3: by total score.", "articles, or 4, with words, or with “tag” or “by” and a name: what was posted.",
        "outbox, or 5: what you wrote and whether it was sent.", "stage, or 6: connection, sign-in and routes.",
        "more: the next of the list that was said last.", "open, with a number of that list or a name: all that is known of it.",
        "write TEXT: post today's entry; without a text, in your editor.",
        "send, edit, discard, with a number of the outbox; send alone sends what waits.",
        "settle, with a number and “arrived” or “again”: an entry of which nobody knows whether it arrived.",
        "announce: the text to announce your last day with.", "refresh, or r: fetch everything.", "check: the routes against the contract.",
        "i: sign in.", "x: sign out.", "signup: become a user of this stage.", "quit, or q: leave.",
        "Every command of hdoc works here too, such as: users --sort score.",
    ]
}
