import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The dialog that asks for the file of an export.
struct ExportState: Sendable {
    let content: ExportContent
    /// The number of marks. It is larger than that of `content` if some of the marked ones are gone.
    let marked: Int
    var prompt: Prompt
    var problem: String?

    init(content: ExportContent, marked: Int) {
        (self.content, self.marked) = (content, marked)
        prompt = Prompt("\(content.name.many).csv", limit: 1000)
    }
}

enum ExportUpdate {
    static func press(_ key: Key, _ export: ExportState, _ state: inout AppState) -> [Effect] {
        var export = export
        switch key {
        case .escape:
            state.closeTop()
            return []
        case .enter:
            let path = String(export.prompt.text.trimmed)
            if let format = ExportOrder.Format(path: path) {
                state.closeTop()
                return [.desktop(.export(ExportOrder(content: export.content, path: path, format: format)))]
            }
            export.problem = "The name must end in .csv or .json."
        default:
            _ = export.prompt.handle(key)
            export.problem = nil
        }
        state.setTop(.export(export))
        return []
    }

    /// Tells that a file was written, or asks whether to replace it.
    static func exported(_ order: ExportOrder, _ result: Result<Void, FileError>, _ state: inout AppState) {
        let what = order.content.amount
        switch result {
        case .success: state.say("Wrote \(what) to \(order.path).")
        case .failure(let error) where error.reason == .exists:
            var again = order
            again.replaces = true
            let question = "\(order.path) exists. Replace it with \(what)?"
            state.dialogs.append(.confirm(ConfirmState(question: question, verb: "replace it", effects: [.desktop(.export(again))])))
        case .failure(let error): state.say("\(order.path) was not written: \(error.reason.text).", isWarning: true)
        }
    }
}

enum ExportView {
    static func draw(_ export: ExportState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let gone = export.marked - export.content.count
        let lost = gone > 0 ? " \(gone) marked \(gone == 1 ? "one is" : "ones are") no longer in the list." : ""
        PromptDialog.draw(
            export.prompt, title: "Export", question: "A file for \(export.content.amount), ending in .csv or .json.\(lost)",
            keys: "Enter writes it, Esc cancels.", problem: export.problem, state, in: area, of: &frame)
    }
}
