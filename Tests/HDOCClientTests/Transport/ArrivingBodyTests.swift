import FlyingFox
import FlyingSocks
import Foundation
import HDOCModels
import Synchronization
import TestKit
import Testing

@testable import HDOCClient

@Suite("Lists that are stored while they arrive", .timeLimit(.hang))
struct ArrivingBodyTests {
    private static let users = (0..<6_000).map { #"{"github_username":"u\#($0)","bio":"\#(String(repeating: "x", count: 200))"}"# }
    private static let list = Array("[\(users.joined(separator: ",\n"))]".utf8)

    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// A client of a server that sends these pieces of a body, and waits for `gate` before the last one.
    private func client(_ server: LoopbackServer) throws -> Client {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: { Date() }, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let transport = RetryingTransport(CurlTransport(userAgent: "hdoc/test"), sleep: { _ in })
        return try Client(stage: Stage(name: "dev", api: server.base), settings: settings, transport: transport)
    }

    @Test func `users are in the cache before the last byte of their list is here`() async throws {
        let gate = Gate()
        let server = try await LoopbackServer { _ in
            HTTPResponse(statusCode: .ok, body: HTTPBodySequence(from: GatedBytes(Self.list, gate), count: Self.list.count))
        }
        let client = try client(server)
        async let report = client.refresh(.journeyers)
        while try client.journeyers().value.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try client.journeyers().fetchedAt == nil, "the list is not complete")
        gate.open()
        #expect(try await report.received == 6_000)
        #expect(try client.journeyers().value.count == 6_000 && client.journeyers().fetchedAt != nil)
        await server.stop()
    }

    @Test func `a body that ends too early is fetched again, and no half element is stored`() async throws {
        let requests = Mutex(0)
        let server = try await LoopbackServer { _ in
            let number = requests.withLock { count in
                count += 1
                return count
            }
            let part = number == 1 ? Array(Self.list.prefix(Self.list.count - 70)) : Self.list
            return HTTPResponse(statusCode: .ok, body: HTTPBodySequence(from: GatedBytes(part, nil), count: Self.list.count))
        }
        let client = try client(server)
        let report = try await client.refresh(.journeyers)
        #expect(report.received == 6_000 && report.unreadable == 0 && requests.withLock(\.self) == 2)
        #expect(try client.journeyers().value.allSatisfy { $0.bio?.count == 200 })
        await server.stop()
    }

