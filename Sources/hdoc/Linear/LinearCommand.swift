/// A line typed at the prompt of the linear mode.
enum LinearCommand: Equatable {
    case nothing, quit, help
    case screen(LinearScreen)
    /// The arguments of a command of hdoc.
    case command([String])

    enum LinearScreen: Equatable {
        case today, leaderboard, outbox, stage
        case journeyers(String)
        case articles([String])
        /// The next page of the last list.
        case more
        /// A journeyer by name, or a row of the last list by number.
        case open(String)
        case entry(EntryVerb, [String])
    }

    /// The actions for an entry of the outbox.
    enum EntryVerb: String, CaseIterable { case send, edit, discard, settle, correct, remove }

    /// The commands that accept `--offline`.
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

    private static func screen(_ first: String, _ rest: [String]) -> LinearScreen? {
        switch first {
        case "1", "today": .today
        case "2", "journeyers": .journeyers(rest.joined(separator: " "))
        case "3", "leaderboard": .leaderboard
        case "4", "articles": .articles(rest)
        // `outbox` with arguments, such as `outbox list`, is a command of hdoc.
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
        // The whole text is one argument, after `--`, because it may begin with a dash.
        case "write", "e": .command(rest.isEmpty ? ["log"] : ["log", "--", rest.joined(separator: " ")])
        case "refresh", "r": .command(["sync"])
        case "check": .command(["stage", "check"])
        case "i": .command(["login"])
        case "x": .command(["logout"])
        default: .command(words)
        }
    }

    static let vocabulary = [
        "today, or 1: your own journey.", "journeyers, or 2: all journeyers; add words to search for some.",
        "leaderboard, or 3: journeyers by total score.", "articles, or 4: all articles; add words, or “tag” or “by” and a name, to search.",
        "outbox, or 5: your entries and their state.", "stage, or 6: connection, sign-in and routes.",
        "more: the next rows of the last list.", "open, with a number from that list or a name: all details.",
        "write TEXT: write and send today's entry; without a text, in your editor.",
        "send, edit or discard, with a number from the outbox; send alone sends all queued entries.",
        "correct or remove, with a number from the outbox: change a posted day.",
        "settle, with a number and “arrived” or “again”: decide about an entry in state unknown.",
        "announce: the announcement of your latest day.", "refresh, or r: fetch all data.",
        "check: compare the routes with the API contract.",
        "i: sign in.", "x: sign out.", "signup: create your account on this stage.", "quit, or q: quit hdoc.",
        "All hdoc commands work here as well, for example: users --sort score.",
    ]
}
