import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// A screen. Its functions are pure; its state is in `AppState`.
protocol Screen: SendableMetatype {
    static var title: String { get }

    /// The action that opens it.
    static var action: Action { get }

    /// The list that the moving keys act on.
    static var list: StatePath<ListState> { get }

    /// The parts of the read model that it is made from; it is rebuilt when one of them was read.
    static var parts: Set<ReadModel.Part> { get }

    /// The search of its list; nil where it has none.
    static var search: ListSearch? { get }

    /// The bindings of this screen, besides those of every screen; the hinted ones in the order of the hint line.
    static func bindings(_ state: AppState) -> [Binding]

    /// How many rows the window has for the list.
    static func listHeight(_ state: AppState) -> Int

    /// The entry that the form changes here; nil where it begins a new one.
    static func formSubject(_ state: AppState) -> OutboxEntry?

    /// Computes what depends on the read model or on the size of the window.
    static func rebuild(_ state: inout AppState)

    /// Where its content is fetched from; nil where it shows only what is on this machine.
    static func source(_ state: AppState) -> Source?

    /// Whether a request fetched or sent something that is shown here.
    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool

    /// Whether the stage answered and has nothing for it.
    static func isEmpty(_ state: AppState) -> Bool

    /// For the first line: how much there is.
    static func summary(_ state: AppState) -> String?

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame)
}

extension Screen {
    static var search: ListSearch? { nil }
    static func formSubject(_ state: AppState) -> OutboxEntry? { nil }
    static func source(_ state: AppState) -> Source? { nil }
    static func isEmpty(_ state: AppState) -> Bool { false }
    static func summary(_ state: AppState) -> String? { nil }

    /// A search takes the keys.
    static func isTyping(_ state: AppState) -> Bool { search.map { state[keyPath: $0.prompt] != nil } ?? false }
}

/// Where the content of a screen comes from, and how old it is.
struct Source: Sendable, Equatable {
    var resource: Resource
    var route: Route
    var fetchedAt: Date?
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
