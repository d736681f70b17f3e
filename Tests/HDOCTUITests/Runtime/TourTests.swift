import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The tour of the demo")
struct TourTests {
    private func tour(step: Int = 0, session: SessionStatus = .signedOut) -> AppState {
        var model = Sample.model()
        model.session = session
        var state = Sample.state(model)
        state.tour = TourState(now: state.now)
        state.tour?.step = step
        return state
    }

    /// Lets the time pass until the tour waits for a result, or has ended. Returns the effects.
    @discardableResult
    private func run(_ state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        let step = state.tour?.step
        while let next = TourUpdate.next(state), state.tour?.step == step {
            effects += state.receive(.tick, at: next)
        }
        return effects
    }

    private func step(_ caption: String) throws -> Int { try #require(TourScript.steps.firstIndex { $0.caption.hasPrefix(caption) }) }

    @Test func `every caption fits in a window of 80 columns`() {
        for step in TourScript.steps { #expect(step.caption.count <= 62, "\(step.caption)") }
    }

    @Test func `the tour shows its caption in the last line, and goes from screen to screen by itself`() {
        var state = tour()
        #expect(state.foot.contains("Tour 1/\(TourScript.steps.count)  Today: your day"))
        #expect(TourUpdate.next(state) == state.tour?.due)
        run(&state)
        #expect(state.tour?.step == 1 && state.tab == .today)
        run(&state)
        #expect(state.tab == .journeyers)
        #expect(state.foot.contains("j and k move"))
    }

    @Test func `the tour waits for the result of its keys`() throws {
        var state = tour(step: try step("i signs in"))
        #expect(run(&state).contains(.session(.signIn)))
        // The sign-in has not begun, so the tour waits, and no timer wakes hdoc for it.
        #expect(try TourUpdate.next(state) == nil && state.tour?.step == step("i signs in"))
        state.receive(.session(.signInStep(.waiting(until: state.now.addingTimeInterval(300)))))
        #expect(state.tour?.step == (try step("A browser would open")))
    }

    @Test func `Enter signs in with the sample account in the demo only`() {
        for hasSampleAccount in [true, false] {
            var settings = Settings(stage: Sample.stage, zone: Sample.zone)
            settings.hasSampleAccount = hasSampleAccount
            var state = AppState(settings: settings, now: Sample.now, size: Size(width: 80, height: 24))
            state.press(.char("i"))
            state.receive(
                .session(.signInStep(.address(url: "https://id.example.test/login", redirect: "http://localhost:1/callback", port: 1))))
            let expected: Effect =
                hasSampleAccount
                ? .session(.signSampleIn("https://id.example.test/login"))
                : .desktop(.copy("https://id.example.test/login", what: "the sign-in address"))
            #expect(state.press(.enter) == [expected])
            #expect(state.screen.contains("Enter signs the sample account in") == hasSampleAccount)
        }
    }

    @Test func `a key of the user ends the tour and does nothing else`() {
        var state = tour()
        #expect(state.press(.char("3")) == [])
        #expect(state.tour == nil && state.tab == .today)
        #expect(state.foot.contains("The tour has ended"))
        state.press(.char("3"))
        #expect(state.tab == .leaderboard)
    }
}
