import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

private let sizes = [Size(width: 80, height: 24), Size(width: 40, height: 12)]
private let large = Size(width: 120, height: 40)

@Suite("Golden screens")
struct GoldenScreenTests {
    @Test(arguments: sizes)
    func `an open search equals its golden file`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        state.press(.char("/"), .char("l"), .char("a"), .char("m"))
        Golden.expect(state, "journeyers-search")
    }

    @Test(arguments: [Glyphs.unicode, .ascii])
    func `a leaderboard with changed ranks equals its golden file`(glyphs: Glyphs) {
        var model = Sample.model()
        let ranked = Leaderboard(model.people.value).rows
        for (row, gained) in zip(ranked, [2, -1, 0]) { model.movement[row.journeyer.handle.lowercased()] = gained }
        Golden.expect(
            Sample.state(model, tab: .leaderboard, size: large, glyphs: glyphs),
            "leaderboard-moved-\(glyphs == .ascii ? "ascii" : "unicode")")
    }

    @Test(arguments: sizes + [large])
    func `a check of a stage equals its golden files, while it runs and when it is complete`(size: Size) {
        var state = Sample.state(tab: .stage, size: size)
        state.press(.char("c"))
        for check in Sample.checks.prefix(5) { state.receive(.network(.routeChecked(check))) }
        Golden.expect(state, "stage-checking")
        for check in Sample.checks { state.receive(.network(.routeChecked(check))) }
        state.receive(
            .network(
                .checked(
                    .success(
                        StageCheckReport(
                            stage: "dev", api: Sample.stage.api, checkedAt: Sample.now, routes: Sample.checks)))))
        Golden.expect(state, "stage-checked")
        if size == sizes[0] { Golden.expect(View.frame(of: state, size: size).annotatedText, "stage-checked-styles") }
    }

    @Test(arguments: sizes + [large])
    func `the pipeline of a stage on AWS equals its golden file`(size: Size) {
        let stage = Stage(name: "dev", api: "https://abc123.execute-api.us-east-1.amazonaws.com/Prod/")
        var state = Sample.state(tab: .stage, size: size, stage: stage)
        state.press(.char("P"))
        state.receive(.maintenance(.pipelineFetched(.success(Sample.pipeline))))
        Golden.expect(state, "stage-pipeline")
    }

    @Test func `a production stage shown in ASCII equals its golden file`() {
        let stage = Stage(name: "prod", api: "https://api.example.test/Prod/")
        Golden.expect(Sample.state(tab: .journeyers, stage: stage, glyphs: .ascii), "journeyers-prod-ascii")
    }
}

@Suite("Golden dialogs")
struct GoldenDialogTests {
    @Test(arguments: sizes)
    func `the help equals its golden file`(size: Size) {
        var state = Sample.state(tab: .outbox, size: size)
        state.press(.char("?"))
        Golden.expect(state, "help")
    }

    @Test(arguments: sizes)
    func `the palette equals its golden file`(size: Size) {
        var state = Sample.state(size: size)
        state.press(.char(":"))
        state.type("sync")
        Golden.expect(state, "palette")
    }

    @Test(arguments: sizes)
    func `the question for the handle equals its golden file`(size: Size) {
        var state = Sample.state(ReadModel(), size: size)
        state.press(.char("e"), .char("a"), .char("!"), .enter)
        Golden.expect(state, "handle")
    }

    @Test(arguments: sizes)
    func `the confirmation before discarding an entry equals its golden file`(size: Size) {
        var state = Sample.state(tab: .outbox, size: size)
        state.press(.char("d"))
        Golden.expect(state, "confirm")
    }

    @Test(arguments: sizes)
    func `the sign-in dialog equals its golden file`(size: Size) {
        var state = Sample.state(ReadModel(), size: size)
        state.press(.char("i"))
        state.receive(.session(.signInStep(Sample.signInAddress)))
        state.receive(.session(.signInStep(.noBrowser(.remote))))
        state.receive(.session(.signInStep(.waiting(until: Sample.now.addingTimeInterval(299)))))
        Golden.expect(state, "sign-in")
    }

    @Test(arguments: sizes + [large])
    func `the sign-up form equals its golden files, before and after it is refused`(size: Size) {
        var state = Sample.state(ReadModel(), size: size)
        state.dialogs = [.signUp(SignUpState(handle: "newcomer"))]
        state.press(.tab, .tab)
        state.type("no name!")
        Golden.expect(state, "sign-up")
        state.press(.ctrl("s"))
        Golden.expect(state, "sign-up-refused")
    }

    @Test(arguments: sizes)
    func `the choice of a stage equals its golden file`(size: Size) {
        var state = Sample.state(tab: .stage, size: size, otherStages: ["staging", "prod"])
        state.press(.char("w"), .char("j"))
        Golden.expect(state, "stages")
    }

    @Test(arguments: sizes)
    func `the form for an entry equals its golden file`(size: Size) {
        var state = Sample.state(size: size)
        state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23), .form)))
        Golden.expect(state, "form")
    }

    @Test(arguments: sizes)
    func `the reader equals its golden file`(size: Size) {
        var state = Sample.state(tab: .articles, size: size)
        state.press(.enter)
        Golden.expect(state, "reader")
    }

    @Test(arguments: sizes + [large])
    func `a profile, over the list or beside it, equals its golden file`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        state.press(.char("/"))
        state.type("okafor")
        state.press(.enter, .enter)
        Golden.expect(state, "profile")
    }
}

/// Texts that try to damage the screen, with control sequences and other unusual characters.
enum Hostile {
    static let texts = [
        "\u{1B}[31mred\u{1B}[0m", "\u{9B}2Jclear", "rtl \u{202E}evil\u{202C}", "zero\u{200B}\u{200D}width", "tag\u{E0041}s",
        "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}algo",
        "👩‍👩‍👧‍👦 family 👍🏽", "line\nbreak\ttab\r", "\u{7}bell\u{8}\u{7F}", "長い名前の人物です",
    ]

    static var model: ReadModel {
        var model = Sample.model()
        model.people.value = texts.enumerated().map { index, text in
            var journeyer = Sample.journeyer(text, text, days: index * 12, github: index * 7, twitter: index, hours: Double(index))
            journeyer.bio = text
            return journeyer
        }
        model.articles.value = texts.enumerated().map { index, text in
            Sample.article("\(index)", text, day: index + 1, date: "2026-11-\(index + 10)", title: text, tags: [text])
        }
        model.mine.value = model.articles.value
        model.outbox = texts.enumerated().map { index, text in
            var entry = Sample.outbox("h\(index)", .rejected, day: index + 30, title: text)
            entry.lastError = text
            return entry
        }
        model.routes = [
            RouteStatus(route: .users, presence: .absent(status: 403, reason: texts.joined()), checkedAt: Sample.now)
        ]
        model.handle = texts[0]
        return model
    }
}
