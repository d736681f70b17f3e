import Foundation
import Testing

@testable import HDOCClient

@Suite("Requests that a person composed")
struct ComposedRequestTests {
    private let stage: FakeStage
    init() throws { stage = try FakeStage() }

    private func signedIn() -> StageAPI {
        stage.api { (refused) throws(ClientError) in Secret(refused == nil ? "old" : "new") }
    }

    @Test func `a read is sent with the token, or without one if nobody is signed in`() async throws {
        for api in [signedIn(), stage.api()] {
            stage.transport.expect("GET users?limit=1", 404, "nothing")
            let reply = try await api.send(ComposedRequest(.get, "users?limit=1"))
            #expect(reply.response.status == 404, "any status is a result")
        }
        #expect(stage.transport.received.map { $0.authorization?.exposed } == ["Bearer old", nil])
    }

    @Test func `a write without a session is not sent`() async throws {
        let error = await #expect(throws: ClientError.self) { try await stage.api().send(ComposedRequest(.put, "a")) }
        #expect(error?.kind == .signInNeeded && stage.transport.received.isEmpty)
    }

    @Test func `after a 401, the request is sent once more with a new token, with its headers and its body`() async throws {
        stage.transport.expect("PUT a", 401)
        stage.transport.expect("PUT a", 401)
        let request = ComposedRequest(.put, "a", headers: [Header("If-Match", "\"3\"")], body: Array("{}".utf8))
        #expect(try await signedIn().send(request).response.status == 401)
        let sent = stage.transport.received
        #expect(sent.map { $0.authorization?.exposed } == ["Bearer old", "Bearer new"])
        for request in sent {
            #expect(request.body == Array("{}".utf8) && request.headers.contains(Header("If-Match", "\"3\"")))
            #expect(request.headers.contains(Header("Content-Type", "application/json")))
        }
    }

    @Test func `a write whose response was lost is not repeated`() async throws {
        stage.transport.expect("POST a", fails: .interrupted, mayHaveArrived: true)
        let error = await #expect(throws: ClientError.self) { try await signedIn().send(ComposedRequest(.post, "a")) }
        #expect(error?.isOffline == true && error?.request == "POST /a")
        stage.transport.expectNothingLeft()
    }

    @Test(arguments: [
        ("</Prod/users?cursor=2>; rel=next", "users?cursor=2"), ("<https://evil.example/users?cursor=2>; rel=next", nil),
        ("</Prod/articles?cursor=2>; rel=next", nil), ("<users?cursor=2>; rel=prev", nil),
    ])
    func `the next page is a page of the same list on the same server`(link: String, path: String?) async throws {
        stage.transport.expect("GET users", 200, "[]", headers: [Header("Link", link)])
        #expect(try await signedIn().send(ComposedRequest(.get, "users")).next?.path == path)
    }
}
