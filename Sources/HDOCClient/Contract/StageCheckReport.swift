import FoundationEssentials
import HDOCModels

/// How a route of a stage compares with the API contract.
public enum RouteVerdict: Sendable, Equatable {
    /// As the contract says.
    case present
    /// The route exists, but even reading requires a token.
    case presentForSignedIn
    /// The stage has no such route. `reason` is what it answered, sanitised.
    case absent(status: Int, reason: String)
    /// The route exists and differs from the contract.
    case drifted([Drift])
    /// There was no response, though other routes gave one.
    case unanswered(TransportError)
}

/// The comparison of one route with the API contract.
public struct RouteCheck: Sendable, Equatable, Identifiable {
    /// The route that was checked.
    public var route: Route
    /// The request that decided: `GET /users?limit=25`.
    public var request: String
    /// The HTTP status; nil where there was no response.
    public var status: Int?
    /// The result.
    public var verdict: RouteVerdict
    /// From sending the request to the end of the response.
    public var took: Duration
    /// The route's name.
    public var id: String { route.rawValue }

    /// The result of checking one route.
    public init(route: Route, request: String, status: Int? = nil, verdict: RouteVerdict, took: Duration) {
        (self.route, self.request, self.status, self.verdict, self.took) = (route, request, status, verdict, took)
    }

    /// The differences; empty unless the verdict is `drifted`.
    public var drifts: [Drift] { if case .drifted(let drifts) = verdict { drifts } else { [] } }
}

/// One difference between a response and the contract. Texts are sanitised.
public enum Drift: Sendable, Equatable {
    /// Another status than the expected ones; `text` is what the response says.
    case status(Int, expected: [Int], text: String?)
    /// The response has no body.
    case emptyBody
    /// The body is not JSON.
    case notJSON
    /// The body as a whole has another JSON type.
    case body(expected: JSONKind, found: JSONKind)
    /// The response is about another object than the one that was asked for.
    case otherKey(attribute: String, asked: String, found: String?)
    /// An attribute has another type in `wrong` of the `of` elements that have it.
    case attribute(String, expected: [JSONKind], found: JSONKind, wrong: Int, of: Int)
    /// A required attribute is missing from `in` of the `of` elements.
    case missing(attribute: String, in: Int, of: Int)
}

/// The type of a JSON value, as the contract names it.
public enum JSONKind: String, Sendable, Equatable {
    /// JSON's own types; `text` is a string, and `list` an array.
    case null, boolean, number, text, list, object
    /// A text of a particular form: `2026-11-23T20:48:00.000Z`, `2026-11-23`.
    case instant, day
}

/// The comparison of a stage with the API contract: one element for each route, in the order of the contract.
public struct StageCheckReport: Sendable, Equatable {
    /// The name of the stage.
    public var stage: String
    /// The base URL of its API.
    public var api: String
    /// When the check ended.
    public var checkedAt: Date
    /// In the order of the contract.
    public var routes: [RouteCheck]

    /// The results of a whole check.
    public init(stage: String, api: String, checkedAt: Date, routes: [RouteCheck]) {
        (self.stage, self.api, self.checkedAt, self.routes) = (stage, api, checkedAt, routes)
    }

    /// The routes that differ from the contract.
    public var drifted: [RouteCheck] { routes.filter { !$0.drifts.isEmpty } }
    /// The routes without a response.
    public var unanswered: [RouteCheck] { routes.filter { if case .unanswered = $0.verdict { true } else { false } } }
}

extension Client {
    /// Compares every route of the stage with the API contract, and caches which routes exist. Nothing is written at the
    /// backend, and no request carries a token.
    /// - Parameter report: is called with each route as soon as it is checked.
    /// - Throws: `ClientError` where the stage cannot be reached at all.
    public func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let known = handle() ?? (try? cache.journeyers().value.first?.handle)
        let checker = StageChecker(stage: stage, transport: api.transport, clock: settings.clock, knownHandle: known)
        return try await checker.run { [cache, settings] check in
            // Where this cannot be cached, a later read makes one more request.
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
