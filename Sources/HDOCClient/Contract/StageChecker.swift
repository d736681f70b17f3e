import FoundationEssentials
import HDOCModels
import SafeText

/// Compares a stage with the API contract, by reads and by writes that cannot succeed. No request carries a credential.
///
/// A write route is judged by its response to a request without a token. 401 means that the route exists and requires a
/// token; "unknown route" means that it does not exist; anything else means that it is open or broken. On an open route
/// the request still could not write: its body is empty, so that it lacks the `id`, `title`, `day` and handle that an
/// article or a user needs, it has no `Idempotency-Key`, and the article is for a handle that GitHub gives to nobody.
struct StageChecker: Sendable {
    /// No GitHub account has this name: GitHub allows no two hyphens in a row.
    static let nobody = "hdoc--stage--check"
    /// A UUIDv7 of 2024 that no client has made.
    static let noArticle = "018d0000-0000-7000-8000-000000000000"
    /// How many elements to ask for.
    static let sample = 25

    let stage: Stage
    let transport: any Transport
    let clock: @Sendable () -> Date
    /// Somebody who may be on the stage, to look up where the stage has no list.
    let knownHandle: String?

    func run(report: @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let list = try await ask(.users(limit: Self.sample))
        // Without a response here, the other nine requests would only wait as long.
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
        note(judge(try await ask(.tags(limit: Self.sample))) { Self.drifts(in: $0, of: .tags) })
        note(judgeWrite(try await ask(Call(.signUp, body: []))))
        note(judgeWrite(try await ask(Call(.postArticle, Self.nobody, body: []))))
        return StageCheckReport(stage: stage.name, api: stage.api, checkedAt: clock(), routes: checks)
    }

    // MARK: Single routes

    /// First asks for a user who does not exist, which shows whether the route exists; then for one who does.
    private func lookUp(_ route: Route, handle: (name: String, isCertain: Bool)?) async throws(ClientError) -> RouteCheck {
        let exchange = try await ask(Call(route, Self.nobody))
        if route == .userAmongUsers, exchange.status == 200, exchange.json?.array != nil {
            // The list of newer stages ignores this query.
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

    /// Where users are looked up by another route, this path belongs to the list, which reports its differences.
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

    /// On the oldest stages this path looks up one user. Without a name it crashes, or says that the name is missing.
    private func judgeList(_ exchange: CheckExchange, isLookUp: Bool) -> RouteCheck {
        if isLookUp, let response = try? exchange.reply.get(), response.status == 502 || exchange.isMissingName {
            return exchange.check(.absent(status: response.status, reason: "GET /users looks up one user on this stage"))
        }
        return judge(exchange) { Self.drifts(in: $0, of: .users) }
    }

    /// Where a response differs from what the table of routes says that it holds.
    private static func drifts(in json: JSONValue, of route: Route) -> [Drift] {
        guard route.row.isList else { return route.row.serves.drifts(in: [json]) }
        return json.array.map(route.row.serves.drifts) ?? [.body(expected: .list, found: json.kind)]
    }

    private static func elements(_ exchange: CheckExchange) -> [JSONValue] {
        exchange.status == 200 ? exchange.json?.array ?? [] : []
    }

    /// The user on the list with the fewest differences, so that look-ups are judged by the route and not by one odd item.
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

    /// Judges an unknown route, a missing response and a refused permission alike everywhere; `body` judges the rest.
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
        // A look-up that says that the name is missing has not read it.
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

/// A request of the check, and what came of it.
private struct CheckExchange {
    let call: Call
    let reply: Result<Response, TransportError>
    let took: Duration

    var status: Int? { try? reply.get().status }
    var json: JSONValue? { (try? reply.get()).flatMap { try? JSONParser.read($0.body) } }
    private var body: ServerBody? { (try? reply.get()).map { ServerBody($0.body) } }

    /// The text of an "unknown route" response; nil where the route is known.
    var unknownRoute: String? {
        guard let response = try? reply.get(),
            case .routeAbsent = ReplyClassifier(call: call, credential: nil).error(in: response)?.kind
        else { return nil }
        return body?.text ?? ""
    }

    /// The deployed look-ups answer a request without a name like this.
    var isMissingName: Bool { status == 404 && body?.says("username field in the body") == true }

    func statusDrift(expected: [Int]) -> Drift {
        .status(status ?? 0, expected: expected, text: status.map { (200..<300).contains($0) } == true ? nil : body?.text)
    }

    func check(_ verdict: RouteVerdict) -> RouteCheck {
        RouteCheck(route: call.route, request: call.line, status: status, verdict: verdict, took: took)
    }
}
