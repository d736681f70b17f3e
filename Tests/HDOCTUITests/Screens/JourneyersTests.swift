import HDOCClient
import HDOCModels
import Testing
@testable import HDOCTUI

@Suite("Journeyers")
struct JourneyersTests {
    private var shown: (AppState) -> [String] { { $0.journeyersScreen.shown.map(\.handle) } }

    @Test("search narrows the list as one types, and Esc widens it again")
    func search() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("lam")
        #expect(shown(state) == ["adalamarr", "lamberto"])
        #expect(state.screen.contains("2 of 6 match"))
        state.press(.char("a"))
        #expect(shown(state) == ["adalamarr"])
        state.press(.escape)
        #expect(shown(state).count == 6)
    }

    @Test("letters that are keys elsewhere are text in the search, and Enter keeps what it found")
    func searchTakesKeys() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"), .char("q"), .char("1"))
        #expect(state.tab == .journeyers && !state.isFinished)
        #expect(state.journeyersScreen.query == "q1")
        state.press(.ctrl("u"), .char("b"), .char("j"), .enter)
        #expect(shown(state) == ["bjork"])
        state.press(.char("1"))
        #expect(state.tab == .today)
    }

    @Test("q clears a search first, closes a profile first, and quits only on top")
    func back() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"), .char("a"), .enter, .enter)
        #expect(state.journeyersScreen.profile != nil)
        state.press(.char("q"))
        #expect(state.journeyersScreen.profile == nil && state.journeyersScreen.query == "a")
        state.press(.char("q"))
        #expect(state.journeyersScreen.query.isEmpty && !state.isFinished)
        state.press(.char("q"))
        #expect(state.isFinished)
    }

    @Test("s goes through the columns in their order, S turns it round; the unknown come last")
    func sort() {
        var state = Sample.state(tab: .journeyers)
        #expect(state.journeyersScreen.sort == .days)
        #expect(shown(state).first == "MisakiTakahashi" && shown(state).last == "silent")
        state.press(.char("S"))
        #expect(shown(state).first == "ada" && shown(state).last == "silent")
        var seen = [JourneyerSort.days]
        for _ in 1..<JourneyerSort.allCases.count {
            state.press(.char("s"))
            seen.append(state.journeyersScreen.sort)
        }
        #expect(Set(seen) == Set(JourneyerSort.allCases))
        state.press(.char("s"))
        #expect(state.journeyersScreen.sort == .days && !state.journeyersScreen.isReversed)
    }

    @Test("whoever is selected stays selected when the list changes under them")
    func keepsSelection() {
        var state = Sample.state(tab: .journeyers)
        state.press(.down, .down)
        let chosen = state.journeyersScreen.selected?.handle
        var snapshot = state.library.journeyers
        snapshot.value.append(Sample.journeyer("newcomer", nil, days: 99, github: 1, twitter: 1, hours: 1))
        state.receive(.read(.journeyers(snapshot)))
        #expect(state.journeyersScreen.selected?.handle == chosen)
        state.receive(.resize(Size(width: 40, height: 8)))
        #expect(state.journeyersScreen.selected?.handle == chosen)
        #expect(state.screen.contains(chosen ?? "?"))
    }

    @Test("o and y act on the link that is selected in the profile, and never on what is no web address")
    func links() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("okafor")
        state.press(.enter)
        #expect(state.press(.char("o")) == [.openLink("https://github.com/ada")])
        state.press(.enter, .down)
        #expect(state.press(.char("y")) == [.copy("https://github.com/ada/100DaysOfCloud", what: "the link")])
        var journeyer = Journeyer(handle: "--help")
        (journeyer.personalBlogURL, journeyer.linkedinProfile) = ("javascript:alert(1)", "file:///etc/passwd")
        #expect(ProfileText.links(journeyer).map(\.url) == ["https://github.com/--help"])
    }
}

@Suite("Leaderboard")
struct LeaderboardScreenTests {
    @Test("ties share a rank, I am pinned, and / jumps to a name, n to the next")
    func jump() {
        var state = Sample.state(tab: .leaderboard)
        #expect(state.leaderboardScreen.rows.map(\.rank) == [1, 1, 3, 4, 5])
        #expect(state.screen.contains("You: rank 4 of 5, 91 = GitHub 61 + Twitter 30"))
        state.press(.char("/"))
        state.type("lam")
        state.press(.enter)
        #expect(state.leaderboardScreen.list.selected == 0)
        state.press(.char("n"))
        #expect(state.leaderboardScreen.list.selected == 2)
        state.press(.char("n"))
        #expect(state.leaderboardScreen.list.selected == 0)
        state.press(.char("N"))
        #expect(state.leaderboardScreen.list.selected == 2)
    }
}
