import FoundationEssentials
import HDOCClient
import TerminalKit

/// A dialog with the requests of the screen below, and one of them as a `curl` command.
struct RequestInspectorState: Sendable {
    /// The id of the selected request. Nil selects the newest request, also when newer ones arrive.
    var chosen: Int?
    /// The first visible line of the description of the request, if the window is too low for all lines.
    var offset = 0
    /// Whether the requests of all screens are listed, since the start of hdoc.
    var showsAll = false
}

/// The request that the inspector shows: one that was made, or else the one that `r` would make.
struct InspectedRequest: Equatable {
    var request: RequestOutline
    var trace: RequestTrace?
}

enum RequestInspectorUpdate {
    static func bindings(_ inspector: RequestInspectorState, _ state: AppState) -> [Binding] {
        let closing: [Action] = [.back, .quit, .open, .inspectRequest]
        let curl = subject(inspector, state)?.request.curl
        return closing.map { Binding.closing($0) }
            + [
                .copy(curl, what: "the curl command", missing: "No request was made for this screen."), exporting(state),
                Binding(.filter, hint: inspector.showsAll ? "this screen" : "all requests") { state in
                    state.setTop(.requestInspector(RequestInspectorState(showsAll: !inspector.showsAll)))
                    return []
                },
            ] + Binding.moves { move($0, inspector, &$1) }
    }

    /// Saves the requests of this run as an HTTP archive.
    static func exporting(_ state: AppState) -> Binding {
        let finished = state.requests.filter { $0.outcome != .underWay }
        let none = finished.isEmpty ? "No request has ended in this run." : nil
        return .effects(.exportRequests, hint: "export", disabled: none, [.desktop(.exportRequests(finished))])
    }

    /// Pages scroll the description of the request if it is longer than its area; all other moves choose a request.
    private static func move(_ move: ListMove, _ inspector: RequestInspectorState, _ state: inout AppState) {
        let layout = RequestInspectorView.layout(inspector, state)
        if layout.head.count > layout.headRows, move == .pageDown || move == .pageUp {
            var scrolled = inspector
            scrolled.offset = ReaderUpdate.scrolled(layout.offset(inspector), move, lines: layout.head.count, height: layout.headRows)
            return state.setTop(.requestInspector(scrolled))
        }
        var list = list(inspector, state)
        list.move(move, height: max(1, layout.listRows))
        choose(list.selection, inspector, &state)
    }

    @discardableResult
    static func choose(_ row: Int, _ inspector: RequestInspectorState, _ state: inout AppState) -> [Effect] {
        let calls = calls(inspector, state)
        guard row < calls.count else { return [] }
        state.setTop(.requestInspector(RequestInspectorState(chosen: row == 0 ? nil : calls[row].id, showsAll: inspector.showsAll)))
        return []
    }

    /// The requests of the current screen, or all of this run, newest first.
    static func calls(_ inspector: RequestInspectorState, _ state: AppState) -> [RequestTrace] {
        state.requests.reversed().filter { inspector.showsAll || state.tab.screen.isConcerned(by: $0, state) }
    }

    static func list(_ inspector: RequestInspectorState, _ state: AppState) -> ListState {
        let calls = calls(inspector, state)
        var list = ListState(count: calls.count)
        list.select(calls.firstIndex { $0.id == inspector.chosen } ?? 0)
        return list
    }

    /// The request to show; nil if the screen shows only local data.
    static func subject(_ inspector: RequestInspectorState, _ state: AppState) -> InspectedRequest? {
        let calls = calls(inspector, state)
        if let trace = calls.first(where: { $0.id == inspector.chosen }) ?? calls.first {
            return InspectedRequest(request: trace.request, trace: trace)
        }
        guard let source = state.tab.screen.source(state) else { return nil }
        let routes = RequestOutline.reading(source.resource, on: state.settings.stage)
        let known = routes.first { route, _ in
            if case .absent? = state.model.presence(of: route)?.presence { false } else { true }
        }
        return (known ?? routes.first).map { InspectedRequest(request: $0.outline) }
    }
}
