import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Several stages, one session each")
struct SeveralStagesTests {
    @Test func `signing out of one stage does not change the session of another stage`() async throws {
        let scratch = try Scratch()
        let transport = TestProvider.transport()
        func client(_ name: String, _ clientID: String) throws -> Client {
            let stage = Stage(name: name, api: "https://api.example/", issuer: TestProvider.issuer, clientID: clientID)
            let settings = ClientSettings(
                paths: scratch.paths, environment: [:], clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
            return try Client(stage: stage, settings: settings, transport: transport)
        }
        func token(_ client: Client, _ name: String) -> Secret {
            heldToken(name, client: client.stage.clientID ?? "", subject: name)
        }
        let (dev, prod) = (try client("dev", "dev-client"), try client("prod", "prod-client"))
        for (client, name) in [(dev, "ada"), (prod, "grace")] {
            let end = scratch.clock().addingTimeInterval(3600)
            try client.store.save(
                StoredTokens(
                    issuer: TestProvider.issuer, clientID: try #require(client.stage.clientID),
                    identity: Identity(subject: name, username: name),
                    live: .init(idToken: token(client, name), accessToken: Secret("a"), idExpires: end, accessExpires: end)))
        }
        #expect(try await dev.keeper.bearer().exposed == token(dev, "ada").exposed)
        #expect(try await prod.keeper.bearer().exposed == token(prod, "grace").exposed)
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        _ = try await dev.signOut()
        #expect(dev.session() == .signedOut)
        #expect(try await prod.keeper.bearer().exposed == token(prod, "grace").exposed)
        // A stage whose client id has changed does not get the tokens of the old client.
        #expect(try client("prod", "another-client").session() == .otherSession(Identity(subject: "grace", username: "grace")))
    }

    @Test func `a token file that others could read is made private, and the client reports a notice`() async throws {
        let scratch = try Scratch()
        let path = scratch.paths.tokens("dev")
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o644)
        let settings = ClientSettings(
            paths: scratch.paths, environment: [:], clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let client = try Client(stage: TestProvider.stage(), settings: settings, transport: TestProvider.transport())
        #expect(client.notices.contains(.tightened(path: path, mode: 0o644)))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }
}
