import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Queries on the screens")
struct QuerySearchTests {
    private func shown(_ state: AppState) -> [String] { state.screens.journeyers.shown.map(\.handle).sorted() }

    @Test func `a query filters while it is typed, and an unfinished one keeps the last result and says what is missing`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        var results: [[String]] = []
        for letter in "days:>30" {
            state.press(.char(letter))
            results.append(shown(state))
        }
        // Nobody's name contains the word days. With the colon it is a key, and filters nothing until a number follows.
        #expect(results[3] == [] && results[4].count == 6 && results[5].count == 6)
        #expect(results[7] == ["MisakiTakahashi", "adalamarr", "lamberto"])
        state.press(.backspace, .backspace)
        #expect(state.screen.contains("`days:` has no value. Example: days:>30."))
        #expect(shown(state) == results[6])
        state.press(.escape)
        #expect(shown(state).count == 6 && state.screens.journeyers.typed.problem == nil)
    }

    @Test func `a wrong key is named with the existing ones, and its word is marked in the field`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("ada dayz:>3")
        #expect(state.screen.contains("Unknown key `dayz`. Keys: days, score, streak, inactive, joined, status."))
        let frame = View.frame(of: state, size: state.size)
        let marked = (0..<state.size.height).flatMap { y in (0..<state.size.width).compactMap { frame[Point(x: $0, y: y)] } }
            .filter { $0.style == .warning.underlined }
        #expect(marked.map(\.text).joined() == "dayz")
    }

    @Test func `a longer text that is not narrower is searched in the whole list again`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("-ad")
        #expect(shown(state) == ["MisakiTakahashi", "bjork", "lamberto", "silent"])
        state.type("al")
        #expect(shown(state).contains("ada"))
        state.press(.ctrl("u"))
        state.type("days:2")
        #expect(shown(state) == [])
        state.type("3")
        #expect(shown(state) == ["ada"])
    }

    @Test func `articles are filtered by the same language`() {
        var state = Sample.state(tab: .articles)
        let all = state.screens.articles.shown
        state.press(.char("/"))
        state.type("author:\(all[0].author ?? "")")
        #expect(!state.screens.articles.shown.isEmpty)
        #expect(state.screens.articles.shown.allSatisfy { $0.author == all[0].author })
        state.type(" tag:")
        #expect(state.screen.contains("`tag:` has no value."))
        #expect(!state.screens.articles.shown.isEmpty)
    }

    @Test func `v shows one view after the other, the palette chooses one by name, and Esc shows all`() throws {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("v"))
        #expect(state.toast?.text.hasPrefix("The configuration has no view") == true)
        state.settings.configured.views = [
            try ConfiguredView(name: "far", text: "days:>60"), try ConfiguredView(name: "aws", text: "tag:aws"),
            try ConfiguredView(name: "new ones", text: "days:<=25"),
        ]
        state.press(.char("v"))
        #expect(shown(state) == ["MisakiTakahashi", "adalamarr", "lamberto"])
        #expect(state.screen.contains("far") && state.toast?.text == "View far: days:>60")
        state.press(.char("v"))
        #expect(shown(state) == ["ada", "bjork"])
        state.press(.char("v"))
        #expect(shown(state).count == 6)
        state.press(.char("1"), .char(":"))
        state.type("view far")
        state.press(.enter)
        #expect(state.tab == .journeyers && shown(state).count == 3)
        state.press(.char("/"))
        state.type("ada")
        #expect(shown(state) == ["adalamarr"])
        state.press(.enter, .escape)
        #expect(shown(state).count == 6 && state.screens.journeyers.view == nil)
    }
}