    @Test(arguments: [400, 429, 500, 503])
    func `the body of an error is read as a whole, however it looks`(status: Int) async throws {
        let server = try await LoopbackServer { _ in
            HTTPResponse(
                statusCode: HTTPStatusCode(status, phrase: "Error"), body: Data(#"[{"github_username":"trap"}]"#.utf8))
        }
        let client = try client(server)
        let error = await #expect(throws: ClientError.self) { try await client.refresh(.journeyers) }
        #expect(error?.status == status)
        #expect(try client.journeyers().value.isEmpty)
        await server.stop()
    }

    @Test func `a body beyond the limit is an error`() async throws {
        let server = try await LoopbackServer { _ in
            HTTPResponse(statusCode: .ok, body: Data(repeating: UInt8(ascii: " "), count: 12_000_001))
        }
        let error = await #expect(throws: ClientError.self) { try await client(server).refresh(.journeyers) }
        #expect(error?.kind == .transport(TransportError(.bodyTooLarge(limit: 12_000_000), mayHaveArrived: true)))
        await server.stop()
    }

    @Test func `cancelling the fetch ends it while a body arrives`() async throws {
        let gate = Gate()
        let server = try await LoopbackServer { _ in
            HTTPResponse(statusCode: .ok, body: HTTPBodySequence(from: GatedBytes(Self.list, gate), count: Self.list.count))
        }
        let client = try client(server)
        let fetch = Task { try await client.refresh(.journeyers) }
        while try client.journeyers().value.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        fetch.cancel()
        let error = await #expect(throws: ClientError.self) { try await fetch.value }
        #expect(error?.kind == .transport(.cancelled))
        gate.open()
        await server.stop()
    }

    @Test func `a transfer waits while its receiver has no room, and no byte is lost`() async throws {
        let server = try await LoopbackServer { _ in HTTPResponse(statusCode: .ok, body: Data(Self.list)) }
        let received = Mutex<[UInt8]>([])
        let waits = Mutex(0)
        var request = Request(.get, server.base + "/users")
        request.receiver = BodyReceiver(begin: { _ in true }, take: { bytes in received.withLock { $0 += bytes } }) { resume in
            // Every other time there is no room until later.
            let hasRoom = waits.withLock { count in
                count += 1
                return count.isMultiple(of: 2)
            }
            if !hasRoom { Task { resume() } }
            return hasRoom
        }
        let response = try await CurlTransport(userAgent: "hdoc/test").send(request)
        #expect(response.streamed == Self.list.count && received.withLock { $0 == Self.list } && waits.withLock { $0 > 10 })
        await server.stop()
    }

    @Test func `an inbox has no room for more until half of it is read`() async throws {
        let inbox = BodyInbox()
        let resumed = Mutex(0)
        let receiver = inbox.receiver
        #expect(receiver.begin(200))
        func hasRoom() -> Bool { receiver.hasRoom { resumed.withLock { $0 += 1 } } }
        var passed = 0
        while hasRoom() {
            Self.list[passed..<passed + 10_000].withUnsafeBytes { receiver.take($0) }
            passed += 10_000
        }
        #expect((400_000...600_000).contains(passed), "about half a megabyte")
        var read: [UInt8] = []
        while resumed.withLock({ $0 == 0 }) { read += try #require(await inbox.next()).bytes }
        #expect(hasRoom() && (passed / 3...passed * 2 / 3).contains(read.count) && resumed.withLock { $0 == 1 })
        inbox.finish()
        while let piece = await inbox.next() { read += piece.bytes }
        #expect(read == Array(Self.list[..<passed]))
    }

    @Test(arguments: [1, 3, 16, 50, 100_000])
    func `a token is removed from a body, however it is cut`(size: Int) async throws {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEtMTIzIn0.c2lnbmF0dXJlLW9mLWFkYQ"
        let escaped = token.utf8.map { "\\u00\(String($0, radix: 16))" }.joined()
        let users = [#"{"github_username":"a","bio":"x \#(token) y"}"#, #"{"github_username":"b","bio":"\#(escaped)"}"#]
        let body = Array("[\(users.joined(separator: ",")),{}]".utf8)
        let held = HeldTokens()
        held.add(Secret(token))
        let transport = RedactingTransport(base: PieceTransport(body: body, size: size), tokens: held)
        let received = Mutex<[UInt8]>([])
        var request = Request(.get, "https://api.example/Prod/users")
        request.receiver = BodyReceiver(begin: { _ in true }, take: { bytes in received.withLock { $0 += bytes } })
        #expect(try await transport.send(request).streamed == body.count)
        let text = String(decoding: received.withLock(\.self), as: UTF8.self)
        #expect(text == held.redact(String(decoding: body, as: UTF8.self)))
        #expect(!text.contains("eyJhbGciOiJSUzI1") && text.contains("x (secret) y"))
    }
}

/// Passes a body on in pieces of one size.
private struct PieceTransport: Transport {
    let body: [UInt8]
    let size: Int

    func send(_ request: Request) async throws(TransportError) -> Response {
        _ = request.receiver?.begin(200)
        for start in stride(from: 0, to: body.count, by: size) {
            body[start..<min(start + size, body.count)].withUnsafeBytes { request.receiver?.take($0) }
        }
        var response = Response(status: 200)
        response.streamed = body.count
        return response
    }
}

private final class Gate: Sendable {
    private let isOpen = Mutex(false)
    func open() { isOpen.withLock { $0 = true } }
    func wait() async throws {
        while !isOpen.withLock(\.self) { try await Task.sleep(for: .milliseconds(5)) }
    }
}

/// Bytes whose last hundred come when the gate is open.
private struct GatedBytes: AsyncBufferedSequence, Sendable {
    typealias Element = UInt8
    let bytes: [UInt8]
    let gate: Gate?

    init(_ bytes: [UInt8], _ gate: Gate?) { (self.bytes, self.gate) = (bytes, gate) }

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes[...], gate: gate) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let gate: Gate?

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            // The list is longer if it was cut: the connection breaks then.
            guard !rest.isEmpty else { throw SocketError.disconnected }
            if rest.count <= 100 { try await gate?.wait() }
            let piece = rest.prefix(rest.count <= 100 ? 100 : Swift.min(Swift.max(count, 1), rest.count - 100))
            rest = rest[piece.endIndex...]
            return piece
        }
    }
}
