import Foundation
import HDOCBackend
import HDOCModels
import HDOCService
import TestKit
import Testing

@testable import HDOCClient

@Suite("Client against the embedded backend", .timeLimit(.hang))
struct ClientTests {
    @Test func `a user signs in, syncs and sends an entry; offline, all data stays readable and a new entry stays queued`() async throws {
        let demo = try await DemoStage()
        let client = try demo.client()
        #expect(client.session() == .signedOut && client.handle() == nil)
        let identity = try await client.signIn(SignInOptions()) { _ in }
        #expect(identity.preferredUsername == "ada")
        #expect(client.handle() == "ada", "the handle is the name in the claim, because the stage has a user of that name")

        let report = await client.sync { _ in }
        #expect(report.failed.isEmpty)
        #expect(try client.journeyers().value.count == 40 && client.journeyers().unreadable == 2)
        #expect(try !client.tags().value.isEmpty)
        let journey = Journey(
            articles: try client.articles(author: "ada", tag: nil).value, outbox: [], today: CalendarDay(Date(), in: .utc))

        let entry = demo.entry(day: journey.nextDay)
        _ = try client.saveDraft(entry)
        #expect(try client.queue(entry.id).state == .queued)
        let sent = try await client.send(nil)
        #expect(sent.tried.map(\.state) == [.sent])
        #expect(try client.articles(author: "ada", tag: nil).value.contains { $0.id == entry.id })

        await demo.backend.stop()
        let offline = try demo.client()
        #expect(try offline.journeyers().value.count == 40 && offline.journeyers().fetchedAt != nil)
        #expect(offline.handle() == "ada")
        let waiting = demo.entry(day: journey.nextDay + 1)
        _ = try offline.saveDraft(waiting)
        _ = try offline.queue(waiting.id)
        let tried = try await offline.send(nil).tried
        #expect(tried.map(\.state) == [.queued], "\(tried)")
        #expect(tried.first?.lastError != nil)
    }

    @Test func `a refresh stores the users of every page, and the list's age only if all pages arrive`() async throws {
        let demo = try await DemoStage() {
            $0.users = 1_200
            $0.faults = (try? Fault.parse("GET /users: 400, after 1, once")) ?? []
        }
        let client = try demo.client()
        await #expect(throws: ClientError.self) { try await client.refresh(.journeyers) }
        #expect(try (498...500).contains(client.journeyers().value.count) && client.journeyers().fetchedAt == nil)
        let report = try await client.refresh(.journeyers)
        #expect(report.received == 1_200 && report.unreadable == 2 && !report.mayBePartial)
        #expect(try client.journeyers().value.count == 1_200 && client.journeyers().fetchedAt != nil)
        let requests = demo.backend.requests.filter { $0.path.hasSuffix("/users") }
        #expect(requests.count == 4, "the second refresh continues behind the first page")
        await demo.backend.stop()
    }

    @Test func `an entry whose response is lost is posted only once`() async throws {
        let demo = try await DemoStage() {
            $0.faults = (try? Fault.parse("POST /*/article: drop, once")) ?? []
        }
        let client = try demo.client()
        _ = try await client.signIn(SignInOptions()) { _ in }
        let entry = demo.entry(day: 90)
        _ = try client.saveDraft(entry)
        _ = try client.queue(entry.id)
        #expect(try await client.send(nil).tried.map(\.state) == [.sent])
        _ = try await client.refresh(.articles(author: "ada", tag: nil))
        #expect(try client.articles(author: "ada", tag: nil).value.filter { $0.day == 90 }.map(\.id) == [entry.id])
        #expect(demo.backend.requests.filter { $0.method == "POST" && $0.path.hasSuffix("/article") }.count == 1)
        await demo.backend.stop()
    }

    @Test(arguments: [Layer.main, .dev, .planned])
    func `a sync gets the resources that a layer has and reports the absent routes`(layer: Layer) async throws {
        let demo = try await DemoStage { $0.layer = layer }
        let client = try demo.client()
        _ = try await client.refresh(.journeyer("ada"))
        #expect(try client.journeyer("ada").value?.handle == "ada")
        let report = await client.sync { _ in }
        let failed = report.failed.map { $0.resource }
        switch layer {
        case .main: #expect(failed == [.journeyers, .articles(author: nil, tag: nil), .tags])
        case .dev: #expect(failed == [.articles(author: nil, tag: nil), .tags])
        case .planned: #expect(failed.isEmpty)
        }
        for (resource, error) in report.failed {
            guard case .routeAbsent = error.kind else { Issue.record("\(resource): \(error)"); continue }
        }
        await demo.backend.stop()
    }

