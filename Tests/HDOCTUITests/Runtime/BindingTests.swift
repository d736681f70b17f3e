import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Bindings")
struct BindingTests {
    private static let moves: Set<Action> = [.down, .up, .pageDown, .pageUp, .first, .last]

    /// The screen with data, without data, offline, with another stage, while it loads, after a search, and after Enter.
    static func states(_ tab: Tab) -> [AppState] {
        var loading = Sample.state(tab: tab)
        for resource in [Resource.journeyers, .articles(author: nil, tag: nil)] { loading.activity[resource] = .loading(since: Sample.now) }
        loading.work.isSyncing = true
        var searched = Sample.state(tab: tab)
        if tab.screen.search != nil { searched.press(.char("/"), .char("a"), .enter) }
        var opened = Sample.state(tab: tab)
        opened.press(.enter)
        opened.dialogs = []
        return [
            Sample.state(tab: tab), Sample.state(ReadModel(), tab: tab), Sample.state(tab: tab, isOffline: true),
            Sample.state(tab: tab, otherStages: ["staging"]), loading, searched, opened,
        ]
    }

    /// Whether the key of a binding changes the state or causes an effect or, if the binding is disabled, shows the reason.
    private func acts(_ binding: Binding, in state: AppState) throws -> Bool {
        let key = try #require(Keymap.standard.keys[binding.action]?.first, "\(binding.action) has no key")
        var after = state
        let effects = after.press(key)
        if let reason = binding.disabled { return after.toast?.text == reason && effects.isEmpty }
        return !effects.isEmpty || String(describing: after) != String(describing: state)
    }

    @Test(arguments: Tab.allCases)
    func `every key of a screen does something, or shows why it does nothing`(tab: Tab) throws {
        for (index, state) in Self.states(tab).enumerated() {
            for binding in Bindings.all(state) where !Self.moves.contains(binding.action) && binding.action != tab.screen.action {
                let waits = binding.action == .refresh && state.freshness.map { if case .loading = $0 { true } else { false } } == true
                if waits { continue }
                #expect(try acts(binding, in: state), "\(binding.action) in state \(index)")
            }
        }
    }

    @Test(arguments: Tab.allCases)
    func `every key of a dialog without a text field does something, or shows why it does nothing`(tab: Tab) throws {
        for opener in [Key.char("?"), .char("x"), .enter] {
            var state = Sample.state(tab: tab)
            state.press(opener)
            guard let dialog = state.dialogs.last else { continue }
            for binding in Dialogs.bindings(dialog, state) where !Self.moves.contains(binding.action) {
                #expect(try acts(binding, in: state), "\(binding.action) in \(dialog)")
            }
        }
    }

    @Test(arguments: Tab.allCases)
    func `Down, End and Home move the selection of a list`(tab: Tab) throws {
        var state = Sample.state(tab: tab)
        let list = tab.screen.list
        guard state[keyPath: list].count > 1 else { return }
        state.press(.down)
        #expect(state[keyPath: list].selection == 1)
        state.press(.end)
        #expect(state[keyPath: list].selection == state[keyPath: list].count - 1)
        state.press(.home)
        #expect(state[keyPath: list].selection == 0)
    }

    @Test func `every action is bound on a screen or in a dialog`() {
        let states = Tab.allCases.flatMap(Self.states)
        let bound = Set(states.flatMap(Bindings.all).map(\.action))
        #expect(Set(Action.allCases).subtracting(bound).isEmpty)
    }
}
