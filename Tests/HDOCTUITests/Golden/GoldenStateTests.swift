import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// The states in which every screen is compared with golden files.
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

    /// The fetches began one second ago, so the screen shows that they are running.
    private func loading(_ model: ReadModel, _ tab: Tab, _ size: Size) -> AppState {
        var state = Sample.state(model, tab: tab, size: size)
        for resource in [Resource.journeyers, .articles(author: nil, tag: nil), .articles(author: "ada", tag: nil)] {
            state.activity[resource] = .loading(since: Sample.now.addingTimeInterval(-1))
        }
        return state
    }

    private func absent() -> ReadModel {
        var model = Sample.model()
        model.people = Snapshot(value: [])
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
    func `every screen equals its golden file, in every state and at four sizes`(_ shown: ScreenState, size: Size) {
        for tab in Tab.allCases { Golden.expect(shown.sample(tab, size), "\(tab)-\(shown.rawValue)") }
    }

    @Test(arguments: Tab.allCases)
    func `the styles of every screen equal their golden files, with and without colour`(tab: Tab) {
        for shown in ScreenState.allCases {
            let state = shown.sample(tab, Self.sizes[1])
            let frame = View.frame(of: state, size: state.size)
            Golden.expect(frame.annotatedText, "\(tab)-\(shown.rawValue)-styles")
            Golden.expect(frame.monoText, "\(tab)-\(shown.rawValue)-mono")
        }
    }

    @Test(arguments: sizes)
    func `the marked matches of a search equal their golden files`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        state.press(.char("/"))
        state.type("we")
        Golden.expect(state, "journeyers-bio")
        Golden.expect(View.frame(of: state, size: size).monoText, "journeyers-bio-mono-\(size.width)x\(size.height)")
    }

    @Test(arguments: sizes)
    func `the filter for malformed journeyers equals its golden file`(size: Size) {
        var model = Sample.model()
        model.people.value[2].extra = ["days_completed": .string("many"), "shoe_size": .number(42)]
        model.people.value[2].daysCompleted = nil
        model.people.value[4].githubStreak = -3
        var state = Sample.state(model, tab: .journeyers, size: size)
        state.press(.char("F"))
        Golden.expect(state, "journeyers-malformed")
    }

    @Test(arguments: sizes)
    func `a profile with all fields equals its golden files, in Unicode and in ASCII`(size: Size) {
        for (glyphs, name) in [(Glyphs.unicode, "profile-full"), (.ascii, "profile-full-ascii")] {
            var model = Sample.model()
            model.people.value[0].extra = ["shoe_size": .number(42)]
            model.people.value[0].personalBlogURL = "https://аpple.com/blog"
            var state = Sample.state(model, tab: .journeyers, size: size, glyphs: glyphs)
            state.press(.char("/"))
            state.type("okafor")
            state.press(.enter, .enter)
            Golden.expect(state, name)
        }
    }

    @Test(arguments: sizes)
    func `a leaderboard that jumps to a rank, with the user's own row out of view, equals its golden file`(size: Size) {
        var model = Sample.model()
        model.people.value += (1...60).map {
            Sample.journeyer("walker-\($0)", "Walker \($0)", days: $0, github: 300 - $0 * 2, twitter: $0 % 7, hours: Double($0))
        }
        model.movement = ["ada": -2, "walker-20": 3]
        var state = Sample.state(model, tab: .leaderboard, size: size)
        state.press(.char("/"), .char("2"), .char("1"))
        Golden.expect(state, "leaderboard-jump")
    }

    @Test(arguments: sizes)
    func `the list of tags, and the articles with one tag, equal their golden files`(size: Size) {
        var state = Sample.state(tab: .articles, size: size)
        state.press(.char("t"))
        Golden.expect(state, "articles-tags")
        state.press(.char("s"), .char("3"), .enter)
        Golden.expect(state, "articles-filtered")
    }

    @Test(arguments: sizes)
    func `Today with a broken streak, and with a streak at risk, equals its golden files`(size: Size) {
        var broken = Sample.model()
        broken.outbox = []
        broken.mine.value.removeFirst(2)
        Golden.expect(Sample.state(broken, size: size), "today-broken")
        var risk = Sample.model()
        risk.outbox = []
        Golden.expect(Sample.state(risk, size: size), "today-risk")
    }
}
