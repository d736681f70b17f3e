import Dispatch
import Foundation
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCClient
@testable import HDOCTUI
@testable import TerminalKit

@Suite("Progress and cancellation of fetches")
struct CancelTests {
    private func trace(_ received: Int, of expected: Int? = nil) -> RequestTrace {
        let request = RequestOutline(method: .get, url: Sample.stage.api + "users")
        var trace = RequestTrace(id: 1, request: request, purpose: .journeyers, begunAt: Sample.now)
        (trace.received, trace.expected) = (received, expected)
        return trace
    }

    private func loading() -> AppState {
        var state = Sample.state(ReadModel(), tab: .journeyers)
        state.press(.char("r"))
        return state
    }

    @Test func `received bytes are shown after 300 ms, with a bar if the total is known`() {
        var state = loading()
        state.receive(.network(.requested(trace(61_200))), at: Sample.now.addingTimeInterval(0.2))
        #expect(state.statusRow.isEmpty, "nothing before 300 ms")
        #expect(!state.foot.contains("cancel"))
        state.receive(.tick, at: Sample.now.addingTimeInterval(0.3))
        #expect(state.statusRow == "  Fetching from dev …  61 kB")
        #expect(state.foot.hasPrefix("  Esc cancel"))
        state.receive(.network(.requested(trace(122_400, of: 244_800))), at: Sample.now.addingTimeInterval(0.5))
        #expect(state.statusRow == "  Fetching from dev …  ━━━━━━━━━━            122 kB of 244 kB")
        #expect(Timers.next(state) == nil, "arriving bytes wake the loop, so no timer is needed")
    }

    @Test func `Esc cancels a fetch, and the cached data stays`() {
        var state = loading()
        #expect(state.press(.escape) == [.cancel(.refresh(.journeyers))])
        #expect(state.activity[.journeyers] == nil)
        #expect(state.foot == "  Cancelled. The screen shows cached data.")
        #expect(state.press(.escape) == [], "no fetch is running any more")
    }

    @Test func `Esc clears the search first, and cancels the fetch when it is pressed again`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("r"), .char("/"), .char("a"), .enter)
        #expect(state.press(.escape) == [])
        #expect(state.screens.journeyers.query.isEmpty)
        #expect(state.press(.escape) == [.cancel(.refresh(.journeyers))])
    }

    @Test func `a sync is shown after 300 ms with its received bytes, and Esc cancels it`() {
        var state = Sample.state(tab: .stage)
        state.press(.char("R"))
        state.receive(.network(.syncing(SyncProgress(resource: .journeyers, done: 0, total: 5))))
        #expect(state.statusRow.isEmpty)
        #expect(Timers.next(state) == Sample.now.addingTimeInterval(0.3))
        state.receive(.network(.requested(trace(61_200))), at: Sample.now.addingTimeInterval(0.4))
        #expect(state.statusRow.hasSuffix("0 of 5, 61 kB"))
        #expect(state.press(.escape) == [.cancel(.sync)])
        #expect(!state.work.isSyncing)
    }

    @Test func `the delivery of an entry is shown after 300 ms, and Esc does not cancel it`() {
        var state = Sample.state(tab: .outbox)
        state.press(.char("p"))
        #expect(state.work.isSending && state.statusRow.isEmpty)
        state.receive(.tick, at: Sample.now.addingTimeInterval(0.3))
        #expect(state.statusRow == "  Sending queued entries …")
        #expect(state.press(.escape) == [])
    }

    @Test func `cancelling a fetch ends its transfer, and no message follows`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "hdoc-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let transport = HangingTransport()
        let settings = ClientSettings(
            paths: Paths(environment: ["HOME": directory]), environment: [:], clock: { Sample.now }, words: { "\($0.kind)" },
            rememberHandle: { _ in })
        let runner = EffectRunner(client: try Client(stage: Sample.stage, settings: settings, transport: transport), services: .fake())
        let (wakes, woken) = AsyncStream<Void>.makeStream()
        let mailbox = Mailbox<Message> { woken.yield() }
        let terminal = ScriptedTerminal(script: [], wakeUps: DispatchSemaphore(value: 0)) { true }
        runner.run(.network(.refresh(.journeyers)), mailbox, terminal)
        for await _ in transport.begins { break }
        runner.run(.cancel(.refresh(.journeyers)), mailbox, terminal)
        for await _ in transport.ends { break }
        for await _ in wakes where mailbox.isIdle { break }
        #expect(mailbox.drain().isEmpty)
    }
}

/// A transport that never responds. Its requests end when they are cancelled.
private final class HangingTransport: Transport {
    let (begins, begun) = AsyncStream<Void>.makeStream()
    let (ends, ended) = AsyncStream<Void>.makeStream()

    func send(_ request: Request) async throws(TransportError) -> Response {
        begun.yield()
        try? await Task.sleep(for: .seconds(3600))
        ended.yield()
        throw TransportError(.cancelled, mayHaveArrived: true)
    }
}
