import Foundation
import HDOCBackend
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("Creating an account on a stage")
struct SignUpTests {
    private func failure(_ body: () async throws -> Journeyer) async -> (any Error)? {
        do { _ = try await body() } catch { return error }
        return nil
    }

    /// Runs against the embedded backend, whose sample account owns the user ada.
    @Test(.timeLimit(.hang)) func `signing up requires a session, rejects an invalid handle and reports a taken handle`() async throws {
        let demo = try await DemoStage()
        let client = try demo.client()
        let early = await failure { try await client.signUp(SignUpProfile(handle: "newcomer")) } as? ClientError
        #expect(early?.kind == .signInNeeded)
        _ = try await client.signIn(SignInOptions()) { _ in }
        let wrong = await failure { try await client.signUp(SignUpProfile(handle: "no good")) } as? ClientError
        #expect(wrong?.kind == .invalidProfile([.notAHandle("no good")]))
        let taken = await failure { try await client.signUp(SignUpProfile(handle: "ada")) } as? ClientError
        #expect(taken?.operation == .signUp && taken?.status == 409)
        if case .conflict? = taken?.kind {} else { Issue.record("\(String(describing: taken))") }
        await demo.backend.stop()
    }

    @Test func `signing up creates the user, stores the user in the cache and remembers the handle`() async throws {
        let scratch = try Scratch()
        let transport = FakeTransport()
        transport.expect("POST signup", 201, #"{"github_username":"Newcomer","full_name":"New Comer","days_completed":0}"#)
        let settings = ClientSettings(
            paths: scratch.paths, environment: [:], clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let client = try Client(stage: Samples.stage, settings: settings, transport: transport)
        let end = scratch.clock().addingTimeInterval(3600)
        let token = heldToken("t", issuer: Samples.stage.issuer ?? "", client: Samples.stage.clientID ?? "", subject: "s")
        try client.store.save(
            StoredTokens(
                issuer: Samples.stage.issuer ?? "", clientID: Samples.stage.clientID ?? "", identity: Identity(subject: "s"),
                live: .init(idToken: token, accessToken: Secret("a"), idExpires: end, accessExpires: end)))
        var profile = SignUpProfile(handle: "newcomer")
        profile[.fullName] = "New Comer"
        let created = try await client.signUp(profile)
        #expect(created.handle == "Newcomer" && created.fullName == "New Comer")
        #expect(client.handle() == "Newcomer")
        #expect(try client.journeyer("newcomer").value?.fullName == "New Comer")
        let request = try #require(transport.received.last)
        #expect(request.authorization?.exposed == "Bearer \(token.exposed)")
        #expect(request.headers.contains { $0.name == "Idempotency-Key" && $0.value.count == 36 })
        let body = try JSONDecoder().decode([String: String].self, from: Data(request.body ?? []))
        #expect(body == ["github_username": "newcomer", "full_name": "New Comer"])
    }
}
