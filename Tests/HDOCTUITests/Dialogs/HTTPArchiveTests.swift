import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The export of requests")
struct HTTPArchiveTests {
    @Test func `the archive follows HAR 1.2, as an independent program checks it`() throws {
        var running = RequestTrace(
            id: 9, request: RequestOutline(method: .get, url: "https://a.test/x"), purpose: nil, begunAt: Sample.now)
        running.received = 5
        let text = HTTPArchive.json(Sample.requests + [running], version: "1")
        let run = try Program.run(
            URL(fileURLWithPath: Checkout.python), [Checkout.support.appendingPathComponent("check-har").path], input: text)
        #expect(run.status == 0 && run.output.isEmpty, "\(run.output)\(run.errors)")
        #expect(!text.contains("a.test"), "a running request has no response")
        #expect(text.contains("\"status\":503") && text.contains("No complete response: refused"))
    }

    @Test func `the archive has none of the secrets of a request`() throws {
        let canary = "CANARY-7f3a91"
        let names = ["access_token", "code", "password", "client_secret", "X-Amz-Signature", "session", "apikey", "Authorization"]
        let query = names.map { "\($0)=\(canary)" }.joined(separator: "&")
        var request = Request(.get, "https://ada:\(canary)@a.test/Prod/users?limit=5&\(query)#\(canary)")
        request.headers = [Header("Cookie", canary), Header("X-Api-Key", canary), Header("Accept", "application/json")]
        request.authorization = Secret(canary)
        request.body = Array(canary.utf8)
        var trace = RequestTrace(id: 1, request: RequestOutline(sent: request), purpose: nil, begunAt: Sample.now)
        trace.outcome = .answered(status: 200)
        let text = HTTPArchive.json([trace], version: "1")
        #expect(!text.contains(canary), "\(text)")
        #expect(text.contains("limit=5") && text.contains("application/json") && text.contains("https://a.test/Prod/users?"))
    }

    @Test func `the file is private and never replaces another one`() throws {
        let directory = NSTemporaryDirectory() + "hdoc-har-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let paths = try (1...3).map { try NewFile.write([UInt8(48 + $0)], in: directory, name: "r", extension: "har") }
        #expect(paths == ["r.har", "r-2.har", "r-3.har"].map { "\(directory)/\($0)" })
        #expect(try paths.map { try String(contentsOfFile: $0, encoding: .utf8) } == ["1", "2", "3"])
        let attributes = try FileManager.default.attributesOfItem(atPath: paths[0])
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 3, "no temporary file is left")
    }

    @Test func `W saves the requests that have ended, on a screen and in the inspector`() {
        var state = Sample.withRequests(tab: .journeyers)
        #expect(state.press(.char("W")) == [.desktop(.exportRequests(Sample.requests))])
        state.press(.char("x"))
        #expect(state.press(.char("W")) == [.desktop(.exportRequests(Sample.requests))])
        state.receive(.desktop(.requestsExported(.success("/tmp/x.har"), count: 4)))
        #expect(state.toast?.text == "Saved 4 requests without secrets in /tmp/x.har.")
    }

    @Test(arguments: [Size(width: 40, height: 12), Size(width: 30, height: 8), Size(width: 80, height: 24), Size(width: 24, height: 6)])
    func `each line of a request can be scrolled into view`(size: Size) {
        var state = Sample.withRequests(tab: .journeyers, size: size)
        state.press(.char("x"))
        guard case .requestInspector(let inspector)? = state.dialogs.last else { return #expect(Bool(false)) }
        let lines = RequestInspectorView.layout(inspector, state).head.map(\.text).filter { !$0.isEmpty }
        var seen = state.screen
        for _ in 0..<40 {
            state.press(.pageDown)
            seen += state.screen
        }
        for line in lines { #expect(seen.contains(line), "\(line)") }
    }

    @Test func `f lists the requests of all screens, and number and bytes of what is kept are bounded`() {
        var state = Sample.withRequests(tab: .journeyers)
        state.press(.char("x"), .char("f"))
        #expect(state.screen.contains("All requests of this run") && state.screen.contains("POST /Prod/ada/article"))
        let long = String(repeating: "x", count: 2_000)
        for id in 10..<1_000 {
            let request = RequestOutline(method: .get, url: "https://a.test/\(id)/\(long)")
            state.receive(.network(.requested(RequestTrace(id: id, request: request, purpose: nil, begunAt: Sample.now))))
        }
        #expect(state.requests.last?.id == 999 && state.requests.count < 140)
    }

    @Test func `the Stage screen shows the source credentials, or why they cannot be listed`() {
        var state = Sample.state(tab: .stage, size: Size(width: 120, height: 40))
        state.receive(.maintenance(.pipelineFetched(.success(Sample.pipeline))))
        let credentials = SourceCredentials(arn: "arn:aws:codebuild:us-east-1:1:token/github", serverType: "GITHUB", authType: "OAUTH")
        state.receive(.maintenance(.credentialsFetched(.success([credentials]))))
        #expect(state.screen.contains("GITHUB, OAUTH: arn:aws:codebuild:us-east-1:1:token/github"))
        state.receive(.maintenance(.credentialsFetched(.success([]))))
        #expect(state.screen.contains("CodeBuild has no source credentials"))
        state.receive(.maintenance(.credentialsFetched(.failure(AWSError.noCode))))
        #expect(state.screen.contains("Credentials"))
    }
}
