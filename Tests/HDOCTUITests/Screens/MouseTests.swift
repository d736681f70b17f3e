import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Decoding mouse reports")
struct MouseTests {
    private func read(_ text: String) -> (keys: [Key], mouse: [Mouse]) {
        var decoder = KeyDecoder()
        return sorted(decoder.take(text.utf8) + decoder.rest())
    }

    private func sorted(_ events: [TerminalEvent]) -> (keys: [Key], mouse: [Mouse]) {
        var result: (keys: [Key], mouse: [Mouse]) = ([], [])
        for event in events {
            if case .key(let key) = event { result.keys.append(key) }
            if case .mouse(let mouse) = event { result.mouse.append(mouse) }
        }
        return result
    }

    @Test(
        arguments: [
            ("0;12;5M", Mouse(kind: .click, at: Point(x: 11, y: 4))), ("64;1;1M", Mouse(kind: .wheelUp, at: .zero)),
            ("65;300;90M", Mouse(kind: .wheelDown, at: Point(x: 299, y: 89))), ("68;2;2M", Mouse(kind: .wheelUp, at: Point(x: 1, y: 1))),
            ("0;12;5m", nil), ("2;12;5M", nil), ("32;12;5M", nil), ("0;0;5M", nil), ("0;5M", nil), (";;M", nil),
            ("999999999999999999;1;1M", nil),
        ] as [(String, Mouse?)])
    func `mouse reports are decoded, and reports that hdoc does not use produce no key`(report: String, expected: Mouse?) {
        let read = read("\u{1B}[<" + report + (report.count > 16 ? "" : "x"))
        #expect(read.mouse == [expected].compactMap { $0 })
        if report.count <= 16 { #expect(read.keys == [.char("x")]) }
    }

    @Test func `mouse reports in the older format are decoded`() {
        #expect(read("\u{1B}[M +%x").mouse == [Mouse(kind: .click, at: Point(x: 10, y: 4))])
        #expect(read("\u{1B}[M`!!x").mouse == [Mouse(kind: .wheelUp, at: .zero)])
        #expect(read("\u{1B}[M#!!x").keys == [.char("x")])
    }

    @Test func `a mouse report that arrives in two pieces is decoded as one`() {
        var decoder = KeyDecoder()
        let read = sorted(decoder.take("\u{1B}[<0;1".utf8) + decoder.take("2;5Mx".utf8))
        #expect(read.keys == [.char("x")])
        #expect(read.mouse == [Mouse(kind: .click, at: Point(x: 11, y: 4))])
    }

    @Test func `an invalid byte ends a mouse report, and a report within a paste is text`() {
        #expect(read("\u{1B}[<0;1Zq").keys == [.char("q")])
        let pasted = read("\u{1B}[200~\u{1B}[<0;12;5M\u{1B}[201~")
        #expect(pasted.keys == [.paste("[<0;12;5M")] && pasted.mouse.isEmpty)
    }
}

@Suite("Clicks and the mouse wheel")
struct MouseUpdateTests {
    @discardableResult
    private func click(_ text: String, below top: Int = 0, _ state: inout AppState) -> [Effect] {
        let lines = View.frame(of: state, size: state.size).lines
        guard let y = lines.indices.first(where: { $0 >= top && lines[$0].contains(text) }), let range = lines[y].firstRange(of: text)
        else {
            Issue.record("\(text) is not on the screen:\n\(state.screen)")
            return []
        }
        let x = TextWidth.columns(of: String(lines[y][..<range.lowerBound]))
        return state.receive(.mouse(Mouse(kind: .click, at: Point(x: x, y: y))))
    }

    private func turn(_ kind: Mouse.Kind, _ state: inout AppState) {
        state.receive(.mouse(Mouse(kind: kind, at: Point(x: 5, y: 10))))
    }

    @Test(arguments: [80, 40])
    func `a click on the name or the number of a tab shows its screen`(width: Int) {
        for tab in Tab.allCases {
            var state = Sample.state(tab: tab == .today ? .stage : .today, size: Size(width: width, height: 24))
            click(width == 80 ? tab.screen.title : "\(tab.index + 1)", below: Chrome(size: state.size).tabs.minY, &state)
            #expect(state.tab == tab)
        }
    }

