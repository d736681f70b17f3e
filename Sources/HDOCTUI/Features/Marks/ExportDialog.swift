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

    var subject: String { Amounts.count(content.count, content.name.one, content.name.many) }
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
        let what = Amounts.count(order.content.count, order.content.name.one, order.content.name.many)
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
        let width = max(1, min(60, area.width - 4))
        let gone = export.marked - export.content.count
        let lost = gone > 0 ? " \(gone) marked \(gone == 1 ? "one is" : "ones are") no longer in the list." : ""
        let question = TextWrap.lines(of: "A file for \(export.subject), ending in .csv or .json.\(lost)", width: width)
        let answer = TextWrap.lines(of: export.problem ?? "Enter writes it, Esc cancels.", width: width)
        let inside = Popup.draw(
            into: &frame, area: area, title: "Export", content: Size(width: 60, height: question.count + answer.count + 3),
            glyphs: state.glyphs)
        // In a very low window, the field has priority over the question.
        let field = inside.row(max(0, min(question.count + 1, inside.height - 1)))
        let above = inside.inset(bottom: max(0, inside.maxY - field.minY))
        for (row, line) in question.enumerated() { frame.put(line, in: above, row: row, style: .dim) }
        for (row, line) in answer.enumerated() {
            frame.put(line, in: inside, row: question.count + 3 + row, style: export.problem == nil ? .dim : .warning)
        }
        export.prompt.draw(into: &frame, area: field)
    }
}
