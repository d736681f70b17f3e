import FoundationEssentials
import HDOCClient
import HDOCModels
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Settings that change while the screens run")
struct SettingsTests {
    private func settings(_ change: (inout Configuration) -> Void = { _ in }) throws -> ScreenSettings {
        var configuration = Configuration(file: "config.toml", stages: [Sample.stage])
        change(&configuration)
        return try ScreenSettings(configuration, environment: [:])
    }

    @Test func `the theme follows the background of the terminal unless the configuration names one`() throws {
        var state = Sample.state()
        #expect(state.receive(.background(.light)) == [.terminal(.useTheme(.light))])
        #expect(state.receive(.background(.light)) == [])
        #expect(state.receive(.background(.dark)) == [.terminal(.useTheme(.dark))])
        let named = try settings { $0.theme.name = "dark" }
        state.receive(.configuration(.success(named)))
        #expect(state.receive(.background(.light)) == [])
    }

    @Test func `a changed configuration applies at once: keys, theme, contrast and stages`() throws {
        var state = Sample.state(tab: .journeyers)
        let changed = try settings {
            $0.keys = ["sort": ["z"]]
            $0.accessibility.contrast = .high
            $0.stages.append(Stage(name: "staging", api: "https://staging.example.test/"))
        }
        #expect(state.receive(.configuration(.success(changed))) == [.terminal(.useTheme(.darkHigh))])
        #expect(state.toast?.text == "The configuration was read again.")
        #expect(state.settings.otherStages.map(\.name) == ["staging"])
        let before = state.screens.journeyers.sort
        state.press(.char("z"))
        #expect(state.screens.journeyers.sort != before)
    }

    @Test func `a configuration that says the same is not mentioned`() throws {
        var state = Sample.state()
        #expect(state.receive(.configuration(.success(try settings()))) == [] && state.toast == nil)
    }

    @Test func `a theme that was chosen for this run stays when the configuration changes in another part`() throws {
        var state = Sample.state()
        state.press(.char(":"))
        state.type("theme light")
        #expect(state.press(.enter) == [.terminal(.useTheme(.light))])
        let effects = state.receive(.configuration(.success(try settings { $0.keys = ["sort": ["z"]] })))
        #expect(effects == [] && state.settings.theme.theme == .light)
        let named = state.receive(.configuration(.success(try settings { $0.theme.name = "mono" })))
        #expect(named == [.terminal(.useTheme(.mono))])
    }

    @Test func `the theme of the guide follows the background to and fro`() {
        var state = GuideState(file: "config.toml", glyphs: .unicode, size: Size(width: 80, height: 24))
        let program = GuideProgram()
        func themes(_ background: Background) -> [Theme] {
            program.update(&state, .event(.background(background))).compactMap { if case .useTheme(let theme) = $0 { theme } else { nil } }
        }
        #expect(themes(.dark) == [] && themes(.light) == [.light] && themes(.light) == [] && themes(.dark) == [.dark])
    }

    @Test func `a configuration with a mistake keeps the last good one and names the line, until it is corrected`() throws {
        var state = Sample.state(tab: .journeyers)
        state.receive(.configuration(.success(try settings { $0.keys = ["sort": ["z"]] })))
        state.toast = nil
        let mistake = ConfigurationError(file: "/home/ada/config.toml", line: 7, .syntax(detail: "unexpected end"))
        state.receive(.configuration(.failure(mistake)))
        let text = state.toast?.text ?? ""
        #expect(text.contains("7") && text.contains("config.toml") && text.hasPrefix("The old settings stay: "), "\(text)")
        let before = state.screens.journeyers.sort
        state.press(.char("z"))
        #expect(state.screens.journeyers.sort != before, "the last good keys still work")
        state.receive(.configuration(.success(try settings { $0.keys = ["sort": ["z"]] })))
        #expect(state.toast?.text == "The configuration was read again." && state.toast?.isWarning == false)
    }

    @Test func `another address of the stage is used from the next start, and hdoc says so`() throws {
        var state = Sample.state()
        var stage = Sample.stage
        stage.api = "https://other.example.test/"
        let moved = stage
        state.receive(.configuration(.success(try settings { $0.stages = [moved] })))
        #expect(state.toast?.text.contains("from its next start") == true)
        #expect(state.settings.stage == Sample.stage)
    }

    @Test func `a window that gets the focus fetches what is stale, and one that loses it does nothing`() {
        var stale = Sample.state(Sample.model(minutes: 60), tab: .journeyers)
        #expect(stale.receive(.focus(true)).contains(.network(.refresh(.journeyers))))
        var other = Sample.state(Sample.model(minutes: 60), tab: .journeyers)
        #expect(other.receive(.focus(false)) == [])
        var fresh = Sample.state(Sample.model(minutes: 1), tab: .journeyers)
        #expect(!fresh.receive(.focus(true)).contains(.network(.refresh(.journeyers))))
    }
}
