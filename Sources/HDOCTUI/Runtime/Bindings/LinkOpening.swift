import HDOCClient
import TerminalKit

/// Opens web addresses in a browser.
enum LinkOpening {
    /// Opens a link that another user may have written. If the link points to this machine, hdoc asks the user first, because a program
    /// on this machine could act on the request.
    static func open(_ url: String, _ state: inout AppState) -> [Effect] {
        let effects = [Effect.desktop(.openLink(url))]
        guard let link = WebLink(url), link.pointsToThisMachine else { return effects }
        let question = "This link points to this machine, so a program that runs here gets the request: \(link.shown)"
        state.dialogs.append(.confirm(ConfirmState(question: question, verb: "open it", effects: effects)))
        return []
    }
}
