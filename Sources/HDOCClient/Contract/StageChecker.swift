import FoundationEssentials
import HDOCModels
import SafeText

/// Compares a stage with the API contract, with read requests and with write requests that must fail. No request contains a
/// credential.
///
/// Write routes are tested by a request without a token. A 401 means that the route exists and requires a token. An "unknown
/// route" response means that the route does not exist. Any other response means that the route is open to everybody or broken.
/// Even on an open route the request cannot write anything: its body is empty, so the `id`, `title`, `day` and handle are
/// missing; it has no `Idempotency-Key` and no `If-Match`; and the article is for a handle that no GitHub account can have.
struct StageChecker: Sendable {
    /// A handle that no GitHub account can have: GitHub does not allow two hyphens in a row.
    static let nobody = "hdoc--stage--check"
    /// A UUIDv7 of the year 2024 that no client has created.
    static let noArticle = "018d0000-0000-7000-8000-000000000000"
    /// The number of elements to request from lists.
    static let sample = 25

    let stage: Stage
    let transport: any Transport
    let clock: @Sendable () -> Date
    /// A user who is probably on the stage, for the look-up routes of a stage without a list of users.
    let knownHandle: String?

    func run(report: @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let list = try await ask(.users(limit: Self.sample))
        // If the stage does not respond to this request, the remaining requests would only wait for their timeouts.
        if case .failure(let error) = list.reply {
            throw ClientError(.transport(error), operation: .listUsers, request: list.call.line)
        }
        let amongUsers = try await lookUp(.userAmongUsers, handle: handle(from: list))
        let users = judgeList(list, isLookUp: amongUsers.verdict == .present)
        var checks: [RouteCheck] = []
        func note(_ check: RouteCheck) {
            checks.append(check)
            report(check)
        }
        let byPath = try await lookUp(.userByPath, handle: handle(from: list))
        note(byPath)
        let byQuery = try await lookUp(.userByQuery, handle: handle(from: list))
        note(byQuery)
        note(Self.isNewer(byPath, byQuery) ? Self.asPartOfTheList(amongUsers) : amongUsers)
        note(users)
        let articles = try await ask(.articles(author: nil, tag: nil, limit: Self.sample))
        note(judge(articles) { Self.drifts(in: $0, of: .articles) })
        note(try await article(Self.elements(articles)))
        for route in Route.allCases where route.row.isList && ![.users, .articles].contains(route) {
            note(judge(try await ask(.list(route, limit: Self.sample))) { Self.drifts(in: $0, of: route) })
        }
        note(judgeWrite(try await ask(Call(.signUp, body: []))))
        note(judgeWrite(try await ask(Call(.postArticle, Self.nobody, body: []))))
        note(judgeWrite(try await ask(Call(.correctArticle, Self.nobody, Self.noArticle, body: []))))
        note(judgeWrite(try await ask(Call(.removeArticle, Self.nobody, Self.noArticle))))
        return StageCheckReport(stage: stage.name, api: stage.api, checkedAt: clock(), routes: checks)
    }

    // MARK: Single routes

    /// Requests a user who does not exist, to find out whether the route exists. Then requests an existing user and checks the
    /// response.
    private func lookUp(_ route: Route, handle: (name: String, isCertain: Bool)?) async throws(ClientError) -> RouteCheck {
        let exchange = try await ask(Call(route, Self.nobody))
        if route == .userAmongUsers, exchange.status == 200, exchange.json?.array != nil {
            // On newer stages this path returns the list of users and ignores the query.
            return exchange.check(.absent(status: 200, reason: "GET /users returns all users"))
        }
        let first = judge(exchange, expected: 404) { _ in [] }
        guard first.verdict == .present, let handle else { return first }
        let second = try await ask(Call(route, handle.name))
        if second.status == 404, !handle.isCertain { return first }
        return judge(second) { json in
            guard json.object != nil else { return [.body(expected: .object, found: json.kind)] }
            let found = Journeyer(json: json)?.handle
            let isAsked = GitHubHandle.isSame(found, handle.name)
            return isAsked ? Self.drifts(in: json, of: route) : [Self.other("github_username", handle.name, found)]
        }
    }

    private static func isNewer(_ lookUps: RouteCheck...) -> Bool {
        lookUps.contains { $0.verdict == .present || $0.verdict == .presentForSignedIn }
    }

    /// If another route looks up users, this path only returns the list. The check of the list reports its differences, so this
    /// check reports the route as absent.
    private static func asPartOfTheList(_ check: RouteCheck) -> RouteCheck {
        guard case .drifted = check.verdict else { return check }
        var check = check
        check.verdict = .absent(status: check.status ?? 0, reason: "GET /users returns a list on this stage")
        return check
    }

    private func article(_ articles: [JSONValue]) async throws(ClientError) -> RouteCheck {
        guard let id = articles.lazy.compactMap({ $0.object?["id"]?.text }).first else {
            return judge(try await ask(.article(Self.noArticle)), expected: 404) { _ in [] }
        }
        return judge(try await ask(.article(id))) { json in
            guard let object = json.object else { return [.body(expected: .object, found: json.kind)] }
            let found = object["id"]?.text
            return found == id ? Self.drifts(in: json, of: .article) : [Self.other("id", id, found)]
        }
    }

