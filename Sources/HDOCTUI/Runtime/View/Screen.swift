import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// One of the six screens. All of it is pure; the state lies in `AppState`.
protocol Screen {
    /// What can be done here, beside what can be done everywhere; the hinted ones in the order of the hint line.
    static func bindings(_ state: AppState) -> [Binding]

    /// Runs a command that is offered and not disabled.
    static func update(_ state: inout AppState, _ action: Action) -> [Effect]

    /// Gives a key to a field that has the focus; nil where it has none, or has no use for the key.
    static func type(_ key: Key, into state: inout AppState) -> [Effect]?

    /// A field has the focus and takes the keys.
    static func isTyping(_ state: AppState) -> Bool

    /// The entry that the form changes here; nil where it begins a new one.
    static func formSubject(_ state: AppState) -> OutboxEntry?

    /// What was read, or the window, has changed.
    static func rebuild(_ state: inout AppState)

    /// What is shown comes from there; nil where it is all local.
    static func source(_ state: AppState) -> Source?

    /// For the first line: how much there is.
    static func summary(_ state: AppState) -> String?

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame)
}

extension Screen {
    static func type(_ key: Key, into state: inout AppState) -> [Effect]? { nil }
    static func isTyping(_ state: AppState) -> Bool { false }
    static func formSubject(_ state: AppState) -> OutboxEntry? { nil }
    static func rebuild(_ state: inout AppState) {}
    static func source(_ state: AppState) -> Source? { nil }
    static func summary(_ state: AppState) -> String? { nil }
}

/// Where the content of a screen comes from, and how old it is.
struct Source: Sendable, Equatable {
    var resource: Resource
    var route: Route
    var fetchedAt: Date?
}

extension Tab {
    var screen: any Screen.Type {
        switch self {
        case .today: TodayScreen.self
        case .journeyers: JourneyersScreen.self
        case .leaderboard: LeaderboardScreen.self
        case .articles: ArticlesScreen.self
        case .outbox: OutboxScreen.self
        case .stage: StageScreen.self
        }
    }
}

extension AppState {
    /// How much of what is shown can be trusted; nil where all of it is local.
    var freshness: Freshness? {
        tab.screen.source(self).map { freshness(of: $0) }
    }

    func freshness(of source: Source) -> Freshness {
        Freshness(
            fetchedAt: source.fetchedAt, activity: activity[source.resource], route: model.presence(of: source.route),
            now: now)
    }
}
