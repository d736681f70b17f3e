import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Journeyers")
struct JourneyersTests {
    private var shown: (AppState) -> [String] { { $0.screens.journeyers.shown.map(\.handle) } }

    @Test func `a search filters the list while the user types, and Esc shows all journeyers again`() {
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

    @Test func `keys are text in the search field, and Enter keeps the filtered list`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"), .char("q"), .char("1"))
        #expect(state.tab == .journeyers && !state.isFinished)
        #expect(state.screens.journeyers.query == "q1")
        state.press(.ctrl("u"), .char("b"), .char("j"), .enter)
        #expect(shown(state) == ["bjork"])
        state.press(.char("1"))
        #expect(state.tab == .today)
    }

    @Test func `q first closes the profile, then clears the search, and then quits`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"), .char("a"), .enter, .enter)
        #expect(state.screens.journeyers.profile != nil)
        state.press(.char("q"))
        #expect(state.screens.journeyers.profile == nil && state.screens.journeyers.query == "a")
        state.press(.char("q"))
        #expect(state.screens.journeyers.query.isEmpty && !state.isFinished)
        state.press(.char("q"))
        #expect(state.isFinished)
    }

    @Test func `s sorts by the next column, S reverses the order, and unknown values come last`() {
        var state = Sample.state(tab: .journeyers)
        #expect(state.screens.journeyers.sort == .days)
        #expect(shown(state).first == "MisakiTakahashi" && shown(state).last == "silent")
        state.press(.char("S"))
        #expect(shown(state).first == "ada" && shown(state).last == "silent")
        var seen = [JourneyerSort.days]
        for _ in 1..<JourneyerSort.allCases.count {
            state.press(.char("s"))
            seen.append(state.screens.journeyers.sort)
        }
        #expect(Set(seen) == Set(JourneyerSort.allCases))
        state.press(.char("s"))
        #expect(state.screens.journeyers.sort == .days && !state.screens.journeyers.isReversed)
    }

    @Test func `the selected journeyer stays selected when the list or the size changes`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.down, .down)
        let chosen = state.screens.journeyers.selected?.handle
        var snapshot = state.model.people
        snapshot.value.append(Sample.journeyer("newcomer", nil, days: 99, github: 1, twitter: 1, hours: 1))
        state.receive(.cache(.read(.journeyers(snapshot))))
        #expect(state.screens.journeyers.selected?.handle == chosen)
        state.receive(.resize(Size(width: 40, height: 8)))
        #expect(state.screens.journeyers.selected?.handle == chosen)
        #expect(state.screen.contains(chosen ?? "?"))
    }

    @Test func `o opens and y copies a link of the selected journeyer, and only web addresses are links`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("okafor")
        state.press(.enter)
        #expect(state.press(.char("o")) == [.desktop(.openLink("https://github.com/ada"))])
        state.press(.enter, .down)
        #expect(state.press(.char("y")) == [.desktop(.copy("https://github.com/ada/100DaysOfCloud", what: "the link"))])
        var journeyer = Journeyer(handle: "--help")
        (journeyer.personalBlogURL, journeyer.linkedinProfile) = ("javascript:alert(1)", "file:///etc/passwd")
        #expect(ProfileText.links(journeyer).map(\.link.url) == ["https://github.com/--help"])
    }

    @Test func `f and F select the next and the previous filter, each with its count, and Esc shows all journeyers`() {
        var state = Sample.state(tab: .journeyers)
        #expect(state.screen.contains("all 6  active 4  new 0  inactive > 7 d 2  > 30 d 2  malformed 1"))
        state.press(.char("f"))
        #expect(shown(state) == ["MisakiTakahashi", "adalamarr", "lamberto", "ada"])
        state.press(.char("F"), .char("F"))
        #expect(shown(state) == ["silent"])
        state.receive(.resize(Size(width: 120, height: 24)))
        #expect(state.screen.contains("malformed 1  + 2 unreadable"))
        #expect(state.screen.contains("no full_name"))
        state.press(.char("/"), .char("z"), .char("z"))
        #expect(state.screen.contains("No journeyer matches “zz”") && state.screen.contains("0 of"))
        state.press(.escape, .escape)
        #expect(shown(state).count == 6 && state.screens.journeyers.filter == .all)
    }

    @Test func `matches are marked in the handle and the name, and a match in the bio is shown`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("lam")
        let text = View.frame(of: state, size: state.size).annotatedText
        #expect(text.contains("«match Lam»") && text.contains("«selected+underline lam»"))
        state.press(.ctrl("u"))
        state.type("weather")
        #expect(shown(state) == ["ada"])
        #expect(state.screen.contains("weather."))
        state.press(.ctrl("u"))
        state.type("odegard")
        #expect(shown(state) == [], "Ø is a letter of its own")
        state.press(.ctrl("u"))
        state.type("bjork")
        #expect(shown(state) == ["bjork"])
    }

    @Test func `a longer query narrows the list, and a shorter one searches everybody again`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        let found: [(typed: String, handles: Set<String>)] = [
            // Björk Ødegård matches, because the search treats å as a.
            ("a", ["ada", "adalamarr", "lamberto", "MisakiTakahashi", "bjork"]),
            ("ad", ["ada", "adalamarr"]), ("ada", ["ada", "adalamarr"]), ("adal", ["adalamarr"]),
        ]
        for (typed, handles) in found {
            state.press(.ctrl("u"))
            state.type(typed)
            #expect(Set(shown(state)) == handles, "\(typed)")
        }
        state.press(.backspace, .backspace)
        #expect(Set(shown(state)) == ["ada", "adalamarr"])
    }

    @Test func `a profile shows days and articles, Enter opens an article, and the articles are fetched once`() {
        var state = Sample.state(tab: .journeyers)
        state.press(.char("/"))
        state.type("okafor")
        state.press(.enter)
        #expect(state.press(.enter) == [.network(.refresh(.articles(author: "ada", tag: nil)))])
        #expect(state.screen.contains("■") && state.screen.contains("▪"), "days with an article, and days only counted")
        state.receive(
            .network(
                .refreshed(
                    .articles(author: "ada", tag: nil), .success(RefreshReport(resource: .articles(author: "ada", tag: nil), received: 4))))
        )
        var presses = 0
        while !state.foot.contains("Enter read"), presses < 30 {
            state.press(.down)
            presses += 1
        }
        state.press(.enter)
        #expect(state.dialogs.count == 1 && state.screen.contains("IAM roles, at last"))
        state.press(.escape, .escape)
        #expect(state.press(.enter) == [], "the articles are not fetched again")
        #expect(state.press(.char("a")) == [], "the list of articles does not fetch them again either")
        #expect(state.tab == .articles && state.screens.articles.shown.count == 4)
    }

    @Test func `a host name with mixed scripts is shown in Punycode`() {
        var model = Sample.model()
        model.people.value[0].personalBlogURL = "https://gіthub.com/ada"
        var state = Sample.state(model, tab: .journeyers)
        state.press(.char("/"))
        state.type("okafor")
        state.press(.enter, .enter)
        #expect(state.screen.contains("xn--gthub-n4a.com/ada") || state.screen.contains("Blog      xn--"))
        #expect(!state.screen.contains("gіthub"))
    }

    @Test func `a list of 4000 journeyers can be searched, and resizing keeps its selection`() {
        var model = Sample.model()
        model.people.value = ManyJourneyers.make(4000)
        var state = Sample.state(model, tab: .journeyers)
        #expect(state.screens.journeyers.shown.count == 4000)
        state.press(.char("G"))
        let last = state.screens.journeyers.selected?.handle
        state.receive(.resize(Size(width: 50, height: 12)))
        #expect(state.screens.journeyers.selected?.handle == last)
        state.press(.char("/"))
        state.type("walker-3999")
        #expect(shown(state) == ["walker-3999"])
    }
}

/// Makes as many journeyers as a test needs.
enum ManyJourneyers {
    static func make(_ count: Int) -> [Journeyer] {
        (0..<count).map { index in
            var journeyer = Journeyer(handle: "walker-\(index)")
            journeyer.fullName = ["Ada Okafor", "Lam Berto", "高橋美咲", "Björk Ødegård"][index % 4] + " \(index * 7919 % 10_007)"
            journeyer.bio = "Learning a little of the cloud each day, number \(index * 31 % 977)."
            (journeyer.daysCompleted, journeyer.githubScore, journeyer.twitterScore) = (
                index * 37 % 131, index * 53 % 499, index * 17 % 211
            )
            (journeyer.githubStreak, journeyer.twitterStreak) = (index % 41, index % 23)
            journeyer.lastEntryAt = Sample.ago(minutes: Double(index * 101 % 90_000))
            journeyer.dateJoined = Sample.ago(minutes: Double(90_000 + index * 211 % 200_000))
            return journeyer
        }
    }
}
