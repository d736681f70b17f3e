import Foundation
import FoundationNetworking
import TestKit
import Testing

@testable import HDOCBackend
@testable import HDOCService

/// A response of the backend under test.
struct Answer {
    let status: Int
    let headers: [String: String]
    let text: String

    func header(_ name: String) -> String? { headers[name.lowercased()] }
    var json: RawJSON { (try? JSONReader.read(text.utf8)) ?? .null }
    var array: [RawJSON] { if case .array(let elements) = json { elements } else { [] } }
    /// A query field of the address in the `Location` header.
    func redirected(_ name: String) -> String? {
        header("Location").flatMap { $0.split(separator: "?", maxSplits: 1).last }
            .flatMap { FormFields(encoded: $0)[name] }
    }
}

/// An HTTP client that follows no redirect and stores no cookie, so that a test sees every step.
final class TestClient: NSObject, URLSessionTaskDelegate, Sendable {
    let backend: Backend
    var api: String { String(backend.description.api.dropLast()) }
    var origin: String { backend.description.origin }

    init(_ backend: Backend) { self.backend = backend }

    func send(
        _ method: String, _ address: String, headers: [String: String] = [:], body: Data? = nil,
        timeout: TimeInterval = 600
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: address)), timeoutInterval: timeout)
        request.httpMethod = method
        request.httpBody = body
        request.httpShouldHandleCookies = false
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let (data, response) = try await session.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        let fields = http.allHeaderFields.map { (String(describing: $0).lowercased(), String(describing: $1)) }
        return Answer(
            status: http.statusCode, headers: Dictionary(fields) { $1 }, text: String(decoding: data, as: UTF8.self))
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", api + path, headers: headers)
    }

    func form(_ path: String, _ fields: KeyValuePairs<String, String>, headers: [String: String] = [:]) async throws
        -> Answer
    {
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await send(
            "POST", origin + path, headers: headers.merging(type) { given, _ in given },
            body: Data(FormFields(fields.map { ($0.key, $0.value) }).encoded.utf8))
    }
}

/// Starts a backend for one test, runs the test, and stops the backend.
func withBackend(
    _ change: (inout BackendOptions) throws -> Void = { _ in }, _ body: (TestClient) async throws -> Void
) async throws {
    var options = BackendOptions()
    options.users = 40
    options.sharesKeys = true
    options.executor = OwnThreads.executor
    options.today = UTCDay("2026-11-23")?.start
    try change(&options)
    let backend = try await Backend.start(options)
    do {
        try await body(TestClient(backend))
    } catch {
        await backend.stop()
        throw error
    }
    await backend.stop()
}

/// A sign-in at the hosted page, step by step.
struct SignIn {
    static let verifier = "a-verifier-that-is-long-enough-for-the-rule-0123456789"
    static let redirectURI = "http://localhost:8080/callback"
    let client: TestClient
    var fields: [String: String]

    init(_ client: TestClient) {
        self.client = client
        fields = [
            "response_type": "code", "client_id": client.backend.description.clientID,
            "redirect_uri": Self.redirectURI, "scope": "openid email profile", "state": "the-state",
            "nonce": "the-nonce", "code_challenge": Secrets.fingerprint(Self.verifier), "code_challenge_method": "S256",
        ]
    }

    func authorize(cookie: String? = nil) async throws -> Answer {
        let query = FormFields(fields.map { ($0.key, $0.value) }).encoded
        let headers = cookie.map { ["Cookie": $0] } ?? [:]
        return try await client.send("GET", client.origin + "/oauth2/authorize?" + query, headers: headers)
    }

    /// The form of a hosted page, with the cookie that a browser would send along.
    struct Form {
        let action: String
        let token: String
        let cookie: String
    }

    func openForm(_ page: String = "/login") async throws -> Form {
        let location = try #require(try await authorize().header("Location"))
        let answer = try await client.send("GET", client.origin + page + location.dropFirst("/login".count))
        let cookie = try #require(answer.header("Set-Cookie")?.split(separator: ";").first)
        return Form(
            action: try answer.between("action=\"", "\"").replacingOccurrences(of: "&amp;", with: "&"),
            token: try answer.between("name=\"_csrf\" value=\"", "\""), cookie: String(cookie))
    }

    func submit(username: String? = nil, password: String? = nil) async throws -> Answer {
        let form = try await openForm()
        return try await client.form(
            form.action,
            [
                "_csrf": form.token, "username": username ?? client.backend.description.username,
                "password": password ?? client.backend.description.password,
            ], headers: ["Cookie": form.cookie])
    }

    func redeem(_ code: String, verifier: String = Self.verifier, redirectURI: String = Self.redirectURI) async throws
        -> Answer
    {
        try await client.form(
            "/oauth2/token",
            [
                "grant_type": "authorization_code", "client_id": client.backend.description.clientID, "code": code,
                "redirect_uri": redirectURI, "code_verifier": verifier,
            ])
    }

    func refresh(_ token: String) async throws -> Answer {
        try await client.form(
            "/oauth2/token",
            [
                "grant_type": "refresh_token", "client_id": client.backend.description.clientID,
                "refresh_token": token,
            ])
    }

    func code() async throws -> String { try #require(try await submit().redirected("code")) }

    /// Signs in completely and returns the response of the token endpoint.
    func tokens() async throws -> RawJSON { try await redeem(try await code()).json }

    func idToken() async throws -> String { try #require(try await tokens()["id_token"]?.string) }
}

extension Answer {
    func between(_ start: String, _ end: String) throws -> String {
        let from = try #require(text.range(of: start)).upperBound
        let to = try #require(text.range(of: end, range: from..<text.endIndex)).lowerBound
        return String(text[from..<to])
    }
}
