import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import TerminalKit
import Testing

@testable import HDOCTUI

@Suite("Notices of the scripted client")
struct NoticesTests {
    @Test func `notices count as delivered if there is no listener`() {
        let notices = Notices<Int>()
        notices.send(1)
        #expect(notices.isDelivered)
        var stream: AsyncStream<Int>? = notices.stream()
        notices.send(2)
        #expect(!notices.isDelivered)
        #expect(stream != nil)
        stream = nil
        #expect(notices.isDelivered, "a dropped stream has no listener")
    }

    @Test func `a notice counts as delivered once its listener asks for the next one`() async {
        let notices = Notices<Int>()
        let (wakes, woken) = AsyncStream<Void>.makeStream()
        notices.onDelivery { woken.yield() }
        let stream = notices.stream()
        (1...3).forEach(notices.send)
        let wasDelivered = Mutex<[Bool]>([])
        let listener = Task {
            var values: [Int] = []
            for await value in stream {
                values.append(value)
                wasDelivered.withLock { $0.append(notices.isDelivered) }
            }
            return values
        }
        for await _ in wakes { break }
        #expect(notices.isDelivered)
        #expect(wasDelivered.withLock(\.self) == [false, false, false])
        notices.send(4)
        #expect(!notices.isDelivered)
        for await _ in wakes { break }
        #expect(notices.isDelivered)
        listener.cancel()
        #expect(await listener.value == [1, 2, 3, 4])
        notices.send(5)
        #expect(notices.isDelivered, "a cancelled listener is not waited for")
    }

    @Test func `the scripted client sends the notices that the real client sends`() async throws {
        let client = ScriptedClient(Sample.model()) { script in
            script.signIn = .success(Identity(subject: "1", preferredUsername: "ada"))
            script.refresh[.tags] = .success(RefreshReport(resource: .tags, received: 1))
            script.signUp = { Journeyer(handle: $0.handle) }
            script.send = { $0.state = .sent }
        }
        var changes = client.changes().makeAsyncIterator()
        let entry = Sample.entry("new", day: 30)
        _ = try client.saveDraft(entry)
        #expect(await changes.next() == [.outbox, .storage])
        _ = try client.saveDraft(entry)
        _ = try client.queue("new")
        #expect(await changes.next() == [.outbox, .storage], "a draft that did not change sends no notice")
        _ = try await client.send(["new"])
        #expect(await changes.next() == [.outbox, .storage])
        #expect(await changes.next() == [.articles, .storage])
        _ = try client.settle("new", arrived: false)
        #expect(await changes.next() == [.outbox, .storage])
        try client.discard("new")
        #expect(await changes.next() == [.outbox, .storage])
        _ = try await client.refresh(.tags)
        #expect(await changes.next() == [.tags, .storage])
        _ = try await client.signIn(SignInOptions()) { _ in }
        #expect(await changes.next() == .session)
        try client.setHandle("grace")
        #expect(await changes.next() == .session)
        _ = try await client.signOut()
        #expect(await changes.next() == .session)
        _ = try await client.signUp(SignUpProfile(handle: "grace"))
        #expect(await changes.next() == [.journeyers, .storage])
        #expect(await changes.next() == .session)
        #expect(!client.notices.isDelivered)
    }

    @Test func `notices are handled before the next key is played, and the screens read the parts that they name`() async {
        var model = Sample.model()
        model.outbox = []
        let client = ScriptedClient(model) { $0.send = { $0.state = .sent } }
        _ = await playScreens(client, written: "Queues\n\nWhat I learned.\n", keys: [.char("e"), .char("q")])
        #expect(client.notices.isDelivered)
        #expect(client.reads["journeyers"] == 1 && client.reads["tags"] == 1)
        #expect(client.reads["outbox", default: 0] > 1 && client.reads["articles", default: 0] > 1)
    }
}
