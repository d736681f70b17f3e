import Foundation
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

/// Runs against an independent OpenID provider: `oidc-provider-mock`, which `script/test` installs.
@Suite(
    "Sign-in at an independent OpenID provider", .ownThreads, .timeLimit(.hang),
    .enabled(if: ForeignProvider.isInstalled, "script/test installs it"))
struct ForeignProviderTests {
    @Test func `signing in and out works, and a refresh response without an ID token is an error that keeps the session`() async throws {
        let provider = try ForeignProvider()
        let scratch = try Scratch(now: Date())
        let stage = Stage(
            name: "foreign", api: "http://127.0.0.1:9/", issuer: provider.issuer, clientID: "hdoc-test", callbackPorts: [0])
        var environment = scratch.environment
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        environment["BROWSER"] = "'\(ForeignProvider.browser.path)' ada %s"
        let settings = ClientSettings(
            paths: scratch.paths, environment: environment, clock: { Date() }, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let client = try Client(stage: stage, settings: settings, transport: WithClientSecret())

        let identity = try await client.signIn(SignInOptions(timeout: .seconds(600))) { _ in }
        #expect(identity.subject == "ada")
        guard case .signedIn(_, let until, canRefresh: true) = client.session() else {
            Issue.record("\(client.session())")
            return
        }
        #expect(until > Date())
        let first = try await client.keeper.bearer()
        #expect(try await client.keeper.bearer() == first)
        // This provider's refresh responses contain no ID token, but the stage needs one. The session stays unchanged.
        let error = try await clientError { _ = try await client.keeper.bearer(replacing: first) }
        #expect(error.kind == .signIn(.token(.malformed)) && error.operation == .refreshSession)
        #expect(try await client.keeper.bearer() == first)

        let report = try await client.signOut()
        #expect(client.session() == .signedOut)
        let address = try #require(report.browserSignOut)
        #expect(address.hasPrefix("\(provider.issuer)/oauth2/end_session?"))
        #expect(try provider.browse(address) == "200\n")
    }

    @Test func `a session that the provider has revoked needs a new sign-in and keeps its identity`() async throws {
        let provider = try ForeignProvider()
        let scratch = try Scratch(now: Date())
        let stage = Stage(
            name: "foreign", api: "http://127.0.0.1:9/", issuer: provider.issuer, clientID: "hdoc-test", callbackPorts: [0])
        var environment = scratch.environment
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        environment["BROWSER"] = "'\(ForeignProvider.browser.path)' grace %s"
        let settings = ClientSettings(
            paths: scratch.paths, environment: environment, clock: { Date() }, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let transport = WithClientSecret()
        let client = try Client(stage: stage, settings: settings, transport: transport)
        _ = try await client.signIn(SignInOptions(timeout: .seconds(600))) { _ in }
        let token = try await client.keeper.bearer()
        let revoked = try await transport.send(Request(.post, "\(provider.issuer)/users/grace/revoke-tokens", body: []))
        #expect((200..<300).contains(revoked.status))
        let error = try await clientError { _ = try await client.keeper.bearer(replacing: token) }
        #expect(error.kind == .signInNeeded, "\(error)")
        guard case .ended(let identity) = client.session() else {
            Issue.record("\(client.session())")
            return
        }
        #expect(identity.subject == "grace")
    }
}

/// Adds a client secret to each token request and changes nothing else. This provider requires a secret, with any value;
/// hdoc is a public client and sends none.
private struct WithClientSecret: Transport {
    private let curl = CurlTransport(userAgent: "hdoc/test")

    func send(_ request: Request) async throws(TransportError) -> Response {
        var request = request
        if request.url.hasSuffix("/oauth2/token") {
            request.authorization = Secret("Basic " + Data("hdoc-test:any".utf8).base64EncodedString())
        }
        return try await curl.send(request)
    }
}

/// The process of the provider. It ends when this object is released.
final class ForeignProvider {
    private static let program = Checkout.root.appendingPathComponent(".build-python/bin/oidc-provider-mock").path
    static let browser = Checkout.support.appendingPathComponent("oidc-browser")
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let issuer: String
    private let server: Companion

    /// Waits until the provider prints its address.
    init() throws {
        server = try Companion(
            Self.program, ["--port", "0", "--user", "ada", "--user", "grace"],
            environment: ["PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"], end: .kill, saysErrors: true)
        while true {
            if let match = try server.nextLine().firstMatch(of: /running on (http:\/\/127\.0\.0\.1:\d+)/) {
                issuer = String(match.1)
                return
            }
        }
    }

    func browse(_ address: String) throws -> String { try Program.run(Self.browser, ["ada", address]).output }
}