    @Test func `the first click on a row selects it, and the second opens it`() {
        var state = Sample.state(tab: .journeyers)
        click("lamberto", &state)
        #expect(state.screens.journeyers.selected?.handle == "lamberto" && state.screens.journeyers.profile == nil)
        click("lamberto", &state)
        #expect(state.screens.journeyers.profile != nil)
        #expect(state.screen.contains("Lam Berto"))
    }

    @Test func `a click on a row beside an open profile shows the profile of that row`() {
        var state = Sample.state(tab: .journeyers, size: Size(width: 120, height: 40))
        state.press(.enter)
        click("bjork", &state)
        #expect(state.screens.journeyers.selected?.handle == "bjork" && state.screens.journeyers.profile != nil)
    }

    @Test(arguments: Tab.allCases)
    func `a click on a row works on every screen with a list`(tab: Tab) {
        var state = Sample.state(tab: tab, size: Size(width: 120, height: 40))
        guard state[keyPath: tab.screen.list].count > 1 else { return }
        let frame = View.frame(of: state, size: state.size)
        guard let second = frame.targets.first(where: { $0.action == .row(1) }) else {
            Issue.record("no second row on \(tab)")
            return
        }
        state.receive(.mouse(Mouse(kind: .click, at: second.area.origin)))
        #expect(state[keyPath: tab.screen.list].selected == 1)
        #expect(View.frame(of: state, size: state.size).cursor?.y == second.area.minY, "the cursor is on the clicked row")
    }

    @Test func `a click on the hint of a key acts like the key, and a click elsewhere does nothing`() {
        var state = Sample.state(tab: .journeyers)
        #expect(click("r refresh", &state).contains(.network(.refresh(.journeyers))))
        click("? help", &state)
        #expect(state.dialogs.count == 1)
        let before = state.screen
        #expect(state.receive(.mouse(Mouse(kind: .click, at: .zero))) == [])
        #expect(state.screen == before, "a click does not reach the screen behind a dialog")
    }

    @Test func `the wheel scrolls a long list, and moves the selection only to keep it visible`() {
        var model = Sample.model()
        model.people.value = (0..<100).map { Sample.journeyer("j\($0)", nil, days: 100 - $0, github: 1, twitter: 1, hours: 1) }
        var state = Sample.state(model, tab: .journeyers)
        state.press(.char("j"), .char("j"), .char("j"), .char("j"))
        turn(.wheelDown, &state)
        #expect(state.screens.journeyers.list.offset == 3 && state.screens.journeyers.list.selection == 4)
        turn(.wheelDown, &state)
        #expect(state.screens.journeyers.list.offset == 6 && state.screens.journeyers.list.selection == 6)
        turn(.wheelUp, &state)
        turn(.wheelUp, &state)
        turn(.wheelUp, &state)
        #expect(state.screens.journeyers.list.offset == 0)
        for _ in 0..<100 { turn(.wheelDown, &state) }
        #expect(state.screen.contains("j99"))
    }

    @Test func `the wheel scrolls the dialog in front, and does not answer a confirmation`() {
        var help = Sample.state(tab: .journeyers, size: Size(width: 60, height: 12))
        help.press(.char("?"))
        let top = help.screen
        turn(.wheelDown, &help)
        #expect(help.screen != top)
        var confirm = Sample.state(tab: .outbox)
        confirm.press(.char("d"))
        turn(.wheelDown, &confirm)
        #expect(confirm.dialogs.count == 1)
    }

    @Test func `a click on a column head sorts by the column, and a second one in the opposite direction`() {
        var state = Sample.state(tab: .journeyers, size: Size(width: 120, height: 40))
        click("Score", &state)
        #expect(state.screens.journeyers.sort == .score && !state.screens.journeyers.isReversed)
        click("Score", &state)
        #expect(state.screens.journeyers.sort == .score && state.screens.journeyers.isReversed)
        click("Handle", &state)
        #expect(state.screens.journeyers.sort == .handle && !state.screens.journeyers.isReversed)
        for tab in Tab.allCases {
            var other = Sample.state(tab: tab)
            let heads = View.frame(of: other, size: other.size).targets.filter { if case .heading = $0.action { true } else { false } }
            for head in heads { other.receive(.mouse(Mouse(kind: .click, at: head.area.origin))) }
            #expect(other.tab == tab)
        }
    }

