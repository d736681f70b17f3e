import Foundation
import HDOCModels
import Synchronization

@testable import HDOCBackend
@testable import HDOCClient
@testable import HDOCService

/// The stage of a simulation: the service's own handlers over a store in memory, without sockets.
final class SimulatedStage: Sendable {
    static let stage = Stage(
        name: "dev", api: "https://stage.test/", issuer: "https://issuer.test", clientID: "client", handle: "ada")
    static let handle = "ada"
    private static let subject = "subject"

    private let store: SQLiteCommunityStore
    private let service: CommunityService
    /// Whether it confirms posts without storing them, as a fault that the simulation must find.
    private let isLying: Bool
    /// The articles that were decoded before, by their JSON.
    private let decoded = Mutex<[String: Article]>([:])
    /// The articles since the last write; nil after a write.
    private let unchanged = Mutex<[Article]?>(nil)

    init(isLying: Bool, now: @escaping @Sendable () -> Date) async throws {
        self.isLying = isLying
        store = try BackendDatabase.open(path: nil, reset: false).community
        service = CommunityService(store: store, now: now)
        let user = UserRegistration(
            subject: Self.subject, handle: Self.handle, json: #"{"githubHandle": "ada"}"#, idempotencyKey: nil,
            instant: now())
        guard try await store.register(user) == .stored else { throw SimulationFailure("the user was not registered") }
    }

    /// A token that belongs to the stage's issuer and client. The simulated stage does not check signatures.
    static let token: String = {
        let claims = #"{"iss":"https://issuer.test","aud":"client","sub":"subject","token_use":"id"}"#
        return "e30.\(Secrets.base64URL(Array(claims.utf8))).c2ln"
    }()

    func answer(_ request: Request) async -> Response {
        if request.method != .get { unchanged.withLock { $0 = nil } }
        let target = request.url.dropFirst(Self.stage.api.count - 1).split(separator: "?", maxSplits: 1)
        guard request.url.hasPrefix(Self.stage.api),
            let match = ServiceRoute.match(method: request.method.rawValue, path: String(target[0]), layer: .planned)
        else { return Self.response(403, #"{"message":"Missing Authentication Token"}"#) }
        if match.route.needsToken, request.authorization?.exposed.hasSuffix(Self.token) != true {
            return Self.response(401, #"{"message":"Unauthorized"}"#)
        }
        if isLying, request.method == .post { return Self.confirmation(of: request) }
        let headers = Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
        let query = FormFields(encoded: target.count > 1 ? target[1] : "")
        do {
            let reply = try await service.reply(
                to: ServiceRequest(query: query, headers: headers, body: request.body ?? []), on: match, subject: Self.subject)
            return Response(status: reply.status, headers: reply.headers.map { Header($0.name, $0.value) }, body: Data(reply.body))
        } catch {
            return Self.response(502, #"{"message": "Internal server error"}"#)
        }
    }

    func articles() async throws -> [Article] {
        if let articles = unchanged.withLock(\.self) { return articles }
        var articles: [Article] = []
        for entry in try await store.entries(of: Self.handle) {
            if let stored = try await store.article(entry.id), let article = decode(stored.json) { articles.append(article) }
        }
        unchanged.withLock { [articles] in $0 = articles }
        return articles
    }

    private func decode(_ text: String) -> Article? {
        if let known = decoded.withLock({ $0[text] }) { return known }
        guard let json = try? JSONParser.read(text.utf8), let article = Article(json: json) else { return nil }
        decoded.withLock { $0[text] = article }
        return article
    }

    private static func confirmation(of request: Request) -> Response {
        var members = (try? JSONParser.read(request.body ?? []))?.object ?? [:]
        members["author"] = .string(handle)
        return response(201, JSONWriter.text(.object(members)))
    }

    static func response(_ status: Int, _ body: String) -> Response { Response(status: status, body: Data(body.utf8)) }
}

struct SimulationFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
