import HDOCClient
import HDOCModels
import TerminalKit

enum SignUpView {
    private static let width = 66
    private static let label = 20

    static func draw(_ signUp: SignUpState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let stage = state.settings.stage.name
        let fields = SignUpField.allCases
        let columns = max(1, min(width, area.width - 4))
        let words = TextWrap.lines(of: "\(stage) has no account for you yet. Only the username is required.", width: columns)
        let foot = TextWrap.lines(of: hint(signUp), width: columns)
        let wanted = words.count + fields.count + foot.count + 2
        let inside = Popup.draw(
            into: &frame, area: area, title: "Sign up on \(stage)", content: Size(width: width, height: wanted), glyphs: state.glyphs)
        guard inside.height >= wanted else { return drawLow(signUp, foot, in: inside, of: &frame) }
        for (row, line) in words.enumerated() { frame.put(line, in: inside, row: row, style: Style.dim) }
        drawFields(fields[...], signUp, in: inside.inset(top: words.count + 1), of: &frame)
        put(foot, signUp, in: inside.inset(top: words.count + fields.count + 2), of: &frame)
    }

    /// Draws the dialog in a low window, where the focused field has priority, then the message below the fields.
    private static func drawLow(_ signUp: SignUpState, _ foot: [String], in inside: Rect, of frame: inout Frame) {
        let fields = SignUpField.allCases
        let shown = max(1, min(fields.count, inside.height - 1))
        let focus = fields.firstIndex(of: signUp.focus) ?? 0
        let first = max(0, min(focus - shown + 1, fields.count - shown))
        if inside.height > shown { put(foot, signUp, in: inside.inset(top: shown), of: &frame) }
        drawFields(fields[first..<(first + shown)], signUp, in: inside, of: &frame)
    }

    private static func hint(_ signUp: SignUpState) -> String {
        if signUp.isSending { return "Creating your account …" }
        return signUp.problem ?? "Ctrl-S creates the account, Tab moves to the next field, Esc cancels."
    }

    private static func put(_ lines: [String], _ signUp: SignUpState, in area: Rect, of frame: inout Frame) {
        let style: Style = signUp.problem == nil ? .dim : .warning
        for (row, line) in lines.enumerated() { frame.put(line, in: area, row: row, style: style) }
    }

    private static func drawFields(_ fields: ArraySlice<SignUpField>, _ signUp: SignUpState, in area: Rect, of frame: inout Frame) {
        func draw(_ row: Int, _ field: SignUpField) {
            let label = TextWidth.padRight(ProfileStrings.label(field), to: min(label, area.width / 2))
            signUp.fields[field]?.draw(into: &frame, area: area.row(row), label: label)
            frame.mark(area.row(row), .field(SignUpField.allCases.firstIndex(of: field) ?? 0))
        }
        let rows = Array(fields.enumerated())
        for (row, field) in rows where field != signUp.focus { draw(row, field) }
        // Each field sets the cursor when it is drawn, so the focused field is drawn last.
        for (row, field) in rows where field == signUp.focus { draw(row, field) }
    }
}
