import Foundation
import GRDB
import HDOCModels
import Synchronization
import TestKit
import Testing

@testable import HDOCClient

@Suite("Change notices", .timeLimit(.hang))
struct ChangeTests {
    private let scratch: Scratch
    private let client: Client

    init() throws {
        scratch = try Scratch()
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
            rememberHandle: { _ in })
        client = try Client(stage: Samples.stage, settings: settings, transport: FakeTransport())
    }

    private func scored(_ score: Int) -> Journeyer {
        var journeyer = Journeyer(handle: "ada")
        journeyer.githubScore = score
        return journeyer
    }

    @Test func `each commit publishes a change that names the changed parts`() async throws {
        var changes = client.changes().makeAsyncIterator()
        let now = scratch.clock()
        try client.cache.store([scored(1)], as: RefreshReport(resource: .journeyers, received: 1), at: now)
        #expect(await changes.next() == [.journeyers, .movement, .storage])
        try client.cache.store([scored(1)], as: RefreshReport(resource: .journeyers, received: 1), at: now.addingTimeInterval(1))
        #expect(await changes.next() == [.journeyersAge, .storage], "only the time of the fetch has changed")
        try client.cache.store([HDOCModels.Tag(tag: "aws", count: 1)], as: RefreshReport(resource: .tags, received: 1), at: now)
        #expect(await changes.next() == [.tags, .storage])
        try client.cache.note(.tags, .present, at: now)
        #expect(await changes.next() == [.routes, .storage])
        _ = try client.saveDraft(Samples.entry())
        #expect(await changes.next() == [.outbox, .storage])
    }

    @Test func `a commit without a change publishes nothing, and a slow listener gets several changes combined into one`() async throws {
        let entry = Samples.entry()
        _ = try client.saveDraft(entry)
        let changes = client.changes()
        _ = try client.saveDraft(entry)
        try client.cache.forget(journeyer: "nobody")
        try client.cache.note(.tags, .present, at: scratch.clock())
        try client.cache.store([Article(id: "1")], as: nil, at: scratch.clock())
        var iterator = changes.makeAsyncIterator()
        #expect(await iterator.next() == [.routes, .articles, .storage])
    }

    @Test func `while a long list is stored, the first and the last batch publish a change, and others at most one a second`() async throws
    {
        let published = Mutex<[Change]>([])
        let observers = CommitObserver.observers { change in published.withLock { $0.append(change) } }
        for observer in observers { client.cache.writer.add(transactionObserver: observer) }
        let writer = UserListWriter(client.cache, tally: ListTally(), continues: false, now: scratch.clock)
        let begun = ContinuousClock.now
        for page in 1...20 {
            writer.beginPage()
            try await writer.take(Array(#"[{"github_username":"u\#(page)","github_score":\#(page)}]"#.utf8))
            #expect(try await writer.endPage(isDivided: true, isCutShort: false, next: "cursor=\(page)"))
            try await writer.storeAll()
            #expect(try client.cache.journeyers().value.count == page, "each batch can be read")
        }
        let pauses = Int((ContinuousClock.now - begun) / UserBatchStore.pause)
        let meanwhile = published.withLock(\.self)
        #expect(meanwhile.first == [.journeyers, .storage] && meanwhile.count <= 1 + pauses)
        _ = try await writer.finish(changes: nil, entityTag: nil)
        #expect(published.withLock { $0.last } == [.journeyers, .movement, .storage])
    }
}
