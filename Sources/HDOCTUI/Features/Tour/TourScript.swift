import HDOCClient
import HDOCModels
import TerminalKit

/// One step of the tour: a caption, and keys that are pressed when it has been read.
struct TourStep: Sendable {
    /// At most 62 characters, so that it fits in 80 columns.
    let caption: String
    var keys: [Key] = []
    /// Whether the screens show what the keys were pressed for. The next step begins then.
    var isDone: @Sendable (AppState) -> Bool = { _ in true }
}

/// What the tour of the demo shows. Its keys are the standard ones.
enum TourScript {
    static let steps: [TourStep] = browsing + writing + looking

    private static let browsing = [
        TourStep(caption: "Today: your day, your streak, and what there is to do."),
        TourStep(
            caption: "2 lists the journeyers of the community.", keys: [.char("2")],
            isDone: { $0.model.journeyers.value > 0 }),
        TourStep(caption: "j and k move; Enter opens a profile.", keys: [.char("j"), .char("j"), .char("j"), .enter]),
        TourStep(caption: "Esc goes back. / searches while you type.", keys: [.escape, .char("/")] + typed("lam")),
        TourStep(caption: "Every match is marked. Esc shows all again.", keys: [.escape]),
        TourStep(caption: "3 is the leaderboard, by total score.", keys: [.char("3")]),
        TourStep(
            caption: "4 lists the articles; Enter opens one.", keys: [.char("4"), .char("j"), .enter],
            isDone: { !$0.model.articles.value.isEmpty }),
        TourStep(caption: "Articles are rendered from Markdown. Ctrl-F turns the page.", keys: [.ctrl("f")]),
    ]

    private static let writing = [
        TourStep(
            caption: "i signs in, here with the sample account.", keys: [.escape, .char("1"), .char("i")],
            isDone: { $0.dialogs.contains { if case .signIn(let signIn) = $0 { signIn.isWaiting } else { false } } }),
        TourStep(
            caption: "A browser would open now. In the demo, Enter is enough.", keys: [.enter],
            isDone: { if case .signedIn = $0.model.session { $0.dialogs.isEmpty } else { false } }),
        TourStep(
            caption: "E opens the form for today's entry; e opens your editor.", keys: [.char("E")],
            isDone: { $0.dialogs.contains { if case .form = $0 { true } else { false } } }),
        TourStep(caption: "Every word is saved on this machine while you type.", keys: typed("Queues with a dead letter")),
        TourStep(
            caption: "Ctrl-S sends it. It is in the outbox before it is sent.", keys: [.ctrl("s")],
            isDone: { state in state.dialogs.isEmpty && state.model.outbox.contains { $0.state == .sent } }),
        TourStep(caption: "5 is the outbox: what was sent, and what still waits.", keys: [.char("5")]),
    ]

    private static let looking = [
        TourStep(caption: "x shows the requests behind a screen, without secrets.", keys: [.char("1"), .char("x")]),
        TourStep(caption: ": finds every command, journeyer, tag and theme.", keys: [.escape, .char(":")] + typed("theme")),
        TourStep(caption: "? lists the keys that work here.", keys: [.escape, .char("?")]),
        TourStep(caption: "That was the tour. The demo is yours now; q quits.", keys: [.escape]),
    ]

    private static func typed(_ text: String) -> [Key] { text.map { Key.char($0) } }
}
