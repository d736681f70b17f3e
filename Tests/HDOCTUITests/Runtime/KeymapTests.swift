import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Keymap")
struct KeymapTests {
    @Test func `a key in the configuration replaces the default keys of its command`() throws {
        let keymap = try Keymap(overrides: ["refresh": ["F5"], "sync": ["r"]])
        #expect(keymap.action(for: .function(5)) == .refresh)
        #expect(keymap.action(for: .char("r")) == .sync)
        #expect(keymap.action(for: .char("R")) == nil)
        #expect(keymap.name(of: .refresh) == "F5")
    }

    @Test func `a key configured for one command is removed from the command that has it by default`() throws {
        let keymap = try Keymap(overrides: ["sync": ["r"]])
        #expect(keymap.action(for: .char("r")) == .sync)
        #expect(keymap.names(of: .refresh).isEmpty)
    }

    @Test func `unknown commands, unknown keys and conflicts are reported`() {
        #expect(throws: Keymap.Problem.unknownAction("fly")) { try Keymap(overrides: ["fly": ["f"]]) }
        #expect(throws: Keymap.Problem.unknownKey(action: "help", key: "Hyper-H")) { try Keymap(overrides: ["help": ["Hyper-H"]]) }
        #expect(throws: Keymap.Problem.conflict(key: .char("z"), .refresh, .help)) {
            try Keymap(overrides: ["help": ["z"], "refresh": ["z"]])
        }
    }

    @Test func `no two commands share a default key, and every command has one`() throws {
        _ = try Keymap(overrides: [:])
        for command in Action.allCases { #expect(Keymap.standard.name(of: command) != nil, "\(command)") }
    }

    @Test(arguments: Tab.allCases)
    func `the help lists every binding, and why a binding is disabled`(tab: Tab) {
        let state = Sample.state(tab: tab)
        // A long text continues in the next line.
        let words = HelpView.lines(state).flatMap { $0.flatMap { $0.text.split(separator: " ") } }
        let text = words.joined(separator: " ")
        for binding in Bindings.all(state) {
            #expect(text.contains(binding.action.summary), "\(binding.action)")
            if let reason = binding.disabled { #expect(text.contains(reason)) }
        }
    }

    @Test(arguments: Tab.allCases)
    func `a disabled key does nothing and shows the reason`(tab: Tab) {
        for binding in Bindings.all(Sample.state(tab: tab, isOffline: true)) {
            guard let reason = binding.disabled, let key = Keymap.standard.keys[binding.action]?.first else { continue }
            var state = Sample.state(tab: tab, isOffline: true)
            #expect(state.press(key) == [])
            #expect(state.toast?.text == reason)
        }
    }
}
