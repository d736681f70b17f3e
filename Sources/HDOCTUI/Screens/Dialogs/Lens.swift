import TerminalKit
import FoundationEssentials
import HDOCClient

/// The calls behind the screen below, and one of them as a `curl` line.
struct LensState: Sendable {
    /// The call that was chosen; nil follows the newest.
    var chosen: Int?
}

/// What the lens shows of one call: one that was made, or else the one that `r` would make.
struct LensSubject: Equatable {
    var request: RequestOutline
    var trace: RequestTrace?
}

enum LensUpdate {
    static func press(_ key: Key, _ lens: LensState, _ state: inout AppState) -> [Effect] {
        guard let command = state.setting.keymap.command(for: key) else { return [] }
        switch command {
        case .back, .quit, .open, .lens: state.closeTop()
        case .copy: return subject(lens, state).map { [.copy($0.request.curl, what: "the curl command")] } ?? []
        default:
            guard let move = ListMove(command) else { return [] }
            var list = list(lens, state)
            list.move(move, height: LensView.listRows(state))
            choose(list.selection, lens, &state)
        }
        return []
    }

    @discardableResult
    static func choose(_ row: Int, _ lens: LensState, _ state: inout AppState) -> [Effect] {
        let calls = calls(state)
        guard row < calls.count else { return [] }
        state.setTop(.lens(LensState(chosen: row == 0 ? nil : calls[row].id)))
        return []
    }

    /// Newest first.
    static func calls(_ state: AppState) -> [RequestTrace] {
        state.requests.reversed().filter { state.tab.isBehind($0, state) }
    }

    static func list(_ lens: LensState, _ state: AppState) -> ListState {
        let calls = calls(state)
        var list = ListState(count: calls.count)
        list.select(calls.firstIndex { $0.id == lens.chosen } ?? 0)
        return list
    }

    /// Nil where the screen is all local.
    static func subject(_ lens: LensState, _ state: AppState) -> LensSubject? {
        let calls = calls(state)
        if let trace = calls.first(where: { $0.id == lens.chosen }) ?? calls.first {
            return LensSubject(request: trace.request, trace: trace)
        }
        guard let source = state.tab.screen.source(state) else { return nil }
        let routes = RequestOutline.reading(source.resource, on: state.setting.stage)
        let known = routes.first { route, _ in
            if case .absent? = state.library.presence(of: route)?.presence { false } else { true }
        }
        return (known ?? routes.first).map { LensSubject(request: $0.outline) }
    }
}
