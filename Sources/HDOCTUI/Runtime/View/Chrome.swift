import HDOCClient
import TerminalKit

/// The layout that all screens share. A low window leaves out the least important rows first.
struct Chrome: Equatable {
    /// In columns. With this margin, texts begin in the same column as the texts of a table.
    static let margin = 2

    let title: Rect
    let tabs: Rect
    let rule: Rect
    let body: Rect
    /// The row for a remark about the data, such as its age; the same on every screen.
    let status: Rect
    /// The row for messages and key hints.
    let foot: Rect

    init(size: Size) {
        let height = size.height
        func rows(_ isShown: Bool) -> Length { .fixed(isShown ? 1 : 0) }
        let parts = Rect(size: size).split(rows: [
            rows(height >= 3), rows(height >= 7), rows(height >= 10), .share(1), rows(height >= 5), rows(height >= 2),
        ])
        (title, tabs, rule, body, status, foot) = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
    }

    /// The area without its margins. A narrow area has no margins.
    static func inset(_ area: Rect) -> Rect {
        area.width < 30 ? area : area.inset(left: margin, right: margin)
    }
}

/// Draws the whole window: chrome, screen, dialogs.
enum View {
    static func frame(of state: AppState, size: Size) -> Frame {
        var frame = Frame(size: size)
        let chrome = Chrome(size: size)
        drawTitle(state, in: Chrome.inset(chrome.title), of: &frame)
        Tabs.draw(
            into: &frame, area: Chrome.inset(chrome.tabs), titles: Tab.allCases.map { $0.screen.title }, selected: state.tab.index)
        frame.fill(
            chrome.rule, with: state.glyphs.horizontalRule, style: state.settings.stage.isProduction ? .prod : .dim)
        state.tab.screen.view(state, in: chrome.body, of: &frame)
        if let line = StatusStrings.line(state) {
            let area = Chrome.inset(chrome.status)
            frame.put(line.text(width: area.width), in: area, style: line.isWarning ? .warning : .dim)
        }
        drawFoot(state, in: Chrome.inset(chrome.foot), of: &frame)
        for dialog in state.dialogs { Dialogs.draw(dialog, state, in: frame.bounds, of: &frame) }
        if let tour = state.tour { TourView.draw(tour, in: Chrome.inset(chrome.foot), of: &frame) }
        return frame
    }

    private static func drawTitle(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let separator = " \(state.glyphs.separator) "
        let left = [
            Span("hdoc", .title), Span("  "), Span(stageLabel(state.settings.stage), stageStyle(state.settings.stage)),
            Span(separator, .dim), Span(StatusStrings.who(state)),
        ]
        let right = StatusStrings.titleFacts(state).enumerated().flatMap { index, fact in
            [Span(index == 0 ? "" : separator, .dim), Span(fact, .dim)]
        }
        StatusLine.draw(into: &frame, area: area, left: left, right: right)
    }

    /// The name of a production stage is in capitals, so that it stands out without colours too.
    private static func stageLabel(_ stage: Stage) -> String { stage.isProduction ? " \(stage.name.uppercased()) " : stage.name }

    private static func stageStyle(_ stage: Stage) -> Style {
        if stage.isProduction { return .prod }
        return stage.name.lowercased() == "staging" ? .warning : .accent
    }

    private static func drawFoot(_ state: AppState, in area: Rect, of frame: inout Frame) {
        if let toast = state.toast {
            frame.put(toast.text, in: area, style: toast.isWarning ? .warning : .normal)
            return
        }
        if state.tab.screen.isTyping(state) {
            let hints = [Hint(key: "Enter", label: "keep"), Hint(key: "Esc", label: "clear")]
            Hints.draw(into: &frame, area: area, hints: hints, glyphs: state.glyphs)
            return
        }
        let hints = Bindings.all(state).compactMap { binding -> Hint? in
            guard binding.disabled == nil, let label = binding.hint, let key = state.settings.keymap.name(of: binding.action)
            else { return nil }
            return Hint(key: key, label: label)
        }
        let help = state.settings.keymap.name(of: .help).map { Hint(key: $0, label: "help") }
        Hints.draw(into: &frame, area: area, hints: hints, trailing: help, glyphs: state.glyphs)
    }
}
