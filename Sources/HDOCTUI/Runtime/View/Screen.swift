import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// A screen. Its functions are pure; its state is in `AppState`.
protocol Screen: SendableMetatype {
    static var title: String { get }

    /// The action that shows this screen.
    static var action: Action { get }

    /// The list that the keys for moving act on.
    static var list: StatePath<ListState> { get }

    /// The parts of the read model that the screen uses. `rebuild` runs when one of them was read.
    static var parts: Set<ReadModel.Part> { get }

    /// The search of the list; nil if the screen has none.
    static var search: ListSearch? { get }

    /// The bindings of this screen, without those that every screen has. The hint line has the same order.
    static func bindings(_ state: AppState) -> [Binding]

    /// The number of rows that the window has for the list.
    static func listHeight(_ state: AppState) -> Int

    /// The entry that the form edits on this screen; nil if the form starts a new entry.
    static func formSubject(_ state: AppState) -> OutboxEntry?

    /// Recomputes the state that depends on the read model or on the size of the window.
    static func rebuild(_ state: inout AppState)

    /// The source of the screen's data; nil if the screen shows only local data.
    static func source(_ state: AppState) -> Source?

    /// Whether a request fetched or sent data of this screen.
    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool

    /// Whether there is no data for this screen.
    static func isEmpty(_ state: AppState) -> Bool

    /// The amount of data, for the title line; nil if unknown.
    static func summary(_ state: AppState) -> String?

    /// Sorts by a column of the screen's table. Sorts in the opposite direction if it is sorted by it already.
    static func sort(byColumn index: Int, _ state: inout AppState) -> [Effect]

    /// Scrolls a pane beside the list, which the view has marked with this number, by some rows.
    static func scroll(pane: Int, by rows: Int, _ state: inout AppState)
    /// Why the typed search is not a query; nil if it is one.
    static func queryProblem(_ state: AppState) -> QueryError?

    /// The values of the selected row for the placeholders of commands.
    static func placeholders(_ state: AppState) -> [CustomCommand.Placeholder: String]

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame)
}

extension Screen {
    static var search: ListSearch? { nil }
    static func formSubject(_ state: AppState) -> OutboxEntry? { nil }
    static func source(_ state: AppState) -> Source? { nil }
    static func isEmpty(_ state: AppState) -> Bool { false }
    static func summary(_ state: AppState) -> String? { nil }
    static func sort(byColumn index: Int, _ state: inout AppState) -> [Effect] { [] }
    static func scroll(pane: Int, by rows: Int, _ state: inout AppState) {}
    static func queryProblem(_ state: AppState) -> QueryError? { nil }
    static func placeholders(_ state: AppState) -> [CustomCommand.Placeholder: String] { [:] }

    /// Whether a search field has the focus.
    static func isTyping(_ state: AppState) -> Bool { search.map { state[keyPath: $0.prompt] != nil } ?? false }
}

/// The resource and the route of a screen's data, and when the data was fetched.
struct Source: Sendable, Equatable {
    var resource: Resource
    var route: Route
    var fetchedAt: Date?
}

extension AppState {
    /// How current the data of the visible screen is; nil if all of it is local.
    var freshness: Freshness? {
        tab.screen.source(self).map { freshness(of: $0) }
    }

    func freshness(of source: Source) -> Freshness {
        Freshness(
            fetchedAt: source.fetchedAt, activity: activity[source.resource], route: model.presence(of: source.route),
            now: now)
    }
}
