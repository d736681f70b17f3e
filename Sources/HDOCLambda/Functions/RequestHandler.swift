import HDOCModels
import HDOCService

/// Answers requests to the API.
struct RequestHandler: EventHandler {
    let service: CommunityService
    let routes: [ServiceRoute]

    func answer(_ event: RawJSON, _ report: inout InvocationReport) async throws -> RawJSON {
        guard let request = ProxyEvent(event) else { throw RuntimeFailure("MalformedEvent", "not a request") }
        let reply = try await reply(to: request, &report)
        report.status = reply.status
        return ProxyReply.json(reply)
    }

    private func reply(to request: ProxyEvent, _ report: inout InvocationReport) async throws -> ServiceReply {
        if request.method == "OPTIONS" {
            report.route = "OPTIONS"
            return CrossOriginHeaders.preflight
        }
        guard let match = ServiceRoute.match(method: request.method, path: request.path, layer: .planned),
            routes.contains(match.route)
        else { return Self.unknownRoute }
        report.route = "\(match.route.method) \(match.route.path)"
        guard let body = request.body else { return Self.badRequest }
        return try await service.reply(
            to: ServiceRequest(query: request.query, headers: request.headers, body: body), on: match, subject: request.subject)
    }

    /// API Gateway itself answers unknown routes. This one was sent to a function that does not have it.
    private static let unknownRoute = ServiceReply.gatewayError(
        403, "Missing Authentication Token", type: "MissingAuthenticationTokenException")
    private static let badRequest = ServiceReply.gatewayError(400, "Bad Request", type: "BadRequestException")

    /// A client treats a 503 like a lost response, so that it asks whether a post arrived.
    var lateReply: Result<RawJSON, RuntimeFailure> {
        .success(ProxyReply.json(.gatewayError(503, "Service Unavailable", type: "ServiceUnavailableException")))
    }
}
