import HDOCClient
import HDOCModels

/// Every screen as plain sentences and a prompt: `--linear`, for screen readers and simple terminals. What is typed is a
/// command of hdoc, or the name or number of a screen; nothing moves the cursor.
struct LinearMode {
    let request: ScreensRequest
    let context: CommandContext

    /// Until `quit`, or the end of the input.
    func run() async throws -> ExitStatus {
        var own = context
        own.fixedStage = request.stage
        if let notice = request.notice { own.console.say(notice) }
        try today(own)
        while true {
            own.console.say("What next? “help” lists what can be said.")
            guard let line = await own.input.readLine() else { return .done }
            switch LinearCommand(line) {
            case .nothing: continue
            case .quit: return .done
            case .help: LinearCommand.vocabulary.forEach { own.console.line($0) }
            case .today: try today(own)
            case .command(let arguments): await perform(arguments, own)
            }
        }
    }

    private func perform(_ arguments: [String], _ own: CommandContext) async {
        let offline = request.isOffline && LinearCommand.reads.contains(arguments.first ?? "") ? ["--offline"] : []
        let status = await Hdoc.run(arguments + offline, in: own)
        // What went wrong was said; that it is over is said too, for whoever cannot see the prompt come back.
        if status == .done { own.console.say("Done.") }
    }

    private func today(_ own: CommandContext) throws {
        let session = try own.session(request.stage, isOffline: request.isOffline)
        let articles = try session.client.handle().map { try session.client.articles(author: $0, tag: nil).value } ?? []
        let journey = Journey(articles: articles, outbox: try session.client.outbox(), today: own.today)
        let who = session.client.handle().map { "You are \($0)" } ?? "hdoc does not know yet who you are"
        own.console.line("This is hdoc on the stage \(request.stage.name). \(who).")
        JourneyWords.sentences(journey, now: own.now(), zone: own.zone).forEach { own.console.line($0) }
    }
}

/// What somebody typed at the prompt of the linear mode.
enum LinearCommand: Equatable {
    case nothing, quit, help, today
    /// For hdoc's own command line.
    case command([String])

    /// Commands that `--offline` makes sense for.
    static let reads: Set<String> = ["users", "user", "leaderboard", "articles", "tags"]

    init(_ line: String) {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        let rest = Array(words.dropFirst())
        switch words.first?.lowercased() {
        case nil: self = .nothing
        case "q", "quit", "exit", "bye": self = .quit
        case "?", "h": self = .help
        case "help": self = rest.isEmpty ? .help : .command(words)
        case "1", "today": self = .today
        case "2", "journeyers": self = .command(["users", "--limit", "20"] + Self.search(rest))
        case "3", "leaderboard": self = .command(["leaderboard", "--limit", "20"] + rest)
        case "4", "articles": self = .command(["articles"] + rest)
        case "5", "outbox": self = .command(["outbox"] + rest)
        case "6", "stage": self = .command(rest.isEmpty ? ["doctor"] : words)
        case "who", "open": self = .command(["user"] + rest)
        // The text is one argument, however many words it has; `--` because it may begin with a dash.
        case "write", "e": self = .command(rest.isEmpty ? ["log"] : ["log", "--", rest.joined(separator: " ")])
        case "send": self = .command(["outbox", "send"] + rest)
        case "i": self = .command(["login"])
        case "x": self = .command(["logout"])
        default: self = .command(words)
        }
    }

    private static func search(_ words: [String]) -> [String] {
        words.isEmpty ? [] : ["--search", words.joined(separator: " ")]
    }

    static let vocabulary = [
        "today, or 1: your journey.", "journeyers, or 2, with words to search for: everybody on the way.",
        "open NAME: one journeyer.", "leaderboard, or 3: the first twenty by total score.",
        "articles, or 4: what was posted.", "outbox, or 5: what you wrote and whether it was sent.",
        "stage, or 6: connection, sign-in and routes.", "write TEXT: post today's entry; without a text, in your editor.",
        "send: send what waits.", "i: sign in.", "x: sign out.", "quit, or q: leave.",
        "Every command of hdoc works here too, such as: users --sort score.",
    ]
}
