import Foundation
import Synchronization
import TestKit
import Testing

@testable import HDOCClient

@Suite("Retrying failed requests")
struct RetryingTransportTests {
    private let base = FakeTransport()
    private let waits = Waits()

    private final class Waits: Sendable {
        let all = Mutex<[Duration]>([])
    }

    /// Records each wait instead of waiting, and takes the longest wait that the jitter allows.
    private var transport: RetryingTransport {
        let waits = waits
        return RetryingTransport(base, sleep: { wait in waits.all.withLock { $0.append(wait) } }, random: \.upperBound)
    }

    private var waited: [Duration] { waits.all.withLock { $0 } }
    private let get = Request(.get, "https://api.example/Prod/users")

    @Test func `an interrupted request is retried twice, the second time after a longer wait`() async throws {
        for _ in 0..<2 { base.expect("GET users", fails: .interrupted, mayHaveArrived: true) }
        base.expect("GET users", 200, "[]")
        #expect(try await transport.send(get).status == 200)
        #expect(waited == [.milliseconds(250), .milliseconds(500)])
        #expect(base.received.map(\.retry) == [0, 1, 2])
    }

    @Test(arguments: [429, 502, 503])
    func `after two retries the last response is returned`(status: Int) async throws {
        for _ in 0..<3 { base.expect("GET users", status, "busy") }
        #expect(try await transport.send(get).status == status)
        base.expectNothingLeft()
    }

    @Test func `a retry waits for the time that Retry-After asks for`() async throws {
        base.expect("GET users", 429, headers: [Header("Retry-After", "2")])
        base.expect("GET users", 200)
        #expect(try await transport.send(get).status == 200)
        #expect(waited == [.seconds(2)])
    }

    @Test(arguments: ["6", "3600", "-1", "Wed, 21 Oct 2026 07:28:00 GMT"])
    func `a response whose Retry-After is too long or unreadable is returned at once`(wait: String) async throws {
        base.expect("GET users", 429, headers: [Header("Retry-After", wait)])
        #expect(try await transport.send(get).status == 429)
        #expect(waited.isEmpty)
    }

    @Test func `all attempts together end within the limit of the request`() async throws {
        let now = Mutex(ContinuousClock.now)
        let elapsed: @Sendable (Double) -> Void = { seconds in now.withLock { $0 += .seconds(seconds) } }
        for seconds in [25.0, 10] {
            base.expect("GET users") { _ in
                elapsed(seconds)
                return .success(Response(status: 503))
            }
        }
        base.expect("GET users") { _ in
            elapsed(4)
            return .failure(TransportError(.interrupted, mayHaveArrived: true))
        }
        let transport = RetryingTransport(base, sleep: { _ in }, random: \.upperBound, clock: { now.withLock { $0 } })
        await #expect(throws: TransportError.self) { try await transport.send(get) }
        #expect(base.received.map(\.limits.total) == [.seconds(40), .seconds(15), .seconds(5)])
        base.expect("GET users") { _ in
            elapsed(39)
            return .success(Response(status: 503))
        }
        #expect(try await transport.send(get).status == 503, "no time is left for a second attempt")
        base.expectNothingLeft()
    }

    @Test(arguments: [200, 302, 400, 401, 403, 404, 409, 413, 500, 504])
    func `a response with any other status is not retried`(status: Int) async throws {
        base.expect("GET users", status)
        #expect(try await transport.send(get).status == status)
        #expect(waited.isEmpty)
    }

    @Test(arguments: [
        TransportError.Cause.refused, .offline, .tls, .bodyTooLarge(limit: 1), .unresolvable, .badURL, .insecure, .proxy(address: ""),
        .timeout,
        .connectTimeout, .cancelled,
    ])
    func `an error other than an interruption is not retried`(cause: TransportError.Cause) async {
        base.expect("GET users", fails: cause, mayHaveArrived: false)
        await #expect(throws: TransportError(cause, mayHaveArrived: false)) { try await transport.send(get) }
        #expect(waited.isEmpty)
    }

    @Test func `a POST is sent once, whatever its result is`() async throws {
        let post = Request(.post, "https://api.example/Prod/ada/article", body: [])
        base.expect("POST ada/article", 503)
        #expect(try await transport.send(post).status == 503)
        base.expect("POST ada/article", fails: .interrupted, mayHaveArrived: true)
        await #expect(throws: TransportError.self) { try await transport.send(post) }
        base.expectNothingLeft()
    }

    @Test func `the jitter chooses each wait between half of its maximum and the maximum`() async throws {
        let ranges = Mutex<[ClosedRange<Double>]>([])
        for _ in 0..<3 { base.expect("GET users", 502) }
        let transport = RetryingTransport(base, sleep: { _ in }) { range in
            ranges.withLock { $0.append(range) }
            return range.lowerBound
        }
        _ = try await transport.send(get)
        #expect(ranges.withLock { $0 } == [0.125...0.25, 0.25...0.5])
    }

    @Test(.timeLimit(.hang)) func `cancelling the task ends the wait for a retry at once`() async {
        base.expect("GET users", 502)
        let (waiting, begun) = AsyncStream<Void>.makeStream()
        let transport = RetryingTransport(
            base,
            sleep: { _ in
                begun.yield()
                try await Task.sleep(for: .seconds(3600))
            })
        let task = Task { [get] in try await transport.send(get) }
        for await _ in waiting { break }
        task.cancel()
        await #expect(throws: TransportError.cancelled) { try await task.value }
        #expect(base.received.count == 1)
    }
}
