import HDOCClient
import HDOCModels
import HDOCTestKit
import TerminalKit
import Testing

@testable import HDOCTUI

/// The lists between the first frame and the moment at which all journeyers are read.
@Suite("The first journeyers, while all are being read")
struct FirstJourneyersTests {
    private static let all = Snapshot(value: ManyJourneyers.make(3_000), fetchedAt: Sample.now)

    private static func first(_ limit: Int = 250) -> JourneyerIndex {
        var model = Sample.model()
        model.people = all
        let first = try? ScriptedClient(model).firstJourneyers(limit)
        return JourneyerIndex(first ?? Snapshot(value: FirstJourneyers()))
    }

    /// The screens while the journeyers are being read.
    private static func state(_ tab: Tab) -> AppState {
        var model = Sample.model()
        (model.journeyerIndex, model.pending, model.handle) = (.empty, [.journeyers], "walker-7")
        model.meAtStart = all.value[7]
        return Sample.state(model, tab: tab, size: Size(width: 120, height: 40))
    }

    private static func receiveAll(_ state: inout AppState) { state.receive(.cache(.read(.journeyers(all)))) }

    private func rows(_ state: AppState) -> [String] {
        View.frame(of: state, size: state.size).lines.filter { $0.contains(" walker-") && !$0.contains("You:") }
    }

    @Test(arguments: [Tab.journeyers, .leaderboard])
    func `the first rows are those of the whole list, and the amounts are known`(tab: Tab) {
        var state = Self.state(tab)
        state.receive(.cache(.firstJourneyers(Self.first())))
        let (shown, screen) = (rows(state), state.screen)
        #expect(shown.count > 25 && screen.contains(tab == .journeyers ? "3000 journeyers" : "3000 ranked"), "\(screen)")
        #expect(state.model.me?.handle == "walker-7")
        Self.receiveAll(&state)
        #expect(rows(state) == shown)
    }

    @Test(arguments: [Tab.journeyers, .leaderboard], [[Key.down, .down, .pageDown], [.char("G")], [.pageDown, .pageDown, .char("g")]])
    func `the selection does not move when the rest arrives`(tab: Tab, keys: [Key]) {
        var state = Self.state(tab)
        state.receive(.cache(.firstJourneyers(Self.first())))
        for key in keys { state.press(key) }
        let before = state[keyPath: tab.screen.list]
        Self.receiveAll(&state)
        #expect(state[keyPath: tab.screen.list] == before)
        var other = Self.state(tab)
        Self.receiveAll(&other)
        for key in keys { other.press(key) }
        #expect(state.screen == other.screen, "as if all had been there")
    }

    @Test func `rows that are not known yet are no journeyers, and no key uses them`() {
        var state = Self.state(.journeyers)
        state.receive(.cache(.firstJourneyers(Self.first())))
        state.press(.char("G"))
        #expect(state.screens.journeyers.selected == nil && rows(state).isEmpty && state.screen.contains("…"))
        for key in "oyam mvMVx" { state.press(.char(key)) }
        state.press(.enter)
        #expect(state.screens.journeyers.marks.isEmpty && state.screens.journeyers.profile == nil)
        state.press(.escape)
        state = Self.state(.leaderboard)
        state.receive(.cache(.firstJourneyers(Self.first())))
        state.press(.char("G"), .enter, .char("o"), .char("a"))
        #expect(state.dialogs.isEmpty)
    }

    @Test(arguments: [
        [Key.char("/"), .char("7"), .enter], [.char("f")], [.char("F")], [.char("s")], [.char("S")], [.char("s"), .char("s"), .char("S")],
        [.char("/"), .char("d"), .char("a"), .char("y"), .char("s"), .char(":"), .char(">"), .char("9"), .enter],
    ])
    func `a search, a filter and another order wait for the rest`(keys: [Key]) {
        var state = Self.state(.journeyers)
        for key in keys { state.press(key) }
        #expect(!state.screen.contains(" match") && !state.screen.contains("No journeyer"))
        state.receive(.cache(.firstJourneyers(Self.first())))
        #expect(rows(state).isEmpty && state.screen.contains("hdoc has not read all journeyers yet."))
        #expect(!state.screen.contains(" match") && !state.screen.contains("No journeyer"))
        Self.receiveAll(&state)
        var other = Self.state(.journeyers)
        Self.receiveAll(&other)
        for key in keys { other.press(key) }
        #expect(state.screen == other.screen && (keys == [.char("F")]) == rows(state).isEmpty)
    }

    @Test func `a search that is given up shows the first rows again`() {
        var state = Self.state(.journeyers)
        state.receive(.cache(.firstJourneyers(Self.first())))
        let before = state.screen
        state.press(.char("/"), .char("9"), .escape)
        #expect(state.screen == before)
    }

    @Test(arguments: ["walker-2999", "1500", "#2"])
    func `a jump on the leaderboard is made when the rest is there`(text: String) {
        var state = Self.state(.leaderboard)
        state.receive(.cache(.firstJourneyers(Self.first())))
        state.press(.char("/"))
        state.type(text)
        state.press(.enter)
        #expect(!state.screen.contains("No journeyer matches"))
        state.press(.char("n"))
        #expect(state.screen.contains("hdoc has not read all journeyers yet."))
        Self.receiveAll(&state)
        var other = Self.state(.leaderboard)
        Self.receiveAll(&other)
        other.press(.char("/"))
        other.type(text)
        other.press(.enter)
        #expect(state.screens.leaderboard.list == other.screens.leaderboard.list)
    }

    @Test func `the first rows never replace all of them, and a short list is whole`() {
        var state = Self.state(.journeyers)
        Self.receiveAll(&state)
        let index = state.model.journeyerIndex
        state.receive(.cache(.firstJourneyers(Self.first())))
        #expect(state.model.journeyerIndex === index)
        state.press(.char("/"))
        #expect(!state.screen.contains("has not read"))
    }

    @Test func `the screens ask for the first rows before all, and show them`() async {
        var model = Sample.model()
        (model.people, model.outbox) = (Self.all, [])
        let client = ScriptedClient(model)
        #expect(Screens.firstEffects(Sample.state(model)).firstIndex(of: .cache(.readFirstJourneyers)) == 1)
        let played = await playScreens(client, keys: [.char("2"), .char("q")])
        #expect(played.state.model.journeyerIndex.isWhole && played.state.model.journeyerIndex.count == 3_000)
    }
}
