import HDOCClient
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The guide of the first run")
struct GuideTests {
    private func guide(_ size: Size = Size(width: 80, height: 24), glyphs: Glyphs = .unicode, problem: String? = nil) -> GuideState {
        GuideState(file: "/home/ada/.config/hdoc/config.toml", glyphs: glyphs, size: size, problem: problem)
    }

    private func press(_ keys: Key..., to state: inout GuideState) {
        for key in keys { GuideUpdate.press(key, &state) }
    }

    private func type(_ text: String, _ state: inout GuideState) {
        for character in text { GuideUpdate.press(.char(character), &state) }
    }

    @Test func `Enter chooses the selected row, the first of which is the demo, and q leaves`() {
        var demo = guide()
        press(.enter, to: &demo)
        #expect(demo.choice == .demo)
        var leave = guide()
        press(.char("j"), .char("j"), .char("j"), .enter, to: &leave)
        #expect(leave.choice == .leave)
        var quit = guide()
        press(.char("q"), to: &quit)
        #expect(quit.choice == .leave)
    }

    @Test func `a stage is validated before the guide adds it`() {
        var state = guide()
        press(.char("2"), to: &state)
        type("dev", &state)
        press(.tab, to: &state)
        type("http://api.example.test/Prod", &state)
        press(.ctrl("s"), to: &state)
        #expect(state.choice == nil)
        #expect(GuideView.frame(of: state, size: state.size).text.contains("must begin with https"))
        for _ in 0..<40 { press(.backspace, to: &state) }
        type("https://api.example.test/Prod", &state)
        press(.tab, .tab, .tab, to: &state)
        type("octocat", &state)
        press(.enter, to: &state)
        #expect(state.choice == .add(Stage(name: "dev", api: "https://api.example.test/Prod", handle: "octocat")))
    }

    @Test func `in a field q is a letter, Esc goes back, and Ctrl-C leaves`() {
        var state = guide()
        press(.char("3"), .char("q"), to: &state)
        #expect(state.choice == nil)
        press(.escape, to: &state)
        #expect(GuideView.frame(of: state, size: state.size).text.contains("Try the demo"))
        press(.char("3"), to: &state)
        type("stacks.json", &state)
        press(.enter, to: &state)
        #expect(state.choice == .importFile("stacks.json"))
        var other = guide()
        press(.char("2"), .ctrl("c"), to: &other)
        #expect(other.choice == .leave)
    }

    @Test func `the first click selects a row, and the second one chooses it`() {
        var state = guide()
        let frame = GuideView.frame(of: state, size: state.size)
        guard let row = frame.targets.first(where: { $0.action == .row(1) }) else {
            Issue.record("no rows")
            return
        }
        GuideUpdate.mouse(Mouse(kind: .click, at: row.area.origin), &state)
        #expect(state.list.selected == 1)
        GuideUpdate.mouse(Mouse(kind: .click, at: row.area.origin), &state)
        #expect(GuideView.frame(of: state, size: state.size).text.contains("Address of its API"))
    }

    @Test(arguments: 1...30)
    func `the guide can be drawn at any size`(height: Int) {
        for width in [1, 2, 5, 20, 80, 200] {
            for key in [Key.char("1"), .char("2"), .char("3")] {
                var state = guide(Size(width: width, height: height), problem: "Something failed.")
                if key != .char("1") { press(key, .tab, .tab, to: &state) }
                let frame = GuideView.frame(of: state, size: state.size)
                #expect(frame.size == state.size && frame.cursor.map(frame.bounds.contains) ?? true)
            }
        }
    }

    @Test(arguments: [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 20, height: 5)])
    func `the guide equals its golden files`(size: Size) {
        func expect(_ state: GuideState, _ name: String) {
            let frame = GuideView.frame(of: state, size: size)
            Golden.expect(
                frame.text + "-- \(frame.annotatedText.split(separator: "\n").last ?? "")\n", "\(name)-\(size.width)x\(size.height)")
            if size.width == 80 { Golden.expect(mono: frame, name) }
        }
        var state = guide(size)
        expect(state, "guide")
        press(.char("2"), to: &state)
        type("dev", &state)
        press(.tab, to: &state)
        expect(state, "guide-add")
        var file = guide(size, problem: "stacks.json does not exist.")
        expect(file, "guide-problem")
        press(.char("3"), to: &file)
        expect(file, "guide-import")
    }
}
