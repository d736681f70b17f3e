import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Commands of the configuration")
struct CustomCommandTests {
    private func parse(_ text: String) throws -> Configuration {
        try Configuration.parse(text, file: "/c.toml", known: KnownNames(screens: Tab.names))
    }

    private let one = """
        [[commands]]
        name = "look up"
        key = "L"
        screens = ["journeyers"]
        run = ["lookup", "--user={handle}", "--", "{handle}", "{url}"]

        """

    private func state(_ text: String) throws -> AppState {
        var state = Sample.state(tab: .journeyers)
        state.settings.configured.commands = try parse(text).commands
        return state
    }

    @Test(arguments: ["$(touch x)", "-rf", "a b", "{url}", "\"'`;|&\n", "ünï"])
    func `each value stays one argument, byte for byte`(handle: String) throws {
        let command = try #require(try parse(one).commands.first)
        let arguments = try command.arguments([.handle: handle, .url: "https://x.y"])
        #expect(arguments == ["lookup", "--user=\(handle)", "--", handle, "https://x.y"])
    }

    @Test func `a value that could be taken for an option is refused unless two hyphens stand before it`() throws {
        let command = try #require(try parse("[[commands]]\nname = \"x\"\nrun = [\"rm\", \"{handle}.txt\"]\n").commands.first)
        #expect(throws: CustomCommand.Refusal.looksLikeOption(.handle, value: "-rf")) { try command.arguments([.handle: "-rf"]) }
        #expect(throws: CustomCommand.Refusal.holdsNUL(.handle)) { try command.arguments([.handle: "a\0b"]) }
        #expect(throws: CustomCommand.Refusal.missing(.handle)) { try command.arguments([:]) }
        #expect(try command.arguments([.handle: "ada"]) == ["rm", "ada.txt"])
    }

    @Test func `the key runs the program for the selected row, and only on its screens`() throws {
        var state = try state(one)
        let handle = try #require(state.screens.journeyers.selected?.handle)
        let url = "https://github.com/\(handle)"
        let run = CommandRun(name: "look up", arguments: ["lookup", "--user=\(handle)", "--", handle, url], showsOutput: true)
        #expect(state.press(.char("L")) == [.desktop(.run(run))])
        state.press(.char("?"))
        #expect(HelpView.lines(state).contains { $0.map(\.text).joined().contains("look up: lookup --user={handle}") })
        state.press(.escape, .char(":"))
        state.type("look up")
        #expect(state.press(.enter) == [.desktop(.run(run))])
        state.press(.char("1"))
        #expect(state.press(.char("L")) == [])
    }

    @Test func `the output is shown without control characters and with the exit status, and scrolls`() throws {
        var state = try state(one)
        let run = CommandRun(name: "look up", arguments: ["x"], showsOutput: true)
        let text = "first\u{1B}[2J\n" + (1...100).map { "line \($0)\n" }.joined()
        state.receive(.desktop(.ran(run, .success(CommandOutcome(status: 3, output: Array(text.utf8), errors: Array("oops".utf8))))))
        #expect(state.screen.contains("Exit status: 3") && state.screen.contains("first") && !state.screen.contains("\u{1B}"))
        state.press(.char("G"))
        #expect(state.screen.contains("line 100") && state.screen.contains("oops") && !state.screen.contains("Exit status"))
        state.press(.escape)
        #expect(state.dialogs.isEmpty)
        let quiet = CommandRun(name: "quiet", arguments: ["x"], showsOutput: false)
        state.receive(.desktop(.ran(quiet, .success(CommandOutcome(status: 0, output: [1], errors: [])))))
        #expect(state.dialogs.isEmpty && state.toast?.text == "quiet ended with exit status 0.")
    }

    @Test func `a key that is taken is an error with its line`() throws {
        func error(_ text: String) throws -> CommandKeyError? {
            let configuration = try parse(text)
            do throws(CommandKeyError) { try CommandKeys.check(configuration, .standard) } catch { return error }
            return nil
        }
        #expect(try error(one) == nil)
        #expect(try error(one.replacing("\"L\"", with: "\"m\""))?.problem == .taken("m", .mark))
        #expect(try error(one + one)?.problem == .shared("L", with: "look up"))
        #expect(try error(one + one)?.line == 8)
        #expect(try error(one + one.replacing("journeyers", with: "articles")) == nil)
        #expect(try error(one.replacing("\"L\"", with: "\"Nokey\""))?.problem == .unknownKey("Nokey"))
    }

    @Test(arguments: [
        ("[[commands]]\nrun = [\"a\"]\n", 1), ("[[commands]]\nname = \"a\"\n", 1), ("[[commands]]\nname = \"a\"\nrun = [\"{url}\"]\n", 3),
        ("[[commands]]\nname = \"a\"\nrun = [\"b\"]\n[[commands]]\nname = \"c\"\nrun = [\"d\"]\noutput = \"print\"\n", 7),
        ("[[commands]]\nname = \"a\"\nrun = [\"b\"]\nscreens = [\"home\"]\n", 4), ("commands = 3\n", 1),
        ("[[commands]]\nname = \"a\"\nrun = [\"b\"]\nshell = true\n", 4),
    ])
    func `an invalid command is an error with its line`(text: String, line: Int) {
        #expect(#expect(throws: ConfigurationError.self) { try parse(text) }?.line == line)
    }
}
