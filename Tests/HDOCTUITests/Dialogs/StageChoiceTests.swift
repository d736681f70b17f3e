import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Switching to another stage")
struct StageChoiceTests {
    @Test func `w lists the other stages, and Enter ends the screens and opens the selected stage next`() {
        var state = Sample.state(tab: .stage, otherStages: ["staging", "prod"])
        #expect(state.press(.char("w")) == [])
        #expect(state.screen.contains("staging") && state.screen.contains("https://prod.example.test"))
        state.press(.down, .enter)
        #expect(state.isFinished && state.nextStage == "prod")
    }

    @Test func `two clicks on a stage choose it`() throws {
        var state = Sample.state(tab: .stage, otherStages: ["staging", "prod"])
        state.press(.char("w"))
        let row = try #require(View.frame(of: state, size: state.size).lines.firstIndex { $0.contains("https://prod.example.test") })
        let click = Message.mouse(Mouse(kind: .click, at: Point(x: 20, y: row)))
        state.receive(click)
        #expect(!state.isFinished)
        state.receive(click)
        #expect(state.nextStage == "prod")
    }

    @Test func `Esc keeps the current stage, and w says why it does nothing if there is no other stage`() {
        var state = Sample.state(tab: .stage, otherStages: ["prod"])
        state.press(.char("w"), .escape)
        #expect(!state.isFinished && state.nextStage == nil && state.dialogs.isEmpty)
        state = Sample.state(tab: .stage)
        state.press(.char("w"))
        #expect(state.foot.contains("No other stage is configured") && state.dialogs.isEmpty)
    }

    @Test func `E in the Outbox opens the selected entry in the form`() {
        var state = Sample.state(tab: .outbox)
        state.press(.char("E"))
        guard case .form(let form)? = state.dialogs.last else {
            Issue.record("no form")
            return
        }
        #expect(form.entry.id == OutboxScreen.selected(state)?.id)
    }
}
