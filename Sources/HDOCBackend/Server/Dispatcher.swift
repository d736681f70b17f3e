import FoundationEssentials
import HDOCService

/// Answers one request: applies the faults and passes the request to the gateway or to the provider.
struct Dispatcher: Sendable {
    let gateway: Gateway
    let provider: SignInProvider
    let faults: FaultPlan
    let log: RequestLog

    func answer(_ head: RequestHead, readBody: () async throws -> CappedBody) async -> ExchangeOutcome {
        let due = faults.take(method: head.method, path: head.path)
        do {
            if due.delay > .zero { try await Task.sleep(for: due.delay) }
            let outcome = try await outcome(head, due: due, readBody: readBody)
            record(head, outcome, due: due)
            return outcome
        } catch {
            // The client disconnected during its request, or the backend is stopping.
            return .close
        }
    }

    private func outcome(
        _ head: RequestHead, due: DueFaults, readBody: () async throws -> CappedBody
    ) async throws -> ExchangeOutcome {
        switch due.action {
        case .close: return .close
        case .hang: return .hang
        case .status(let status, afterWork: false, let retryAfter):
            _ = try await readBody()
            return .reply(GatewayReply.injected(status, retryAfter: retryAfter))
        case .status(let status, afterWork: true, let retryAfter):
            _ = await route(BackendRequest(head: head, body: try await readBody()))
            return .reply(GatewayReply.injected(status, retryAfter: retryAfter))
        case .drop:
            _ = await route(BackendRequest(head: head, body: try await readBody()))
            return .close
        case .cut: return .cut(await route(BackendRequest(head: head, body: try await readBody())))
        case .delay, nil: return .reply(await route(BackendRequest(head: head, body: try await readBody())))
        }
    }

    private func route(_ request: BackendRequest) async -> ServiceReply {
        // Protects the provider from DNS rebinding: a web page can make its own host name resolve to 127.0.0.1.
        guard Self.isLoopback(request.head.header("Host")) else { return GatewayReply.forbidden }
        return Gateway.serves(request.head.path) ? await gateway.answer(request) : await provider.answer(request)
    }

    private static func isLoopback(_ host: String?) -> Bool {
        guard let host else { return false }
        let colon = host.utf8.lastIndex(of: UInt8(ascii: ":"))
        let name = host.utf8.last == UInt8(ascii: "]") ? host[...] : host[..<(colon ?? host.endIndex)]
        return ["127.0.0.1", "localhost", "[::1]"].contains { $0.utf8.elementsEqual(name.utf8) }
    }

    private func record(_ head: RequestHead, _ outcome: ExchangeOutcome, due: DueFaults) {
        let status: Int? =
            switch outcome {
            case .reply(let reply), .cut(let reply): reply.status
            case .close, .hang: nil
            }
        log.append(
            LoggedRequest(
                method: head.method, path: head.path,
                query: Gateway.serves(head.path) && !head.rawQuery.isEmpty ? head.rawQuery : nil,
                status: status, idempotencyKey: head.header("Idempotency-Key"),
                hadAuthorization: head.header("Authorization") != nil, faults: due.names))
    }
}
