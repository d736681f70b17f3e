import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// A dialog that can be opened over every screen.
enum SampleDialog: String, CaseIterable, CustomTestStringConvertible {
    case help, palette, lens, handle, confirm, signIn = "sign-in", signUp = "sign-up", form, reader, choice, export, text

    var testDescription: String { rawValue }

    /// The reader covers the whole window; the others are boxes.
    var fillsWindow: Bool { self == .reader }

    func open(_ state: inout AppState) {
        switch self {
        case .help: state.press(.char("?"))
        case .palette: state.press(.char(":"))
        case .lens: state.dialogs = [.requestInspector(RequestInspectorState())]
        case .handle: state.dialogs = [.handle(HandleState())]
        case .confirm: state.dialogs = [.confirm(ConfirmState(question: "Discard the draft of day 23?", verb: "discard it", effects: []))]
        case .signIn:
            state.press(.char("i"))
            state.receive(.session(.signInStep(Sample.signInAddress)))
        case .signUp: state.dialogs = [.signUp(SignUpState(handle: "newcomer"))]
        case .form: state.receive(.writing(.entryStarted(Sample.outbox("f", .draft, day: 23), .form)))
        case .reader:
            _ = ArticlesScreen.read(Sample.articles[0].id, &state)
            // The update after it lays the text out.
            state.receive(.resize(state.size))
        case .export:
            state.dialogs = [.export(ExportState(content: .articles(Sample.articles), marked: Sample.articles.count))]
        case .text:
            state.dialogs = [.text(TextState(title: "Output of lint", head: ["Exit status: 0", ""], text: Array("all well\n".utf8)))]
        case .choice:
            state.dialogs = [.choice(ChoiceState(stages: ["staging", "prod"].map { Stage(name: $0, api: "https://\($0).example.test/") }))]
        }
    }
}

@Suite("Dialogs over screens")
struct DialogsOverScreensTests {
    private static let sizes = [Size(width: 80, height: 24), Size(width: 40, height: 12)]

    private func open(_ dialog: SampleDialog, over tab: Tab, _ size: Size) -> AppState {
        var model = Sample.model()
        if dialog == .signIn { (model.session, model.handle) = (.signedOut, nil) }
        var state = Sample.state(model, tab: tab, size: size)
        dialog.open(&state)
        return state
    }

    @Test(arguments: SampleDialog.allCases, sizes)
    func `each dialog over each screen equals its golden file`(dialog: SampleDialog, size: Size) {
        let pictures = Tab.allCases.map { tab in
            let frame = View.frame(of: open(dialog, over: tab, size), size: size)
            return "== \(dialog.rawValue) over \(tab)\n\(frame.text)-- cursor \(frame.cursor.map { "\($0.x),\($0.y)" } ?? "hidden")\n"
        }
        Golden.expect(pictures.joined(), "dialog-\(dialog.rawValue)-\(size.width)x\(size.height)")
    }

    @Test(arguments: SampleDialog.allCases, sizes)
    func `no dialog has torn text at its sides, and what lies above and below it is dimmed`(dialog: SampleDialog, size: Size) {
        for tab in Tab.allCases {
            let state = open(dialog, over: tab, size)
            #expect(state.dialogs.count == 1, "\(dialog) over \(tab)")
            let frame = View.frame(of: state, size: size)
            #expect(frame.cursor != nil, "a reader of the screen finds the dialog \(dialog) by the cursor")
            if dialog.fillsWindow { continue }
            for y in 0..<size.height {
                let row = Array(frame.row(y))
                let edges = row.indices.filter { ["│", "┌", "┐", "└", "┘"].contains(row[$0].text) }
                if let left = edges.first, let right = edges.last, left != right {
                    let outside = row[..<left] + row[(right + 1)...]
                    #expect(outside.allSatisfy { $0.text == " " }, "\(dialog) over \(tab), row \(y): \(frame.lines[y])")
                } else {
                    #expect(row.allSatisfy { $0.style.role == .behind || $0.text == " " }, "\(dialog) over \(tab), row \(y)")
                }
            }
        }
    }
}

@Suite("The margins of the window")
struct MarginTests {
    @Test(arguments: ScreenState.allCases, [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12)])
    func `no text touches the right edge of the window`(shown: ScreenState, size: Size) {
        for tab in Tab.allCases {
            let state = shown.sample(tab, size)
            let frame = View.frame(of: state, size: size)
            for y in 0..<size.height where frame.row(y).last?.text != String(state.glyphs.horizontalRule) {
                #expect(frame.row(y).last?.text == " ", "\(tab), row \(y): \(frame.lines[y])")
            }
        }
    }
}
