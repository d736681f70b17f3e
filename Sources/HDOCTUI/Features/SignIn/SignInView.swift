import FoundationEssentials
import HDOCClient
import TerminalKit

enum SignInView {
    private static let width = 72

    static func draw(_ signIn: SignInState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let columns = max(1, min(width, area.width - 4))
        let lines = lines(signIn, state, width: columns)
        let isFailed = if case .failed = signIn.phase { true } else { false }
        let inside = Popup.draw(
            into: &frame, area: area, title: "Sign in on \(state.settings.stage.name)",
            content: Size(width: width, height: lines.count + (isFailed ? 0 : 3)), glyphs: state.glyphs)
        let text = inside.inset(bottom: isFailed ? 0 : min(2, inside.height - 1))
        for (row, line) in lines.enumerated() { frame.put([line], in: text, row: row) }
        guard !isFailed else {
            if !inside.isEmpty { frame.cursor = inside.origin }
            return
        }
        let enter = state.settings.hasSampleAccount ? "Enter signs the sample account in" : "Enter copies the address"
        let hint = signIn.pasteProblem ?? "\(enter), or submits a pasted address. Esc cancels."
        if inside.height > 1 {
            frame.put(hint, in: inside.row(inside.height - 1), style: signIn.pasteProblem == nil ? .dim : .warning)
        }
        signIn.paste.draw(into: &frame, area: inside.row(max(0, inside.height - 2)), label: "Address: ")
    }

    private static func lines(_ signIn: SignInState, _ state: AppState, width: Int) -> [Span] {
        func wrapped(_ text: String, _ style: Style = .normal) -> [Span] {
            TextWrap.lines(of: text, width: width).map { Span($0, style) }
        }
        var lines = wrapped(phase(signIn, state), style(signIn))
        guard let address = signIn.address, !lines.isEmpty else { return lines }
        if case .failed = signIn.phase { return lines }
        lines += [Span("")] + wrapped("Open in a browser:", .dim) + wrapped(address, .accent)
        if let browser = signIn.browser { lines += wrapped(browser, .dim) }
        lines += [Span("")]
        if let redirect = signIn.redirect {
            lines += wrapped("Callback address: \(redirect) (must be registered on the stage).", .dim)
        }
        if let port = signIn.port {
            lines += wrapped(
                "If your browser runs on another machine, run this there: ssh -L \(port):127.0.0.1:\(port) \(state.settings.sshTarget)",
                .dim
            )
            lines += wrapped("Or paste the final address of the browser.", .dim)
        }
        return lines
    }

    private static func style(_ signIn: SignInState) -> Style {
        if case .failed = signIn.phase { .warning } else { .title }
    }

    private static func phase(_ signIn: SignInState, _ state: AppState) -> String {
        switch signIn.phase {
        case .discovering: "Looking up the sign-in page of \(state.settings.stage.name) …"
        case .waiting(let until): "Waiting for the browser, \(SignInStrings.clock(until.timeIntervalSince(state.now))) left."
        case .exchanging: "Received the browser's response. Verifying the sign-in …"
        case .failed(let sentence): sentence + " Esc closes."
        }
    }
}
