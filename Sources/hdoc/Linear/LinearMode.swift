import HDOCClient
import HDOCModels
import HDOCTUI

/// The linear mode (`--linear`) prints every screen as plain sentences and reads commands from a prompt, for screen readers and
/// simple terminals. A line is the name or number of a screen, or a command of hdoc. The mode never moves the cursor.
struct LinearMode {
    let request: ScreensRequest
    let context: CommandContext

    /// Runs until `quit` or the end of the input.
    func run() async throws -> ExitStatus {
        var own = context
        own.fixedStage = request.stage
        if let notice = request.notice { own.console.say(notice) }
        try today(own)
        var listing = LinearListing()
        while true {
            own.console.say("What next? Type “help” for a list of commands.")
            guard let line = await own.input.readLine() else { return .done }
            switch LinearCommand(line) {
            case .nothing: continue
            case .quit: return .done
            case .help: LinearCommand.vocabulary.forEach { own.console.line($0) }
            case .command(let arguments): await perform(arguments, own)
            case .screen(let screen): await attempt(own) { try await show(screen, &listing, own) }
            }
        }
    }

    private func perform(_ arguments: [String], _ own: CommandContext) async {
        let offline = request.isOffline && LinearCommand.reads.contains(arguments.first ?? "") ? ["--offline"] : []
        let status = await Hdoc.run(arguments + offline, in: own)
        // Commands print their errors. Success is printed as well, for people who cannot see the prompt.
        if status == .done { own.console.say("Done.") }
    }

    /// Runs `body` and prints its error, so that the prompt continues.
    private func attempt(_ own: CommandContext, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            let cause = (error as? StageFailure)?.cause ?? error
            own.console.complain(ErrorDescriber(stage: request.stage.name).sentence(cause))
        }
    }

    private func show(_ screen: LinearCommand.LinearScreen, _ listing: inout LinearListing, _ own: CommandContext) async throws {
        let screens = LinearScreens(session: try own.session(request.stage, isOffline: request.isOffline))
        switch screen {
        case .today: return try today(own)
        case .stage: return try screens.stage()
        case .more: break
        case .journeyers(let query): listing = try await screens.journeyers(matching: query)
        case .leaderboard: listing = try await screens.leaderboard()
        case .articles(let words): listing = try await screens.articles(words)
        case .outbox: listing = try screens.outbox()
        case .open(let name): return try await open(name, listing, screens, own)
        case .entry(let verb, let words): return await act(verb, words, listing, own)
        }
        let page = listing.next()
        page.forEach { own.console.line($0) }
        if listing.rest > 0 { own.console.line("\(listing.rest) more; type “more”.") }
        if page.isEmpty { own.console.line("No more rows.") }
    }

    private func open(_ name: String, _ listing: LinearListing, _ screens: LinearScreens, _ own: CommandContext) async throws {
        switch listing.subject(name) {
        case .article(let article)?: try await screens.read(article)
        case .entry(let id)?: await perform(["outbox", "show", id], own)
        case .journeyer(let handle)?: await perform(["user", handle], own)
        case nil: await perform(["user", name], own)
        }
    }

    /// Runs an action on an entry of the outbox. A number means the entry in that row of the last list; any other word is an id.
    private func act(_ verb: LinearCommand.EntryVerb, _ words: [String], _ listing: LinearListing, _ own: CommandContext) async {
        let id = words.first.map { word in
            if case .entry(let id)? = listing.subject(word) { id } else { word }
        }
        switch verb {
        case .send: await perform(["outbox", "send"] + [id].compactMap { $0 }, own)
        case .edit, .discard, .correct, .remove:
            guard let id else { return own.console.say("Type “\(verb.rawValue)” and the entry's number in the outbox.") }
            await perform(["outbox", verb.rawValue, id], own)
        case .settle:
            guard let id, words.count == 2, ["arrived", "again"].contains(words[1]) else {
                return own.console.say("Type “settle”, the entry's number in the outbox, and “arrived” or “again”.")
            }
            await perform(["outbox", "send", id, "--\(words[1])"], own)
        }
    }

    private func today(_ own: CommandContext) throws {
        let session = try own.session(request.stage, isOffline: request.isOffline)
        let journey = try session.client.journey(today: session.today)
        let who = session.client.handle().map { "You are \($0)" } ?? "Your GitHub username is not known yet"
        own.console.line("hdoc on the stage \(request.stage.name). \(who).")
        JourneyStrings.sentences(journey, now: own.now(), calendar: session.calendar).forEach { own.console.line($0) }
    }
}
