import HDOCService

/// The replies that API Gateway sends itself, before a handler runs or in place of one.
enum GatewayReply {
    static let missingToken = ServiceReply.gatewayError(
        403, "Missing Authentication Token", type: "MissingAuthenticationTokenException")
    static let expiredToken = ServiceReply.gatewayError(401, "The incoming token has expired", type: "ExpiredTokenException")
    static let forbidden = ServiceReply.gatewayError(403, "Forbidden", type: "ForbiddenException")
    static let crashed = ServiceReply.json(
        502, ["message": "Internal server error"], headers: [.errorType("InternalServerErrorException")])
    static let malformed = ServiceReply.gatewayError(400, "Bad Request", type: "BadRequestException")
    static let headersTooLarge = ServiceReply.gatewayError(
        431, "Request Header Fields Too Large", type: "RequestHeaderFieldsTooLargeException")
    static let bodyTooLarge = ServiceReply.bodyTooLarge(limit: CappedBody.limit)

    /// The reply of older gateways to an unknown route with an `Authorization` header. It repeats the whole header.
    static func incompleteSignature(_ authorization: String) -> ServiceReply {
        let value = authorization.split(separator: " ").last.map(String.init) ?? ""
        return .gatewayError(
            403,
            "'\(value)' not a valid key=value pair (missing equal-sign) in Authorization header: '\(authorization)'.",
            type: "IncompleteSignatureException")
    }

    /// The reply that a fault asks for.
    static func injected(_ status: Int, retryAfter: Int?) -> ServiceReply {
        let reply: ServiceReply =
            switch status {
            case 200..<300: .text(status, "")
            case 401: .unauthorized
            case 403: forbidden
            case 413: bodyTooLarge
            case 429: .throttled(retryAfter: nil)
            case 431: headersTooLarge
            case 500: .json(500, ["message": nil], headers: [.errorType("AuthorizerConfigurationException")])
            case 502: crashed
            case 503: .gatewayError(503, "Service Unavailable", type: "ServiceUnavailableException")
            case 504: .gatewayError(504, "Endpoint request timed out", type: "InternalServerErrorException")
            default: .gatewayError(status, "Fault \(status)", type: "InjectedFault")
            }
        return retryAfter.map { reply.adding("Retry-After", String($0)) } ?? reply
    }
}
