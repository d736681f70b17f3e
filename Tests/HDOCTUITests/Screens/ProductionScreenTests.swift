import HDOCClient
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Screens of a production stage") struct ProductionScreenTests {
    private let prod = Stage(name: "prod", api: "https://a.example/")

    @Test func `the frame of a production stage has a colour of its own`() {
        func text(_ stage: Stage) -> String {
            let state = Sample.state(stage: stage)
            return View.frame(of: state, size: state.size).annotatedText
        }
        #expect(text(prod).contains("«prod  PROD »") && text(prod).contains("«prod ────"))
        #expect(!text(Sample.stage).contains("«prod"))
    }

    @Test func `signing out and discarding on a production stage need confirmation, which names the stage`() {
        var state = Sample.state(tab: .stage, stage: Stage(name: "prod", api: "https://a.example/"))
        #expect(Keys.run(.signOut, &state) == [])
        #expect(state.screen.contains("Sign out of prod?"))
        #expect(state.press(.char("n")) == [])
        _ = Keys.run(.signOut, &state)
        #expect(state.press(.char("y")) == [.session(.signOut)])
        state.tab = .outbox
        #expect(Keys.run(.discard, &state) == [])
        #expect(state.screen.contains("of prod?"))
        var dev = Sample.state(tab: .stage)
        #expect(Keys.run(.signOut, &dev) == [.session(.signOut)])
    }
}