    @Test func `a second entry for a day cannot be queued`() async throws {
        let demo = try await DemoStage()
        let client = try demo.client()
        let first = demo.entry(day: 5), second = demo.entry(day: 5, title: "Again")
        for entry in [first, second] { _ = try client.saveDraft(entry) }
        _ = try client.queue(first.id)
        #expect(throws: OutboxError.dayTaken(day: 5, title: "Queues")) { try client.queue(second.id) }
        #expect(try client.outbox().map(\.state) == [.queued, .draft], "the second entry stays a draft")
        await demo.backend.stop()
    }

    @Test(arguments: [
        ConfigurationWriteError.refused(.unwritable(file: "/c", isReadOnlyFileSystem: true, wanted: "x")),
        .refused(.changedMeanwhile(file: "/c")), .refused(.byHand(file: "/c", line: 1, wanted: "x")), .store(.diskFull(path: "/c")),
        .unusable(ConfigurationError(file: "/c", .permissionDenied)),
    ])
    func `a handle that cannot be saved is used until the process ends, and the error has the lines to add`(
        failure: ConfigurationWriteError
    ) throws {
        let scratch = try Scratch()
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
            rememberHandle: { _ in throw failure })
        let client = try Client(stage: Stage(name: "dev", api: "https://a.example/"), settings: settings, transport: FakeTransport())
        let wanted = "[stages.dev]\nhandle = \"grace\""
        #expect(throws: ConfigurationWriteError.keptInMemory(failure, wanted: wanted)) { try client.setHandle("grace") }
        #expect(client.handle() == "grace")
        #expect(try Client(stage: client.stage, settings: settings, transport: FakeTransport()).handle() == nil)
    }

    @Test func `an invalid handle is not kept`() throws {
        let scratch = try Scratch()
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
            rememberHandle: { _ in throw ConfigurationEditError.invalid(.empty(key: "handle")) })
        let client = try Client(stage: Stage(name: "dev", api: "https://a.example/"), settings: settings, transport: FakeTransport())
        #expect(throws: ConfigurationWriteError.refused(.invalid(.empty(key: "handle")))) { try client.setHandle(" ") }
        #expect(client.handle() == nil)
    }

    @Test func `cache and outbox are readable for their owner only, whatever the umask, and an older file is made private`() throws {
        let scratch = try Scratch()
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let stage = Stage(name: "dev", api: "https://a.example/")
        func modes() throws -> [String: Int] {
            var modes: [String: Int] = [:]
            for directory in [scratch.paths.cacheDirectory, scratch.paths.dataDirectory] {
                for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
                    modes[name] = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[.posixPermissions] as? Int
                }
            }
            return modes
        }
        let previous = umask(0)
        defer { umask(previous) }
        var client = try Client(stage: stage, settings: settings, transport: FakeTransport())
        let entry = Entry(id: "e", day: 1, date: CalendarDay(scratch.clock(), in: .utc), zone: "UTC", title: "T", body: "B")
        _ = try client.saveDraft(entry)
        #expect(try modes().keys.contains("dev.sqlite") && modes().keys.contains("dev.outbox.sqlite"))
        #expect(try modes().filter { !$0.key.hasSuffix(".lock") && $0.value != 0o600 } == [:])
        for file in [scratch.paths.cache("dev"), scratch.paths.outbox("dev")] { #expect(chmod(file, 0o666) == 0) }
        client = try Client(stage: stage, settings: settings, transport: FakeTransport())
        #expect(try client.outbox().map(\.id) == ["e"])
        #expect(try modes().filter { !$0.key.hasSuffix(".lock") && $0.value != 0o600 } == [:])
    }

    @Test func `a listener is notified of a saved draft and of refreshed tags`() async throws {
        let demo = try await DemoStage()
        let client = try demo.client()
        let changes = client.changes()
        _ = try client.saveDraft(demo.entry(day: 1))
        var seen: [Change] = []
        for await change in changes {
            seen.append(change)
            if change.contains(.tags) { break }
            _ = try await client.refresh(.tags)
        }
        #expect(seen.first == [.outbox, .storage])
        #expect(
            seen.last?.isDisjoint(with: [.journeyers, .articles, .outbox]) == true, "the change names only the parts that were written")
        await demo.backend.stop()
    }
}
