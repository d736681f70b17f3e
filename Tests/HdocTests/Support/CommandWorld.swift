import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// Testing has an `ExitStatus` too.
typealias ExitStatus = hdoc.ExitStatus

/// Runs commands with a scripted client, scripted input, and files in a directory of its own.
final class CommandWorld: Sendable {
    /// 12:00 in UTC, and 13:00 in the time zone of the commands.
    static let now = Date(timeIntervalSince1970: 1_795_435_200)
    static let stage = Stage(name: "dev", api: "https://a.example/", issuer: "https://i.example", clientID: "c")

    struct Run {
        var status: ExitStatus
        var out: String
        var err: String
    }

    final class Sink: TextSink {
        let isTerminal: Bool
        let columns: Int?
        private let failure: SinkError?
        private let bytes = Mutex<[UInt8]>([])
        private let (writes, written) = AsyncStream<Void>.makeStream()

        init(columns: Int? = nil, failure: SinkError? = nil) {
            (isTerminal, self.columns, self.failure) = (columns != nil, columns, failure)
        }

        func write(_ bytes: [UInt8]) throws(SinkError) {
            if let failure { throw failure }
            self.bytes.withLock { $0 += bytes }
            written.yield()
        }

        /// Returns once `text` has been written. Only one task at a time may wait.
        func wait(for text: String) async {
            if self.text.contains(text) { return }
            for await _ in writes where self.text.contains(text) { return }
        }

        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }

    struct Input: InputSource {
        var isTerminal = false
        var bytes: [UInt8] = []
        var dialogue = Dialogue([])
        func readAll(limit: Int) throws(EditorError) -> [UInt8] { bytes }
        func readLine() async -> String? { await dialogue.next() }
        func takePastes(typed: @escaping @Sendable (Int) -> Void, _ take: @escaping @Sendable (String) async -> Void) async {
            while let line = await dialogue.next() { await take(line) }
        }
    }

    /// The lines that a user types. Each line is typed once a given text has been written to stderr.
    final class Dialogue: Sendable {
        private let lines: Mutex<[(after: String, line: String)]>
        let heard = Mutex<Sink?>(nil)

        init(_ lines: [(after: String, line: String)]) { self.lines = Mutex(lines) }

        func next() async -> String? {
            guard let next = lines.withLock({ $0.first }) else { return nil }
            if let heard = heard.withLock({ $0 }), await !isSaid(next.after, on: heard) { return nil }
            // A cancelled reader leaves the line to the next reader.
            guard !Task.isCancelled else { return nil }
            lines.withLock { _ = $0.removeFirst() }
            return next.line
        }

