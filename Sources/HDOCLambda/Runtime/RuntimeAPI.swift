import FoundationEssentials
import HDOCModels
import HDOCService
import HTTPTransport

/// One event for the function.
struct Invocation: Sendable, Equatable {
    let id: String
    /// When Lambda ends the invocation, in milliseconds since 1970. Nil if the runtime API does not say.
    let deadline: Int?
    let event: [UInt8]
}

/// An error that is reported to Lambda. API Gateway answers 502 for it.
struct RuntimeFailure: Error, Sendable, Equatable {
    let type: String
    let message: String

    init(_ type: String, _ message: String) { (self.type, self.message) = (type, message) }

    var body: RawJSON { ["errorType": .string(type), "errorMessage": .string(message), "stackTrace": []] }
}

/// The API from which a function gets its events and to which it sends its responses.
struct RuntimeAPI: Sendable {
    private let transport: any Transport
    private let base: String

    /// - Parameter address: host and port, as in `AWS_LAMBDA_RUNTIME_API`.
    init(_ transport: any Transport, address: String) {
        self.transport = transport
        base = "http://\(address)/2018-06-01/runtime"
    }

    /// Waits for the next event, for as long as it takes: Lambda freezes the process in the meantime.
    func next() async throws -> Invocation {
        let response = try await transport.send(Request(.get, base + "/invocation/next", limits: Self.waiting))
        guard response.status == 200, let id = response.header("Lambda-Runtime-Aws-Request-Id"), !id.isEmpty else {
            throw RuntimeFailure("Runtime", "no invocation")
        }
        let deadline = response.header("Lambda-Runtime-Deadline-Ms").flatMap { Int($0) }
        return Invocation(id: id, deadline: deadline, event: Array(response.body))
    }

    func respond(to id: String, _ body: RawJSON) async throws {
        try await post("/invocation/\(PercentEncoding.component(id))/response", body)
    }

    func report(_ failure: RuntimeFailure, for id: String) async throws {
        try await post("/invocation/\(PercentEncoding.component(id))/error", failure.body, type: failure.type)
    }

    /// Reports that the function could not start.
    func reportStart(failure: RuntimeFailure) async {
        try? await post("/init/error", failure.body, type: failure.type)
    }

    private func post(_ path: String, _ body: RawJSON, type: String? = nil) async throws {
        let headers =
            [Header("Content-Type", "application/json")]
            + (type.map { [Header("Lambda-Runtime-Function-Error-Type", "hdoc.\($0)")] } ?? [])
        var request = Request(.post, base + path, headers: headers, body: body.bytes, limits: Self.answering)
        // A second response to the same invocation is refused, so it does no harm.
        request.isIdempotent = true
        let status = try await transport.send(request).status
        guard (200..<300).contains(status) else { throw RuntimeFailure("Runtime", "status \(status)") }
    }

    /// No limit of time. An event has at most 6 MB, and more if its body is escaped.
    private static let waiting = TransportLimits(connect: .seconds(2), stall: .seconds(1_000_000), total: .zero, body: 48_000_000)
    private static let answering = TransportLimits(connect: .seconds(2), stall: .seconds(5), total: .seconds(10), body: 100_000)
}
