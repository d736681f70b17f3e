import FoundationEssentials
import HDOCClient
import TerminalKit

/// A dialog with the requests of the screen below, and one of them as a `curl` command.
struct RequestInspectorState: Sendable {
    /// The id of the selected request. Nil selects the newest request, also when newer ones arrive.
    var chosen: Int?
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
            + [.copy(curl, what: "the curl command", missing: "No request was made for this screen.")]
            + Binding.moves { move, state in
                var list = list(inspector, state)
                list.move(move, height: RequestInspectorView.listRows(state))
                choose(list.selection, inspector, &state)
            }
    }

    @discardableResult
    static func choose(_ row: Int, _ inspector: RequestInspectorState, _ state: inout AppState) -> [Effect] {
        let calls = calls(state)
        guard row < calls.count else { return [] }
        state.setTop(.requestInspector(RequestInspectorState(chosen: row == 0 ? nil : calls[row].id)))
        return []
    }

    /// The requests of the current screen, newest first.
    static func calls(_ state: AppState) -> [RequestTrace] {
        state.requests.reversed().filter { state.tab.screen.isConcerned(by: $0, state) }
    }

    static func list(_ inspector: RequestInspectorState, _ state: AppState) -> ListState {
        let calls = calls(state)
        var list = ListState(count: calls.count)
        list.select(calls.firstIndex { $0.id == inspector.chosen } ?? 0)
        return list
    }

    /// The request to show; nil if the screen shows only local data.
    static func subject(_ inspector: RequestInspectorState, _ state: AppState) -> InspectedRequest? {
        let calls = calls(state)
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
