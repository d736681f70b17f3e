/// The state of each screen. To add a screen: its state here, its tab below, its action in `Action`, and its folder in `Features`.
struct ScreenStates: Sendable {
    var today = TodayState()
    var journeyers = JourneyersState()
    var leaderboard = LeaderboardState()
    var articles = ArticlesState()
    var outbox = OutboxState()
    var stage = StageState()
}

/// A screen as a value. The folder of each screen declares its tab.
package struct Tab: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    let screen: any Screen.Type

    /// The names of all screens, as `[[commands]]` uses them.
    package static var names: [String] { allCases.map(\.description) }

    init(_ screen: any Screen.Type) { self.screen = screen }

    /// All screens, in the order of the tabs.
    package static let allCases: [Tab] = [.today, .journeyers, .leaderboard, .articles, .outbox, .stage]

    package static func == (a: Tab, b: Tab) -> Bool { a.screen == b.screen }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(screen)) }

    /// The position among the tabs, from 0.
    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package var description: String { screen.action.rawValue }
}
