import HDOCClient
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("Themes")
struct ThemeTests {
    @Test(arguments: [
        ("name = \"drak\"", "`theme.name` is “drak”. Use dark, light or mono."),
        ("acent = \"red\"", "unknown key `theme.acent`. Did you mean `accent`?"),
        (
            "accent = \"redd\"",
            "`theme.accent`: “redd” is not a colour. Use a name such as red or bright-red, a number from 0 to 255, or #ffaf00."
        ),
        (
            "accent = \"256\"",
            "`theme.accent`: “256” is not a colour. Use a name such as red or bright-red, a number from 0 to 255, or #ffaf00."
        ),
        ("accent = 3", "`theme.accent` must be a string, not an integer."),
    ])
    func `an invalid theme setting is reported with its line and the valid values`(_ line: String, _ words: String) async throws {
        let world = try CommandWorld(input: .init(isTerminal: true))
        try world.configure("[stages.dev]\napi = \"https://a.example\"\n[theme]\n\(line)\n")
        let run = try await world.run("screens", columns: 80)
        #expect(run.status == .failed)
        #expect(run.err == "hdoc: \(world.directory)/config.toml:4: \(words)\n")
    }

    @Test func `every role but normal can be given another colour in every theme`() throws {
        for name in Theme.named.map(\.name) {
            for role in Role.allCases where role != .normal {
                let theme = try #require(Theme(named: name, colours: [role.rawValue: "bright-red"]))
                #expect(theme[role].foreground == ThemeColor(basic: 9))
                #expect(Vocabulary.configuration.colours?.contains(role.rawValue) == true)
            }
        }
    }

    @Test func `in the mono theme no role has a colour, and roles that must differ do`() {
        for role in Role.allCases {
            #expect(Theme.mono[role].foreground == nil && Theme.mono[role].background == nil)
        }
        // Roles that must look different from each other.
        for (one, other) in [(Role.selected, Role.prod), (.warning, .accent), (.match, .accent), (.dim, .warning)] {
            #expect(Theme.mono[one].attributes != Theme.mono[other].attributes, "\(one) and \(other)")
        }
    }
}
