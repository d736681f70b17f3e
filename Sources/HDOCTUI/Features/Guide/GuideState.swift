import HDOCClient
import TerminalKit

/// What the user chose in the guide.
package enum GuideChoice: Sendable, Equatable {
    case demo
    case add(Stage)
    /// Import a stage from this file, which contains the output of the AWS command line.
    case importFile(String)
    case leave
}

/// The state of the guide, which opens when no stage is configured.
struct GuideState: Sendable {
    enum Page: Sendable {
        case menu
        case add(GuideForm)
        case importing(GuideForm)
    }

    /// A form with a few fields, one of which has the focus.
    struct GuideForm: Sendable {
        var fields: [Prompt]
        var focus = 0
        var problem: String?

        init(_ count: Int) { fields = Array(repeating: Prompt(limit: 2000), count: count) }
    }

    let file: String
    let glyphs: Glyphs
    var size: Size
    var theme = ThemeChoice()
    var page = Page.menu
    var list = ListState(count: GuideText.choices.count)
    /// Why the previous choice failed.
    var problem: String?
    /// The user's choice. It ends the guide.
    var choice: GuideChoice?
}

enum GuideUpdate {
    static func press(_ key: Key, _ state: inout GuideState) {
        if key == .ctrl("c") {
            state.choice = .leave
            return
        }
        switch state.page {
        case .menu: menu(key, &state)
        case .add(let form):
            fill(key, form, &state) {
                .add($0)
            } done: {
                try stage($0)
            }
        case .importing(let form):
            fill(key, form, &state) {
                .importing($0)
            } done: {
                try file($0)
            }
        }
    }

    static func mouse(_ mouse: Mouse, _ state: inout GuideState) {
        switch (mouse.kind, GuideView.frame(of: state, size: state.size).action(at: mouse.at)) {
        case (.click, .row(let row)?):
            if state.list.selected == row { press(.enter, &state) } else { state.list.select(row) }
        case (.click, .key(let key)?): press(key, &state)
        case (.wheelUp, _): press(.up, &state)
        case (.wheelDown, _): press(.down, &state)
        default: break
        }
    }

    private static func menu(_ key: Key, _ state: inout GuideState) {
        switch key {
        case .escape, .char("q"): state.choice = .leave
        case .enter: open(state.list.selection, &state)
        case .char(let digit) where digit.wholeNumberValue.map { (1...GuideText.choices.count).contains($0) } ?? false:
            let row = (digit.wholeNumberValue ?? 1) - 1
            state.list.select(row)
            open(row, &state)
        default:
            if let move = ListMove(key: key) { state.list.move(move, height: GuideText.choices.count) }
        }
    }

    private static func open(_ row: Int, _ state: inout GuideState) {
        state.problem = nil
        switch row {
        case 0: state.choice = .demo
        case 1: state.page = .add(GuideState.GuideForm(GuideText.stageFields.count))
        case 2: state.page = .importing(GuideState.GuideForm(1))
        default: state.choice = .leave
        }
    }

    private static func fill(
        _ key: Key, _ form: GuideState.GuideForm, _ state: inout GuideState,
        _ page: (GuideState.GuideForm) -> GuideState.Page, done: ([String]) throws -> GuideChoice
    ) {
        var form = form
        let last = form.fields.count - 1
        switch key {
        case .escape:
            state.page = .menu
            return
        case .ctrl("s"),
            .enter where form.focus == last:
            do {
                state.choice = try done(form.fields.map { $0.text.filter { !$0.isNewline } })
            } catch {
                form.problem = ErrorDescriber().sentence(error)
            }
        case .enter, .tab, .down: form.focus = min(last, form.focus + 1)
        case .backTab, .up: form.focus = max(0, form.focus - 1)
        default: if form.fields[form.focus].handle(key) == .changed { form.problem = nil }
        }
        state.page = page(form)
    }

    private static func stage(_ texts: [String]) throws -> GuideChoice {
        let words = texts.map { $0.filter { !$0.isWhitespace } }
        func optional(_ index: Int) -> String? { words[index].isEmpty ? nil : words[index] }
        let stage = Stage(name: words[0], api: words[1], issuer: optional(2), clientID: optional(3), handle: optional(4))
        if let problem = StageRules.problem(of: stage) { throw ConfigurationEditError.invalid(problem) }
        return .add(stage)
    }

    private static func file(_ texts: [String]) throws -> GuideChoice {
        let path = texts[0].drop(while: \.isWhitespace)
        guard !path.isEmpty else { throw EditorError.unreadable("The file", .missing) }
        return .importFile(String(path))
    }
}
