import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

extension Sample {
    /// The requests of a run: two with a response, one that failed, and a post.
    static var requests: [RequestTrace] {
        func trace(_ id: Int, _ path: String, for purpose: Resource?, minutes: Double, _ change: (inout RequestTrace) -> Void)
            -> RequestTrace
        {
            let request = RequestOutline(
                method: purpose == nil ? .post : .get, url: stage.api + path, headers: [Header("Accept", "application/json")],
                isAuthorized: purpose == nil, bodyBytes: purpose == nil ? 812 : nil)
            var trace = RequestTrace(id: id, request: request, purpose: purpose, begunAt: ago(minutes: minutes))
            change(&trace)
            return trace
        }
        return [
            trace(1, "users", for: .journeyers, minutes: 12) {
                ($0.outcome, $0.duration, $0.received) = (.answered(status: 503), .milliseconds(1204), 41)
            },
            trace(2, "users", for: .journeyers, minutes: 3) {
                ($0.outcome, $0.duration, $0.received) = (.answered(status: 200), .milliseconds(34), 61_200)
            },
            trace(3, "articles?author=ada&limit=500", for: .articles(author: "ada", tag: nil), minutes: 2) {
                ($0.outcome, $0.duration) = (.failed(.refused), .milliseconds(2))
            },
            trace(4, "ada/article", for: nil, minutes: 1) {
                ($0.outcome, $0.duration, $0.received) = (.answered(status: 201), .milliseconds(88), 900)
            },
        ]
    }

    static func withRequests(tab: Tab, size: Size = Size(width: 80, height: 24)) -> AppState {
        var state = state(tab: tab, size: size)
        for trace in requests { state.receive(.network(.requested(trace))) }
        return state
    }
}

@Suite("The request inspector")
struct RequestInspectorTests {
    @Test func `x shows the latest request of the screen, y copies it, j shows the request before, and Esc closes`() {
        var state = Sample.withRequests(tab: .journeyers)
        #expect(state.press(.char("x")) == [])
        #expect(state.screen.contains("curl 'https://api.example.test/Prod/users' -H 'Accept: application/json'"))
        #expect(state.screen.contains("200 · 34 ms · 61 kB · 3 min ago, at 20:45:00"))
        #expect(state.screen.contains("The data comes from the cache, fetched"))
        #expect(!state.screen.contains("article"), "requests of other screens are not shown")
        let curl = "curl 'https://api.example.test/Prod/users' -H 'Accept: application/json'"
        #expect(state.press(.char("y")) == [.desktop(.copy(curl, what: "the curl command"))])
        state.press(.char("j"))
        #expect(state.screen.contains("503 · 1204 ms"))
        state.press(.escape)
        #expect(state.dialogs.isEmpty)
    }

    @Test(arguments: [
        (Tab.today, [3]), (.journeyers, [2, 1]), (.leaderboard, [2, 1]), (.articles, []), (.outbox, [4]), (.stage, [4, 3, 2, 1]),
    ])
    func `each screen shows its own requests`(tab: Tab, expected: [Int]) {
        #expect(RequestInspectorUpdate.calls(RequestInspectorState(), Sample.withRequests(tab: tab)).map(\.id) == expected)
    }

    @Test func `if there was no request, the inspector shows the request that a refresh would send`() {
        var state = Sample.state(tab: .articles)
        state.press(.char("x"))
        #expect(state.screen.contains("curl 'https://api.example.test/Prod/articles?limit=500'"))
        #expect(state.screen.contains("Not requested in this run."))
    }

    @Test func `a post is shown with the size of its body and a placeholder for the token`() {
        var state = Sample.withRequests(tab: .outbox)
        state.press(.char("x"))
        #expect(state.screen.contains(#"-H "Authorization: Bearer $TOKEN""#))
        #expect(state.screen.contains("The body (812 bytes) is shown as entry.json."))
    }

    @Test func `a selected request stays selected when another one begins`() {
        var state = Sample.withRequests(tab: .journeyers)
        state.press(.char("x"), .char("j"))
        let request = RequestOutline(method: .get, url: Sample.stage.api + "users")
        state.receive(.network(.requested(RequestTrace(id: 5, request: request, purpose: .journeyers, begunAt: Sample.now))))
        #expect(state.screen.contains("503 · 1204 ms"))
        state.press(.char("g"))
        #expect(state.screen.contains("in progress · …"))
    }

    @Test(arguments: [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 20, height: 5)])
    func `the request inspector equals its golden files`(size: Size) {
        var state = Sample.withRequests(tab: .stage, size: size)
        state.press(.char("x"))
        Golden.expect(state, "lens")
        if size.width == 80 { Golden.expect(mono: state, "lens") }
    }
}
