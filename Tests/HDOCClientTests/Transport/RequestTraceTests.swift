import Foundation
import HDOCBackend
import HDOCModels
import Synchronization
import Testing

@testable import HDOCClient

@Suite("Traces of requests")
struct RequestTraceTests {
    private let base = FakeTransport()
    private let traces = RequestTraces()

    private func transport() -> TracingTransport {
        let instant = Mutex(ContinuousClock.now)
        return TracingTransport(base: base, traces: traces, clock: { Date(timeIntervalSince1970: 1000) }) {
            instant.withLock { instant in
                instant += .milliseconds(60)
                return instant
            }
        }
    }

    /// The first `count` traces of the stream.
    private func told(_ count: Int) async -> [RequestTrace] {
        var result: [RequestTrace] = []
        for await trace in traces.stream() {
            result.append(trace)
            if result.count == count { break }
        }
        return result
    }

    @Test func `a trace contains the status, size and duration of a request, but no token, body or cookie`() async throws {
        base.expect("POST ada/article", 201, "[1]", headers: [Header("Set-Cookie", "canary")])
        let request = Request(
            .post, "https://api.example/Prod/ada/article",
            headers: [Header("Accept", "application/json"), Header("Idempotency-Key", "id-1"), Header("X-Api-Key", "canary")],
            authorization: Secret("Bearer canary"), body: Array("canary".utf8))
        _ = try await transport().send(request)
        let trace = try #require(await told(1).first)
        #expect(trace.outcome == .answered(status: 201) && trace.received == 3 && trace.duration == .milliseconds(60))
        #expect(trace.request.bodyBytes == 6 && trace.request.isAuthorized && trace.purpose == nil)
        var dumped = ""
        dump(trace, to: &dumped)
        #expect(!(dumped + "\(trace)" + trace.request.curl).contains("canary"), "\(dumped)")
        #expect(
            trace.request.curl == #"curl 'https://api.example/Prod/ada/article' -H 'Accept: application/json' "#
                + #"-H 'Idempotency-Key: id-1' -H "Authorization: Bearer $TOKEN" --data-binary @entry.json"#)
    }

    @Test func `the curl command of a correction and of a removal has the method and the version`() {
        let accept = "-H 'Accept: application/json'"
        func curl(_ call: Call) -> String {
            var request = Request(call.method, "https://api.example/Prod/" + call.path, body: call.body)
            request.headers = StageAPI.headers(of: call)
            return RequestOutline(sent: request).curl
        }
        #expect(
            curl(.remove(as: "ada", id: "7", version: 2))
                == "curl -X DELETE 'https://api.example/Prod/ada/article/7' \(accept) -H 'If-Match: \"2\"'")
        #expect(
            curl(.correct(as: "ada", id: "7", version: 2, body: [0x7B, 0x7D]))
                == "curl -X PUT 'https://api.example/Prod/ada/article/7' \(accept) -H 'Content-Type: application/json' "
                + "-H 'If-Match: \"2\"' --data-binary @entry.json")
    }

    @Test func `a failed request is traced, and its error is thrown`() async {
        base.expect("GET users", fails: .refused, mayHaveArrived: false)
        await #expect(throws: TransportError.self) { try await transport().send(Request(.get, "https://api.example/Prod/users")) }
        #expect(await told(1).map(\.outcome) == [.failed(.refused)])
    }

    @Test func `a trace contains the purpose of its request`() async throws {
        base.expect("GET users", 200)
        _ = try await RequestPurpose.$current.withValue(.journeyers) {
            try await transport().send(Request(.get, "https://api.example/Prod/users"))
        }
        #expect(await told(1).map(\.purpose) == [.journeyers])
    }

    @Test func `received bytes are reported during a transfer, at most every 100 ms`() async throws {
        base.expect("GET users") { request in
            for count in 1...5 { request.reception?(count * 1000, of: 9000) }
            return .success(Response(status: 200, body: Data(count: 9000)))
        }
        let stream = traces.stream()
        _ = try await transport().send(Request(.get, "https://api.example/Prod/users"))
        var told: [RequestTrace] = []
        for await trace in stream {
            told.append(trace)
            if trace.outcome != .underWay { break }
        }
        // Each reading of the clock is 60 ms later, and two reports are at least 100 ms apart.
        #expect(told.map(\.received) == [0, 1000, 3000, 5000, 9000])
        #expect(told.dropFirst().allSatisfy { $0.expected == 9000 })
    }

    @Test func `only the latest traces are kept`() async throws {
        for _ in 0..<(RequestTraces.kept + 5) {
            base.expect("GET users", 200)
            _ = try await transport().send(Request(.get, "https://api.example/Prod/users"))
        }
        #expect(await told(RequestTraces.kept).map(\.id) == Array(6...RequestTraces.kept + 5))
    }

    static let hostile = [
        "https://x.example/a?b='; touch /tmp/hdoc-owned; '", "https://x.example/$(touch /tmp/hdoc-owned)", "https://x.example/`id`",
        "https://x.example/\n-o /etc/passwd", "https://x.example/[1-9]/{a,b}", "https://x.example/\u{1B}]52;c;x\u{7}ä\u{202E}",
        "https://x.example/\\'\"!!",
    ]

    /// Runs the command in a real shell in which `curl` only prints its arguments.
    @Test(arguments: hostile)
    func `a shell runs the curl command as one harmless command, whatever the address is`(address: String) throws {
        let request = Request(.get, address, headers: [Header("Accept", "a'b\"c$(id)\u{1B}")], authorization: Secret("Bearer canary"))
        let line = RequestOutline(sent: request).curl
        #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "one line of printable ASCII")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "TOKEN=abc; curl() { for a; do printf '%s\\n' \"$a\"; done; }; \(line)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n").map(
            String.init)
        process.waitUntilExit()
        let globbing = address.contains("[") || address.contains("{") || address.contains("]52") ? ["--globoff"] : []
        let encoded = address.utf8.map { 0x20 < $0 && $0 < 0x7F ? String(Unicode.Scalar($0)) : PercentEncoding.byte($0) }.joined()
        #expect(words == globbing + [encoded, "-H", "Accept: a'b\"c$(id)", "-H", "Authorization: Bearer abc"])
        #expect(!FileManager.default.fileExists(atPath: "/tmp/hdoc-owned"))
    }

    @Test func `the requests for a resource can be shown without sending them`() {
        let stage = Stage(name: "dev", api: "https://api.example/Prod/")
        let journeyer = RequestOutline.reading(.journeyer("a b"), on: stage)
        #expect(journeyer.map(\.route) == [.userByPath, .userByQuery, .userAmongUsers])
        #expect(journeyer.first?.outline.url == "https://api.example/Prod/users/a%20b")
        #expect(
            RequestOutline.reading(.journeyers, on: stage).map(\.outline.curl) == [
                "curl 'https://api.example/Prod/users' -H 'Accept: application/json'"
            ])
    }

    @Test func `a trace counts the bytes of a real transfer`() async throws {
        let demo = try await DemoStage { $0.users = 3000 }
        let client = try demo.client()
        let requests = client.requests()
        _ = try await client.refresh(.journeyers)
        var last: RequestTrace?
        for await trace in requests where trace.purpose == .journeyers {
            last = trace
            if trace.outcome != .underWay { break }
        }
        #expect(last?.outcome == .answered(status: 200) && (last?.received ?? 0) > 100_000)
        #expect(last?.request.url == demo.stage.api + "users")
        await demo.backend.stop()
    }
}
