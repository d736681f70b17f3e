import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Leaderboard")
struct LeaderboardScreenTests {
    @Test func `equal scores share a rank, the user's own rank is shown, / jumps to a name, and n to the next match`() {
        var state = Sample.state(tab: .leaderboard)
        #expect(state.screens.leaderboard.rows.map(\.rank) == [1, 1, 3, 4, 5])
        #expect(state.screen.contains("You: rank 4 of 5, 91 = GitHub 61 + Twitter 30"))
        state.press(.char("/"))
        state.type("lam")
        state.press(.enter)
        #expect(state.screens.leaderboard.list.selected == 0)
        state.press(.char("n"))
        #expect(state.screens.leaderboard.list.selected == 2)
        state.press(.char("n"))
        #expect(state.screens.leaderboard.list.selected == 0)
        state.press(.char("N"))
        #expect(state.screens.leaderboard.list.selected == 2)
    }

    @Test func `a typed rank jumps to its first row, or else to the next rank or the last row`() {
        var state = Sample.state(tab: .leaderboard)
        for (typed, row) in [("3", 2), ("#1", 0), ("2", 2), ("99", 4), ("4", 3)] {
            state.press(.char("/"))
            state.type(typed)
            state.press(.enter)
            #expect(state.screens.leaderboard.list.selected == row, "\(typed)")
        }
    }

    @Test func `the user's own rank stays visible while the list is scrolled or searched`() {
        var model = Sample.model()
        model.people.value += (1...60).map { (score: Int) in
            Sample.journeyer("w\(score)", nil, days: 1, github: score, twitter: 0, hours: 1)
        }
        model.movement = ["ada": -2]
        var state = Sample.state(model, tab: .leaderboard)
        state.press(.char("G"))
        #expect(state.screen.contains("You: rank 4 of 65 ▼2") && !state.screen.contains("ada (you)"))
        state.press(.char("/"), .char("w"))
        #expect(state.screen.contains("You: rank 4 of 65"))
    }

    @Test func `a score is drawn as a bar of two parts, whose length is its share of the best score`() {
        let glyphs = Glyphs.unicode
        #expect(Bar.parts(1, first: 0.5, width: 8, glyphs: glyphs) == ("━━━━", "────"))
        #expect(Bar.parts(0.5, first: 0.01, width: 8, glyphs: glyphs) == ("━", "───"), "a part greater than zero has at least one cell")
        #expect(Bar.parts(0.001, first: 1, width: 8, glyphs: .ascii) == ("#", ""))
        #expect(Bar.parts(0, first: 0.5, width: 8, glyphs: glyphs) == ("", ""))
    }
}
