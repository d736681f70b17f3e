import FoundationEssentials
import HDOCModels

/// The result of comparing a route of a stage with the API contract.
public enum RouteVerdict: Sendable, Equatable {
    /// The route matches the contract.
    case present
    /// The route exists, but reading requires a token.
    case presentForSignedIn
    /// The stage does not support the route. `reason` is the sanitised text of its response.
    case absent(status: Int, reason: String)
    /// The route exists but differs from the contract.
    case drifted([Drift])
    /// The route did not respond, although the stage responded to another request.
    case unanswered(TransportError)
}

/// The comparison of one route with the API contract.
public struct RouteCheck: Sendable, Equatable, Identifiable {
    /// The route that was checked.
    public var route: Route
    /// The request that led to the result, for example `GET /users?limit=25`.
    public var request: String
    /// The HTTP status; nil if there was no response.
    public var status: Int?
    /// The result.
    public var verdict: RouteVerdict
    /// The time from sending the request to the end of the response.
    public var took: Duration
    /// The route in the notation of the API contract.
    public var id: String { route.rawValue }

    /// Creates the result for one route.
    public init(route: Route, request: String, status: Int? = nil, verdict: RouteVerdict, took: Duration) {
        (self.route, self.request, self.status, self.verdict, self.took) = (route, request, status, verdict, took)
    }

    /// The differences; empty unless the verdict is `drifted`.
    public var drifts: [Drift] { if case .drifted(let drifts) = verdict { drifts } else { [] } }
}

/// A difference between a response and the API contract. The texts are sanitised.
public enum Drift: Sendable, Equatable {
    /// The status is not one of the expected ones. `text` is the message of the response.
    case status(Int, expected: [Int], text: String?)
    /// The response has no body.
    case emptyBody
    /// The body is not JSON.
    case notJSON
    /// The body has another JSON type.
    case body(expected: JSONKind, found: JSONKind)
    /// The response contains another object than the requested one.
    case otherKey(attribute: String, asked: String, found: String?)
    /// The attribute has a wrong type in `wrong` of the `of` elements that contain it.
    case attribute(String, expected: [JSONKind], found: JSONKind, wrong: Int, of: Int)
    /// A required attribute is missing from `in` of the `of` elements.
    case missing(attribute: String, in: Int, of: Int)
}

/// The type of a JSON value in the API contract.
public enum JSONKind: String, Sendable, Equatable {
    /// The types of JSON. `text` is a string, and `list` is an array.
    case null, boolean, number, text, list, object
    /// Strings with a specific format: `2026-11-23T20:48:00.000Z` and `2026-11-23`.
    case instant, day
}

/// The result of comparing a stage with the API contract. It contains one element for each route, in the order of the contract.
public struct StageCheckReport: Sendable, Equatable {
    /// The name of the stage.
    public var stage: String
    /// The base URL of its API.
    public var api: String
    /// The time at which the comparison ended.
    public var checkedAt: Date
    /// The results, in the order of the contract.
    public var routes: [RouteCheck]

    /// Creates the report of a complete comparison.
    public init(stage: String, api: String, checkedAt: Date, routes: [RouteCheck]) {
        (self.stage, self.api, self.checkedAt, self.routes) = (stage, api, checkedAt, routes)
    }

    /// The routes that differ from the contract.
    public var drifted: [RouteCheck] { routes.filter { !$0.drifts.isEmpty } }
    /// The routes that did not respond.
    public var unanswered: [RouteCheck] { routes.filter { if case .unanswered = $0.verdict { true } else { false } } }
}

extension Client {
    /// Compares every route of the stage with the API contract, and caches which routes the stage supports. It changes nothing
    /// on the stage, and no request contains a token.
    /// - Parameter report: called with each result as soon as it is available.
    /// - Throws: `ClientError` if the stage cannot be reached at all.
    public func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let known = handle() ?? (try? journeyers(JourneyerQuery(limit: 1)).value.first?.handle)
        let checker = StageChecker(stage: stage, transport: api.transport, clock: settings.clock, knownHandle: known)
        return try await checker.run { [cache, settings] check in
            // If this cannot be cached, a later read sends one more request.
            switch check.verdict {
            case .present, .presentForSignedIn: try? cache.note(check.route, .present, at: settings.clock())
            case .absent(let status, let reason):
                try? cache.note(check.route, .absent(status: status, reason: reason), at: settings.clock())
            case .drifted, .unanswered: break
            }
            report(check)
        }
    }
}