    @Test func `a click on a link of a profile opens it, but not a link to this machine`() {
        var model = Sample.model()
        model.people.value[0].personalBlogURL = "https://blog.example.test/ada"
        model.people.value[0].githubJourneyURL = "http://localhost:9/journey"
        var state = Sample.state(model, tab: .journeyers)
        state.press(.char("/"))
        state.type("okafor")
        state.press(.enter, .enter)
        #expect(click("blog.example.test", &state) == [.desktop(.openLink("https://blog.example.test/ada"))])
        #expect(click("localhost:9", &state) == [] && state.dialogs.isEmpty)
        let links = View.frame(of: state, size: state.size).links.map(\.url)
        #expect(links.contains("https://blog.example.test/ada") && !links.contains { $0.contains("localhost") })
        state.press(.char(":"))
        #expect(View.frame(of: state, size: state.size).links.isEmpty, "nothing behind a dialog is a link")
    }

    @Test func `a click on a link in the text of an article opens it`() {
        var model = Sample.model()
        model.articles.value[0].body = "Read [the docs](https://docs.example.test/start) first."
        var state = Sample.state(model, tab: .articles)
        state.press(.enter)
        #expect(click("the docs", &state) == [.desktop(.openLink("https://docs.example.test/start"))])
    }

    @Test func `a click on a field of a form puts the cursor there`() {
        var state = Sample.state()
        state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23), .form)))
        click("Tags", &state)
        state.type("sqs")
        guard case .form(let form)? = state.dialogs.last else { return #expect(Bool(false), "no form") }
        #expect(form.focus == .tags && form.fields[.tags]?.text.hasSuffix("sqs") == true)
        state.dialogs = [.signUp(SignUpState(handle: "newcomer"))]
        let label = ProfileStrings.label(SignUpField.allCases[2])
        click(label, &state)
        guard case .signUp(let signUp)? = state.dialogs.last else { return #expect(Bool(false), "no dialog") }
        #expect(signUp.focus == SignUpField.allCases[2])
    }

    @Test func `the wheel over a profile beside the list scrolls the profile, and over the list the list`() {
        var model = Sample.model()
        model.people.value = (0..<100).map { Sample.journeyer("j\($0)", nil, days: 100 - $0, github: 1, twitter: 1, hours: 1) }
        var state = Sample.state(model, tab: .journeyers, size: Size(width: 120, height: 12))
        state.press(.enter)
        state.receive(.mouse(Mouse(kind: .wheelDown, at: Point(x: 100, y: 7))))
        #expect(state.screens.journeyers.profile?.offset == 3 && state.screens.journeyers.list.offset == 0)
        turn(.wheelDown, &state)
        #expect(state.screens.journeyers.profile?.offset == 3 && state.screens.journeyers.list.offset == 3)
    }

    @Test func `a click on the selected command of the palette runs it`() {
        var state = Sample.state()
        state.press(.char(":"))
        state.type("leader")
        click("leaderboard", &state)
        #expect(state.tab == .leaderboard)
    }

    @Test(arguments: Tab.allCases)
    func `every screen can be drawn after clicks and wheel turns anywhere`(tab: Tab) {
        for size in [Size(width: 80, height: 24), Size(width: 20, height: 5), Size(width: 1, height: 1)] {
            var state = Sample.state(Hostile.model, tab: tab, size: size)
            for y in stride(from: 0, to: size.height, by: 3) {
                for (x, kind) in zip([4, 31, 70], [Mouse.Kind.click, .wheelDown, .click]) where x < size.width {
                    state.receive(.mouse(Mouse(kind: kind, at: Point(x: x, y: y))))
                }
                #expect(View.frame(of: state, size: size).size == size)
            }
        }
    }
}
