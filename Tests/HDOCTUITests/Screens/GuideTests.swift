import HDOCClient
import Synchronization
import Testing
@testable import HDOCTUI

@Suite("The first run")
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

    @Test("Enter on the first choice tries the demo; q leaves")
    func menu() {
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

    @Test("a stage is filled in and checked before it is taken")
    func add() {
        var state = guide()
        press(.char("2"), to: &state)
        type("dev", &state)
        press(.tab, to: &state)
        type("http://api.example.test/Prod", &state)
        press(.ctrl("s"), to: &state)
        #expect(state.choice == nil)
        #expect(GuideView.frame(of: state, size: state.size).text.contains("must be https"))
        for _ in 0..<40 { press(.backspace, to: &state) }
        type("https://api.example.test/Prod", &state)
        press(.tab, .tab, .tab, to: &state)
        type("octocat", &state)
        press(.enter, to: &state)
        #expect(state.choice == .add(Stage(name: "dev", api: "https://api.example.test/Prod", handle: "octocat")))
    }

    @Test("a q in a field is a letter, Esc goes back, Ctrl-C leaves")
    func fields() {
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

    @Test("a click selects, a second one chooses")
    func mouse() {
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

    @Test("any size is a frame", arguments: 1...30)
    func sizes(height: Int) {
        for width in [1, 2, 5, 20, 80, 200] {
            for key in [Key.char("1"), .char("2"), .char("3")] {
                var state = guide(Size(width: width, height: height), problem: "Something failed.")
                if key != .char("1") { press(key, .tab, .tab, to: &state) }
                let frame = GuideView.frame(of: state, size: state.size)
                #expect(frame.size == state.size && frame.cursor.map(frame.bounds.contains) ?? true)
            }
        }
    }

    @Test(
        "golden",
        arguments: [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 20, height: 5)])
    func golden(size: Size) {
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

@Suite("hdoc without a stage")
struct FirstRunTests {
    /// A run on a terminal with a guide that makes these choices, one after the other.
    private func run(_ choices: [GuideChoice], _ arguments: [String] = []) async throws -> (
        run: CommandWorld.Run, world: CommandWorld, problems: [String?]
    ) {
        let world = try CommandWorld(configured: false, input: .init(isTerminal: true))
        let script = GuideScript(choices)
        let run = try await world.run(arguments, columns: 80, guide: script.next)
        return (run, world, script.problems)
    }

    @Test("a stage that is added there is kept, is the current one, and its screens open")
    func adds() async throws {
        let (run, world, _) = try await run([.add(Stage(name: "dev", api: "https://a.example/"))])
        #expect(run.status == .done, "\(run.err)")
        #expect(world.configuration.contains("[stages.dev]") && world.configuration.contains(#"stage = "dev""#))
    }

    @Test("a file that cannot be imported is said in the guide, which comes back")
    func importProblem() async throws {
        let (run, world, problems) = try await run([.importFile("/nowhere/stacks.json"), .leave])
        #expect(run.status == .done && problems.count == 2 && problems[0] == nil)
        #expect(problems[1]?.contains("/nowhere/stacks.json") == true)
        #expect(world.configuration.isEmpty)
    }

    @Test("leaving changes nothing")
    func leaves() async throws {
        let (run, world, _) = try await run([.leave])
        #expect(run.status == .done && run.err.isEmpty && world.configuration.isEmpty)
    }

    @Test("a stage that was asked for by name and is not there is an error as ever, and so is no terminal")
    func errors() async throws {
        let named = try await run([], ["--stage", "dve"])
        #expect(named.run.status == .failed && named.run.err.contains("Add one with `hdoc stage add NAME --api URL`"))
        let piped = try await CommandWorld(configured: false).run()
        #expect(piped.status == .failed && piped.err.contains("No stage is configured"))
    }

    @Test("with --linear the guide is sentences and a prompt")
    func linear() async throws {
        let lines = ["what?", "add dev http://a.example", "add dev https://a.example", "quit"]
        let dialogue = CommandWorld.Dialogue(lines.map { (after: "How do you want to begin?", line: $0) })
        let world = try CommandWorld(configured: false, input: .init(dialogue: dialogue))
        let run = try await world.run(["--linear"], columns: 80)
        #expect(run.out.contains("demo: try hdoc on a sample community") && run.err.contains("must be https"))
        #expect(run.status == .done && world.configuration.contains("[stages.dev]"))
    }
}

/// Makes choices, and notes what was said before each.
private final class GuideScript: Sendable {
    private struct State {
        var choices: [GuideChoice]
        var problems: [String?] = []
    }
    private let state: Mutex<State>

    init(_ choices: [GuideChoice]) { state = Mutex(State(choices: choices)) }

    var problems: [String?] { state.withLock { $0.problems } }

    var next: @Sendable (String?) -> GuideChoice {
        { problem in
            self.state.withLock { state in
                state.problems.append(problem)
                if state.choices.isEmpty {
                    Issue.record("the guide was not expected")
                    return .leave
                }
                return state.choices.removeFirst()
            }
        }
    }
}