    private static func other(_ attribute: String, _ asked: String, _ found: String?) -> Drift {
        .otherKey(
            attribute: attribute, asked: TerminalText.line(asked, limit: 60), found: found.map { TerminalText.line($0, limit: 60) })
    }

    /// Judges the list of users. On the oldest stages this path only looks up one user: without a name it fails with a 502, or
    /// reports that the name is missing. The list is then absent.
    private func judgeList(_ exchange: CheckExchange, isLookUp: Bool) -> RouteCheck {
        if isLookUp, let response = try? exchange.reply.get(), response.status == 502 || exchange.isMissingName {
            return exchange.check(.absent(status: response.status, reason: "GET /users looks up one user on this stage"))
        }
        return judge(exchange) { Self.drifts(in: $0, of: .users) }
    }

    /// The differences between a response and the shape that the route's row defines.
    private static func drifts(in json: JSONValue, of route: Route) -> [Drift] {
        guard route.row.isList else { return route.row.serves.drifts(in: [json]) }
        return json.array.map(route.row.serves.drifts) ?? [.body(expected: .list, found: json.kind)]
    }

    private static func elements(_ exchange: CheckExchange) -> [JSONValue] {
        exchange.status == 200 ? exchange.json?.array ?? [] : []
    }

    /// A handle for the look-ups: the user in the list with the fewest differences, so that one unusual item does not distort
    /// the result. `isCertain` is false if the stage may not have the user.
    private func handle(from list: CheckExchange) -> (name: String, isCertain: Bool)? {
        let readable = Self.elements(list).compactMap { json in
            Journeyer(json: json).map { ($0.handle, ReplyShape.user.drifts(in: [json, json, json]).count) }
        }
        if let best = readable.min(by: { $0.1 < $1.1 }) { return (best.0, true) }
        return knownHandle.map { ($0, false) }
    }
}

// MARK: - Asking and judging

extension StageChecker {
    private func ask(_ call: Call) async throws(ClientError) -> CheckExchange {
        var request = Request(call.method, stage.api + call.path, body: call.body)
        request.headers = [Header("Accept", "application/json")]
        if call.body != nil { request.headers.append(Header("Content-Type", "application/json")) }
        let clock = ContinuousClock()
        let start = clock.now
        let reply: Result<Response, TransportError>
        do throws(TransportError) { reply = .success(try await transport.send(request)) } catch { reply = .failure(error) }
        if case .failure(let error) = reply, error.cause == .cancelled || error.cause == .offline {
            throw ClientError(.transport(error), operation: call.operation, request: call.line)
        }
        return CheckExchange(call: call, reply: reply, took: clock.now - start)
    }

    /// Judges a response. Unknown routes, missing responses and missing permissions are treated alike for all routes; `body`
    /// judges the body of a 200 response.
    private func judge(
        _ exchange: CheckExchange, expected: Int = 200, body: (JSONValue) -> [Drift]
    ) -> RouteCheck {
        let response: Response
        switch exchange.reply {
        case .failure(let error): return exchange.check(.unanswered(error))
        case .success(let reply): response = reply
        }
        if let reason = exchange.unknownRoute { return exchange.check(.absent(status: response.status, reason: reason)) }
        if response.status == 401 { return exchange.check(.presentForSignedIn) }
        // A look-up route that reports a missing name has not read the name from the request.
        guard response.status == expected, !exchange.isMissingName else {
            return exchange.check(.drifted([exchange.statusDrift(expected: [expected])]))
        }
        guard expected == 200 else { return exchange.check(.present) }
        if response.body.isEmpty { return exchange.check(.drifted([.emptyBody])) }
        guard let json = exchange.json else { return exchange.check(.drifted([.notJSON])) }
        let drifts = body(json)
        return exchange.check(drifts.isEmpty ? .present : .drifted(drifts))
    }

    private func judgeWrite(_ exchange: CheckExchange) -> RouteCheck {
        if case .failure(let error) = exchange.reply { return exchange.check(.unanswered(error)) }
        if let reason = exchange.unknownRoute { return exchange.check(.absent(status: exchange.status ?? 403, reason: reason)) }
        if exchange.status == 401 { return exchange.check(.present) }
        return exchange.check(.drifted([exchange.statusDrift(expected: [401])]))
    }
}

/// A request of the check and its result.
private struct CheckExchange {
    let call: Call
    let reply: Result<Response, TransportError>
    let took: Duration

    var status: Int? { try? reply.get().status }
    var json: JSONValue? { (try? reply.get()).flatMap { try? JSONParser.read($0.body) } }
    private var body: ServerBody? { (try? reply.get()).map { ServerBody($0.body) } }

    /// The text of an "unknown route" response. Nil if the response does not say that the route is unknown.
    var unknownRoute: String? {
        guard let response = try? reply.get(),
            case .routeAbsent = ReplyClassifier(call: call, credential: nil).error(in: response)?.kind
        else { return nil }
        return body?.text ?? ""
    }

    /// Whether this is the response of the deployed look-up routes to a request without a name.
    var isMissingName: Bool { status == 404 && body?.says("username field in the body") == true }

    func statusDrift(expected: [Int]) -> Drift {
        .status(status ?? 0, expected: expected, text: status.map { (200..<300).contains($0) } == true ? nil : body?.text)
    }

    func check(_ verdict: RouteVerdict) -> RouteCheck {
        RouteCheck(route: call.route, request: call.line, status: status, verdict: verdict, took: took)
    }
}