        /// Waits until the text has been written. If that takes too long, the test fails and the input ends.
        private func isSaid(_ text: String, on sink: Sink) async -> Bool {
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await sink.wait(for: text)
                    return true
                }
                group.addTask {
                    guard (try? await Task.sleep(for: .seconds(120))) != nil else { return true }
                    Issue.record("never said: “\(text)”; instead: “\(sink.text)”")
                    return false
                }
                defer { group.cancelAll() }
                return await group.next() ?? false
            }
        }
    }

    /// A closure that replaces the editor.
    struct Program: Sendable {
        let run: @Sendable ([String]) throws -> Int32

        static let none = Program { _ in
            Issue.record("no program was expected to be run")
            return 1
        }
    }

    /// A closure that replaces the network of `hdoc doctor`.
    struct Network: Sendable {
        let answer: @Sendable (String) -> Result<Response, TransportError>

        static let none = Network { address in
            Issue.record("no request to \(address) was expected")
            return .failure(TransportError(.refused, mayHaveArrived: false))
        }
    }

    let directory: String
    let client: ScriptedClient
    private let environment: [String: String]
    let input: Input
    private let program: Program
    private let network: Network
    private let widths: [WidthProbe.Measurement]?

    /// - Parameters:
    ///   - network: answers the requests of `hdoc doctor`.
    ///   - widths: what the terminal answers.
    init(
        configured: Bool = true, stage: Stage = stage, environment: [String: String] = [:], input: Input = Input(),
        program: Program = .none, network: Network = .none,
        widths: [WidthProbe.Measurement]? = nil,
        _ fill: (inout ScriptedClient.Script) -> Void = { _ in }
    ) throws {
        directory = FileManager.default.temporaryDirectory.path + "/hdoc-command-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        client = ScriptedClient(stage: stage, now: Self.now) { script in
            (script.movement, script.storage) = ([:], StorageReport())
            fill(&script)
        }
        self.input = input
        (self.program, self.network, self.widths) = (program, network, widths)
        self.environment = [
            "HOME": directory, "HDOC_CONFIG": "\(directory)/config.toml", "XDG_DATA_HOME": "\(directory)/data",
            "XDG_STATE_HOME": "\(directory)/state", "XDG_CACHE_HOME": "\(directory)/cache",
        ].merging(environment) { $1 }
        if configured {
            try configure("[stages.\(stage.name)]\napi = \"https://a.example/\"\nissuer = \"https://i.example\"\nclient_id = \"c\"\n")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func configure(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/config.toml"))
    }

    var configuration: String {
        (try? String(contentsOfFile: "\(directory)/config.toml", encoding: .utf8)) ?? ""
    }

    /// The file that stands for the terminal of the process. It does not exist at first.
    var terminalPath: String { "\(directory)/terminal" }

    var drafts: [String] { (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/data/hdoc/drafts")) ?? [] }

    func run(_ arguments: String..., columns: Int? = nil, failure: SinkError? = nil) async throws -> Run {
        try await run(arguments, columns: columns, failure: failure)
    }

    func run(
        _ arguments: [String], columns: Int? = nil, failure: SinkError? = nil, environment: [String: String] = [:],
        openLink: (@Sendable (String) -> Result<String, NoBrowserReason>)? = nil, guide: (@Sendable (String?) -> GuideChoice)? = nil
    ) async throws -> Run {
        let (out, err) = (Sink(columns: columns, failure: failure), Sink())
        let (client, program) = (client, program)
        input.dialogue.heard.withLock { $0 = err }
        var context = CommandContext(
            environment: self.environment.merging(environment) { $1 }, console: Console(output: out, errors: err), input: input,
            zone: LocalZone(try #require(TimeZone(identifier: "Europe/Berlin"))), now: { Self.now },
            openClient: { _, _, _ in client }, runProgram: { try program.run($0) },
            runScreens: { request, _ in
                out.isTerminal && request.stage.name == "dev" ? .done : .failed
            })
        context.terminalPath = terminalPath
        context.openLink = { page, _ in
            if let openLink { return openLink(page) }
            Issue.record("no browser was expected to be opened")
            return .failure(.noneFound)
        }
        context.probe = { [network] address, _ in network.answer(address) }
        context.measureWidths = { [widths] in widths }
        context.runGuide = { problem, _ in
            if let guide { return guide(problem) }
            Issue.record("no guide was expected")
            return .leave
        }
        let status = await Hdoc.run(arguments, in: context)
        return Run(status: status, out: out.text, err: err.text)
    }
}

/// Errors for the scripted client.
enum Failures {
    static let refused = ClientError(
        .transport(TransportError(.refused, mayHaveArrived: false)), operation: .listUsers, request: "GET /users")
    static let absent = ClientError(
        .routeAbsent(.tags), operation: .listTags, request: "GET /tags", status: 403, serverText: "Missing Authentication Token")
    static let noList = ClientError(
        .routeAbsent(.users), operation: .listUsers, request: "GET /users", status: 502, serverText: "Internal server error")
    static let crashed = ClientError(.serverFailed, operation: .listUsers, status: 502, serverText: "Internal server error")
    static let notFound = ClientError(.notFound, operation: .getUser, status: 404)
    static let signInNeeded = ClientError(.signInNeeded, operation: .postEntry)
}

enum Samples {
    static let hoursAgo3 = CommandWorld.now.addingTimeInterval(-3 * 3600)

    static var journeyers: [Journeyer] {
        var ada = Journeyer(handle: "ada")
        (ada.fullName, ada.daysCompleted, ada.githubScore, ada.twitterScore) = ("Ada Okafor", 23, 61, 30)
        (ada.githubStreak, ada.lastEntryAt) = (5, hoursAgo3)
        var zihan = Journeyer(handle: "ZihanLi")
        (zihan.fullName, zihan.githubScore) = ("李子涵", 260)
        return [zihan, ada, Journeyer(handle: "bare")]
    }

    static func article(day: Int, title: String = "A day") -> Article {
        var article = Article(id: "article-\(day)")
        (article.author, article.day, article.title) = ("ada", day, title)
        (article.date, article.tags) = (CalendarDay("2026-11-20"), ["aws", "sqs"])
        return article
    }

    static func entry(_ id: String, day: Int, _ state: EntryState, lastError: String? = nil) -> OutboxEntry {
        let entry = Entry(
            id: id, day: day, date: CalendarDay(CommandWorld.now, in: .utc), zone: "Europe/Berlin", title: "Day \(day)'s title",
            body: "The body")
        return OutboxEntry(
            entry: entry, state: state, lastError: lastError, createdAt: CommandWorld.now, updatedAt: CommandWorld.now)
    }

    static let signedIn = SessionStatus.signedIn(
        Identity(subject: "s", username: "ada"), until: CommandWorld.now.addingTimeInterval(3600), canRefresh: true)

    static func cached<Value>(_ value: Value) -> Snapshot<Value> { Snapshot(value: value, fetchedAt: hoursAgo3) }
    static func report(_ resource: Resource) -> Result<RefreshReport, ClientError> {
        .success(RefreshReport(resource: resource, received: 3))
    }
}
