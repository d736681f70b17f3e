import Foundation
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("Noticing commits of another process", .timeLimit(.hang))
struct FileWatchTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func client() throws -> Client {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
            rememberHandle: { _ in })
        return try Client(stage: Samples.stage, settings: settings, transport: FakeTransport())
    }

    private func report(_ resource: Resource) -> RefreshReport { RefreshReport(resource: resource, received: 1) }

    @Test func `an entry and a list written by one client are announced to another client, which can then read them`() async throws {
        let (reader, writer) = (try client(), try client())
        var changes = reader.changes().makeAsyncIterator()
        for day in 1...5 {
            let entry = try writer.saveDraft(Samples.entry("id-\(day)", day: day))
            #expect(await changes.next() == [.outbox, .storage])
            #expect(try reader.outbox().last == entry)
            try writer.cache.store([Journeyer(handle: "j\(day)")], as: report(.journeyers), at: scratch.clock())
            #expect(await changes.next() == .wholeCache)
            #expect(try reader.journeyers().value.count == day)
        }
    }

    @Test func `a client's own commit is announced once, and not again by the file watch`() async throws {
        let (reader, writer) = (try client(), try client())
        var changes = reader.changes().makeAsyncIterator()
        _ = try reader.saveDraft(Samples.entry("own"))
        #expect(await changes.next() == [.outbox, .storage])
        // A second announcement would arrive before or between the other client's commits to the cache.
        for handle in ["a", "b"] {
            try writer.cache.store([Journeyer(handle: handle)], as: report(.journeyers), at: scratch.clock())
            #expect(await changes.next() == .wholeCache)
        }
    }

    @Test func `a commit between opening the client and listening is announced`() async throws {
        let reader = try client()
        _ = try client().saveDraft(Samples.entry())
        var changes = reader.changes().makeAsyncIterator()
        #expect(await changes.next() == [.outbox, .storage])
    }

    @Test func `files are watched only while there is a listener`() throws {
        let client = try client()
        _ = try client.saveDraft(Samples.entry())
        #expect(!client.hub.isWatching)
        let changes = client.changes()
        #expect(client.hub.isWatching)
        withExtendedLifetime(changes) {}
        #expect(FileWatch([scratch.path("nowhere/f")]) { _ in } == nil, "a missing directory cannot be watched")
    }
}
