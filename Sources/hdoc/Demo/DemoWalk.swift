import FoundationEssentials
import HDOCBackend
import HDOCClient
import HDOCModels
import HDOCTUI

/// The demo without a terminal: the real client runs against the embedded backend and prints the result of each step.
/// All files are in a temporary directory, which is deleted at the end.
struct DemoWalk {
    let context: CommandContext
    let options: BackendOptions

    func run() async throws -> ExitStatus {
        try await DemoDirectory.use { directory in
            let server = try await Backend.open(options)
            print("The embedded backend serves \(Amounts.count(options.users, "journeyer")) on \(server.description.api)")
            let session = try directory.environment(of: context).session(Stage(demo: server.description))
            do {
                let status = try await walk(server, session)
                await server.stop()
                return status
            } catch {
                await server.stop()
                context.console.complain(ErrorDescriber(stage: StageRules.demo).sentence(error))
                return .failed
            }
        }
    }

    private func walk(_ server: Backend, _ session: ClientSession) async throws -> ExitStatus {
        try await step("Sign in") { try await signIn(server.description, session) }
        try await step("Sync") { try await sync(session) }
        try await step("List the leaderboard") { try await list(session) }
        try await step("Post a day") { try await post(session) }
        try await step("Go offline") { try await goOffline(server, session) }
        try await step("List again, from the cache") { try await listOffline(session) }
        try await step("Write another day, offline") { try await postOffline(session) }
        print("\nAll steps succeeded.")
        return .done
    }

    // MARK: The steps

    /// Signs in with the client, while a `HostedPageVisitor` acts as the browser. If one of them fails, the other is cancelled.
    private func signIn(_ account: StageDescription, _ session: ClientSession) async throws {
        let (addresses, found) = AsyncStream<String>.makeStream()
        let identity = try await withThrowingTaskGroup(of: Identity?.self) { group in
            group.addTask {
                defer { found.finish() }
                return try await session.client.signIn(SignInOptions(opensBrowser: false, timeout: .seconds(60))) { step in
                    if case .address(let url, _, _) = step { found.yield(url) }
                }
            }
            group.addTask {
                let sample = SampleAccount(account, opensBrowser: false)
                for await url in addresses { try await sample.signIn(url) }
                return nil
            }
            return try await group.reduce(nil as Identity?) { $1 ?? $0 }
        }
        print("The hosted page's form was filled in and sent; signed in as \(identity?.displayName ?? "nobody").")
        print("The journeyer is \(try await session.myHandle()).")
    }

    private func sync(_ session: ClientSession) async throws {
        let report = await session.client.sync { _ in }
        for part in report.refreshed { print("\(ResourceStrings.name(part.resource)): \(part.received) received") }
        if let failure = report.failed.first { throw failure.error }
    }

    private func list(_ session: ClientSession) async throws {
        _ = try await session.read(.journeyers) { try session.client.journeyers(JourneyerQuery(limit: 1)) }
        var table = TextTable(LeaderboardCommand.columns, cells: [])
        try LeaderboardCommand.eachRow(session.client, limit: 5) {
            table.cells.append(LeaderboardCommand.cells($0))
            return true
        }
        context.console.table(table, isForPeople: true)
    }

    private func post(_ session: ClientSession) async throws {
        let kept = try await keep("Queues with SQS and a dead letter", session)
        print("Day \(kept.entry.day) is stored in the outbox (\(EntryStrings.name(kept.state))).")
        let report = try await session.client.send([kept.id])
        guard let tried = report.tried.first(where: { $0.id == kept.id }), tried.state == .sent else {
            throw DemoWalkError.notPosted(report.tried.first?.lastError)
        }
        let handle = try await session.myHandle()
        let mine = try await session.read(.articles(author: handle, tag: nil)) {
            try session.client.articles(author: handle, tag: nil)
        }
        guard let article = mine.value.first(where: { $0.id == kept.id }) else { throw DemoWalkError.notListed }
        print("Sent. `hdoc articles --author me` lists it, newest first:")
        let shown = [article] + mine.value.filter { $0.id != kept.id }.prefix(2)
        context.console.table(TextTable(ArticlesCommand.columns, cells: shown.map(ArticlesCommand.cells)), isForPeople: true)
    }

    private func goOffline(_ server: Backend, _ session: ClientSession) async throws {
        await server.stop()
        do throws(ClientError) {
            _ = try await session.client.refresh(.tags)
        } catch {
            guard error.isOffline else { throw error }
            return print("The backend is stopped. \(session.describer.sentence(error))")
        }
        throw DemoWalkError.stillOnline
    }

    private func listOffline(_ session: ClientSession) async throws {
        try await list(session)
        let handle = try await session.myHandle()
        print("Total: \(Amounts.count(try session.client.articles(author: handle, tag: nil).value.count, "article")) by \(handle).")
    }

    private func postOffline(_ session: ClientSession) async throws {
        let kept = try await keep("Offline, and nothing is lost", session)
        let tried = try await session.client.send([kept.id]).tried.first
        guard let tried, tried.state == .queued else { throw DemoWalkError.notKept }
        print("Day \(tried.entry.day) is in the outbox (\(EntryStrings.name(tried.state))): \(tried.lastError ?? "")")
    }

    private func keep(_ title: String, _ session: ClientSession) async throws -> OutboxEntry {
        let journey = try session.client.journey(today: session.today)
        let entry = Entry(
            id: UUIDv7.make(at: context.now()), day: journey.nextDay, date: session.today, zone: context.zone.identifier,
            title: title, body: ArticleTemplate.micro.skeleton, tags: ["aws", "sqs"])
        return try session.client.queue(try session.client.saveDraft(entry).id)
    }

    private func step(_ title: String, _ body: () async throws -> Void) async throws {
        print("\n→ \(title)")
        try await body()
    }

    private func print(_ text: String) { context.console.block(text) }
}

/// The reason why a step failed.
enum DemoWalkError: Error, Sendable, Equatable {
    case notPosted(String?)
    case notListed, stillOnline, notKept
}
