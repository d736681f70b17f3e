import FoundationEssentials
import HDOCModels

/// What one route of the contract answered when it was asked.
public struct RouteCheck: Sendable, Equatable, Identifiable {
    public enum Verdict: Sendable, Equatable {
        case present
        /// It is there, but even reading wants a token.
        case presentForSignedIn
        /// With the status and the sanitised words it answered.
        case absent(status: Int, reason: String)
        /// It is there, and not as the contract says.
        case drifted([Drift])
        /// No reply at all, though other routes gave one.
        case unanswered(TransportError)
    }

    public var route: Route
    /// The request that decided: `GET /users?limit=25`.
    public var request: String
    public var status: Int?
    public var verdict: Verdict
    /// From sending to the whole reply.
    public var took: Duration
    public var id: String { route.rawValue }

    public init(route: Route, request: String, status: Int? = nil, verdict: Verdict, took: Duration) {
        (self.route, self.request, self.status, self.verdict, self.took) = (route, request, status, verdict, took)
    }

    public var drifts: [Drift] { if case .drifted(let drifts) = verdict { drifts } else { [] } }
}

/// One way in which a reply is not what the contract says. Texts are sanitised.
public enum Drift: Sendable, Equatable {
    case status(Int, expected: [Int], text: String?)
    case emptyBody
    case notJSON
    case body(expected: JSONKind, found: JSONKind)
    /// Somebody or something else than was asked for.
    case otherKey(attribute: String, asked: String, found: String?)
    /// In so many of the elements that have it.
    case attribute(String, expected: [JSONKind], found: JSONKind, wrong: Int, of: Int)
    case missing(attribute: String, in: Int, of: Int)
}

public enum JSONKind: String, Sendable, Equatable {
    case null, boolean, number, text, list, object
    /// Texts of a particular form: `2026-11-23T20:48:00.000Z`, `2026-11-23`.
    case instant, day
}

/// A stage held against the contract, route by route in its order.
public struct StageCheckReport: Sendable, Equatable {
    public var stage: String
    public var api: String
    public var checkedAt: Date
    public var routes: [RouteCheck]

    public init(stage: String, api: String, checkedAt: Date, routes: [RouteCheck]) {
        (self.stage, self.api, self.checkedAt, self.routes) = (stage, api, checkedAt, routes)
    }

    public var drifted: [RouteCheck] { routes.filter { !$0.drifts.isEmpty } }
    public var unanswered: [RouteCheck] { routes.filter { if case .unanswered = $0.verdict { true } else { false } } }
}

extension Client {
    /// Asks every route of the contract, and remembers which there are. Nothing is written at the backend.
    /// Throws `ClientError` where the stage cannot be reached at all.
    public func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let known = handle() ?? (try? cache.journeyers().value.first?.handle)
        let checker = StageChecker(stage: stage, transport: api.transport, clock: settings.clock, knownHandle: known)
        return try await checker.run { [cache, settings] check in
            // A memory that cannot be written costs a call later, nothing else.
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
