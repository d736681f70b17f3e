import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// A screen in every state that can be.
enum ScreenState: String, CaseIterable, CustomTestStringConvertible {
    case never, loading, reloading, loaded, stale, failed, absent, hostile

    var testDescription: String { rawValue }

    func sample(_ tab: Tab, _ size: Size) -> AppState {
        switch self {
        case .never: return Sample.state(ReadModel(), tab: tab, size: size)
        case .loading: return loading(model(ReadModel(), handle: "ada"), tab, size)
        case .reloading: return loading(Sample.model(minutes: 185), tab, size)
        case .loaded: return Sample.state(tab: tab, size: size)
        case .stale: return Sample.state(Sample.model(minutes: 185), tab: tab, size: size)
        case .failed: return Sample.failed(tab: tab, size: size)
        case .absent: return Sample.state(absent(), tab: tab, size: size)
        case .hostile: return Sample.state(Hostile.model, tab: tab, size: size)
        }
    }

    private func model(_ model: ReadModel, handle: String) -> ReadModel {
        var model = model
        model.handle = handle
        return model
    }

    /// Asked for so long ago that it is worth a word.
    private func loading(_ model: ReadModel, _ tab: Tab, _ size: Size) -> AppState {
        var state = Sample.state(model, tab: tab, size: size)
        for resource in [Resource.journeyers, .articles(author: nil, tag: nil), .articles(author: "ada", tag: nil)] {
            state.activity[resource] = .loading(since: Sample.now.addingTimeInterval(-1))
        }
        return state
    }

    private func absent() -> ReadModel {
        var model = Sample.model()
        model.journeyers = Snapshot(value: [])
        (model.articles, model.mine) = (Snapshot(value: []), Snapshot(value: []))
        for index in model.routes.indices where [.articles, .users].contains(model.routes[index].route) {
            model.routes[index].presence = .absent(status: 403, reason: "Missing Authentication Token")
        }
        return model
    }
}

@Suite("Golden screens in every state")
struct GoldenStateTests {
    private static let sizes = [
        Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 20, height: 5),
    ]

    @Test(arguments: ScreenState.allCases, sizes)
    func `each at four sizes`(_ shown: ScreenState, size: Size) {
        for tab in Tab.allCases { Golden.expect(shown.sample(tab, size), "\(tab)-\(shown.rawValue)") }
    }

    @Test(arguments: Tab.allCases)
    func `each in its styles, and in what is left of them without colour`(tab: Tab) {
        for shown in ScreenState.allCases {
            let state = shown.sample(tab, Self.sizes[1])
            let frame = View.frame(of: state, size: state.size)
            Golden.expect(frame.annotatedText, "\(tab)-\(shown.rawValue)-styles")
            Golden.expect(frame.monoText, "\(tab)-\(shown.rawValue)-mono")
        }
    }

    @Test(arguments: sizes)
    func `what a search found is marked`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        state.press(.char("/"))
        state.type("we")
        Golden.expect(state, "journeyers-bio")
        Golden.expect(View.frame(of: state, size: size).monoText, "journeyers-bio-mono-\(size.width)x\(size.height)")
    }

    @Test(arguments: sizes)
    func `the maintainers' filter`(size: Size) {
        var model = Sample.model()
        model.journeyers.value[2].extra = ["days_completed": .string("many"), "shoe_size": .number(42)]
        model.journeyers.value[2].daysCompleted = nil
        model.journeyers.value[4].githubStreak = -3
        var state = Sample.state(model, tab: .journeyers, size: size)
        state.press(.char("F"))
        Golden.expect(state, "journeyers-malformed")
    }

    @Test(arguments: sizes)
    func `a profile with everything in it, by Unicode and by ASCII`(size: Size) {
        for (glyphs, name) in [(Glyphs.unicode, "profile-full"), (.ascii, "profile-full-ascii")] {
            var model = Sample.model()
            model.journeyers.value[0].extra = ["shoe_size": .number(42)]
            model.journeyers.value[0].personalBlogURL = "https://аpple.com/blog"
            var state = Sample.state(model, tab: .journeyers, size: size, glyphs: glyphs)
            state.press(.char("/"))
            state.type("okafor")
            state.press(.enter, .enter)
            Golden.expect(state, name)
        }
    }

    @Test(arguments: sizes)
    func `a leaderboard scrolled away from its participant, and a jump to a rank`(size: Size) {
        var model = Sample.model()
        model.journeyers.value += (1...60).map {
            Sample.journeyer("walker-\($0)", "Walker \($0)", days: $0, github: 300 - $0 * 2, twitter: $0 % 7, hours: Double($0))
        }
        model.movement = ["ada": -2, "walker-20": 3]
        var state = Sample.state(model, tab: .leaderboard, size: size)
        state.press(.char("/"), .char("2"), .char("1"))
        Golden.expect(state, "leaderboard-jump")
    }

    @Test(arguments: sizes)
    func `articles of one author with one tag, and the list of tags to choose from`(size: Size) {
        var state = Sample.state(tab: .articles, size: size)
        state.press(.char("t"))
        Golden.expect(state, "articles-tags")
        state.press(.char("s"), .char("3"), .enter)
        Golden.expect(state, "articles-filtered")
    }

    @Test(arguments: sizes)
    func `today after a streak broke, and after the day is written`(size: Size) {
        var broken = Sample.model()
        broken.outbox = []
        broken.mine.value.removeFirst(2)
        Golden.expect(Sample.state(broken, size: size), "today-broken")
        var risk = Sample.model()
        risk.outbox = []
        Golden.expect(Sample.state(risk, size: size), "today-risk")
    }
}
