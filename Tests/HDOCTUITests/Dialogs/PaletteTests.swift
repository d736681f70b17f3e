import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Fuzzy matching")
struct FuzzyMatchTests {
    @Test(arguments: [
        ("snc", "sync", [0, 2, 3]), ("wif", "write-in-form", [0, 6, 9]), ("", "anything", []), ("S Y", "sync", [0, 1]),
        ("ødå", "Björk Ødegård", [6, 7, 10]),
    ])
    func `the letters of a query match in their order, and their positions are returned`(query: String, text: String, expected: [Int]) {
        #expect(FuzzyMatch(query, in: text)?.positions == expected)
    }

    @Test(arguments: [("cns", "sync"), ("synchronise", "sync"), ("x", "")])
    func `a query with a missing letter or another order does not match`(query: String, text: String) {
        #expect(FuzzyMatch(query, in: text) == nil)
    }

    @Test(arguments: [
        ("sort", "sort", "sign-out right to"), ("ns", "next-screen", "journeyers"), ("out", "outbox", "sign-out"),
        ("re", "refresh", "previous-screen"),
    ])
    func `adjacent letters and letters at the beginnings of words get a higher score`(query: String, better: String, worse: String) throws {
        #expect(try #require(FuzzyMatch(query, in: better)).score > (try #require(FuzzyMatch(query, in: worse)).score))
    }

    @Test func `the quick check never rules out a text that matches`() {
        for text in ["adalamarr", "MisakiTakahashi", "bjork", "a"] {
            for query in ["ada", "mt", "jk", "zz", "a", "rr"] where FuzzyMatch(query, in: text) != nil {
                #expect(FuzzyMatch.mayMatch(Array(query.utf8), in: text), "\(query) in \(text)")
            }
        }
        #expect(!FuzzyMatch.mayMatch(Array("zz".utf8), in: "adalamarr"))
    }
}

@Suite("The palette")
struct PaletteTests {
    private func palette(_ query: String, _ state: AppState = Sample.state(tab: .journeyers)) -> (AppState, PaletteState) {
        var state = state
        state.press(.char(":"))
        state.type(query)
        guard case .palette(let palette)? = state.dialogs.last else {
            Issue.record("no palette")
            return (state, PaletteState(state))
        }
        return (state, palette)
    }

    @Test func `the palette lists every command once, and says which ones are not available on the screen`() {
        let (_, palette) = palette("")
        let names = palette.matches.map(\.entry.name)
        #expect(Set(names) == Set(Action.allCases.filter { $0 != .palette }.map(\.rawValue)) && names.count == Set(names).count)
        #expect(palette.matches.first { $0.entry.name == "discard" }?.entry.disabled == "not available on Journeyers now")
    }

    @Test func `journeyers that are read after the query was typed are found as well`() {
        let full = Sample.state(tab: .journeyers)
        var model = Sample.model()
        model.journeyerIndex = JourneyerIndex(Snapshot(value: []))
        var (state, early) = palette("ada", Sample.state(model, tab: .journeyers))
        #expect(!early.matches.contains { $0.entry.name == "profile ada" })
        state.receive(.cache(.read(.journeyerIndex(full.model.journeyerIndex))))
        guard case .palette(let late)? = state.dialogs.last else { return #expect(Bool(false), "no palette") }
        #expect(late.matches.contains { $0.entry.name == "profile ada" })
    }

    @Test func `the best match is first, and the selected row is marked`() {
        let (state, palette) = palette("rvs")
        #expect(palette.selected?.name == "reverse-sort")
        let text = View.frame(of: state, size: state.size).annotatedText
        #expect(text.contains("«selected ▸"), "the row under the cursor is one bar:\n\(text)")
        #expect(self.palette("sgn").1.matches.prefix(2).map(\.entry.name) == ["sign-in", "sign-out"])
    }

    @Test(arguments: [
        ("send", ["send-now"]), ("post", ["write", "write-in-form", "send-now"]), ("publish", ["write", "write-in-form", "send-now"]),
        ("delete", ["discard", "remove"]), ("users", ["journeyers"]), ("login", ["sign-in"]), ("logout", ["sign-out"]),
        ("curl", ["lens"]), ("exit", ["quit"]), ("deploy", ["pipeline"]), ("reload", ["refresh", "sync"]), ("clipboard", ["copy"]),
        ("edit", ["correct"]), ("keys", ["help"]),
    ])
    func `a command is found by what it does, among the first rows`(word: String, expected: [String]) {
        let found = palette(word, Sample.state(tab: .outbox)).1.matches.prefix(5).map(\.entry.name)
        #expect(Set(expected).isSubset(of: found), "\(word): \(found)")
    }

    @Test func `keywords belong to commands that exist, and are single words in lower case`() {
        for (action, words) in Action.keywords {
            #expect(words.allSatisfy { $0 == $0.lowercased() && !$0.contains(" ") && $0.count > 1 }, "\(action)")
        }
        let text = View.frame(of: palette("publish", Sample.state(tab: .outbox)).0, size: Size(width: 80, height: 24)).text
        #expect(text.contains("publish") && text.contains("Send now"), "the word that was found is shown:\n\(text)")
    }

    @Test func `Enter runs an available command, and shows why a command is not available`() {
        var (state, _) = palette("discard")
        state.press(.enter)
        #expect(state.toast?.text == "Discard (asks for confirmation): not available on Journeyers now." && state.dialogs.isEmpty)
        var (other, _) = palette("leaderboard")
        other.press(.enter)
        #expect(other.tab == .leaderboard)
    }

    @Test(arguments: ["bjork", "profile bj", "Ødegård"])
    func `a journeyer is found by handle or name, and their profile opens`(query: String) {
        var (state, palette) = palette(query, Sample.state(tab: .today))
        #expect(palette.selected?.choice == .profile("bjork"), "\(palette.matches.prefix(3))")
        state.press(.enter)
        #expect(state.tab == .journeyers && state.screens.journeyers.selected?.handle == "bjork" && state.screens.journeyers.profile != nil)
    }

    @Test(arguments: [("prof", "profile ada"), ("tag", "tag iam"), ("theme", "theme dark")])
    func `typing a kind of choice, such as tag, lists the choices of that kind`(query: String, expected: String) {
        #expect(palette(query).1.matches.contains { $0.entry.name == expected })
    }

    @Test func `choosing a tag shows the articles with that tag`() {
        var (state, _) = palette("tag cloudf")
        state.press(.enter)
        #expect(state.tab == .articles)
        #expect(state.screen.contains("A static site behind CloudFront") && !state.screen.contains("Frequency hopping"))
    }

    @Test func `choosing another stage ends the screens and opens that stage next`() {
        let state = Sample.state(size: Size(width: 120, height: 24), otherStages: ["prod"])
        var (found, palette) = palette("stage pro", state)
        #expect(palette.matches.map(\.entry.name) == ["stage prod"], "the current stage is not listed")
        found.press(.enter)
        #expect(found.isFinished && found.nextStage == "prod")
    }

    @Test func `choosing a theme applies it at once`() {
        var (state, _) = palette("theme li")
        #expect(state.press(.enter) == [.terminal(.useTheme(.light))])
    }

    @Test(arguments: [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 20, height: 5)])
    func `the palette equals its golden files`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        state.press(.char(":"))
        Golden.expect(state, "palette-all")
        state.type("ar")
        Golden.expect(state, "palette-found")
        if size.width == 80 {
            Golden.expect(View.frame(of: state, size: size).annotatedText, "palette-found-styles")
            Golden.expect(mono: state, "palette-found")
        }
    }
}
