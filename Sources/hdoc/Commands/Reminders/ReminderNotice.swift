import ArgumentParser
import FoundationEssentials
import Glibc
import HDOCClient
import HDOCModels
import HDOCTUI

/// The text of a reminder.
struct ReminderNotice {
    let title: String
    let body: String

    init(_ status: StageProgress) {
        let streak = status.progress.streak
        title = "Day \(status.progress.nextDay) of #100DaysOfCloud is not written yet"
        let risk = streak.isAtRisk ? " Your streak of \(Amounts.count(streak.current, "day")) is at risk." : ""
        body = "\(status.timeLeft) left.\(risk)"
    }

    /// Shows the notice with `notify-send`. Returns false if it is not installed or cannot reach the desktop.
    func showOnDesktop(_ environment: [String: String]) async throws(ProgramError) -> Bool {
        guard CapturedProgram.path(of: "notify-send", environment) != nil else { return false }
        var environment = environment
        // A program that cron starts does not have the address of the session bus.
        let bus = "\(environment["XDG_RUNTIME_DIR"] ?? "/run/user/\(getuid())")/bus"
        if environment["DBUS_SESSION_BUS_ADDRESS"] == nil, FileInfo(bus) != nil {
            environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=\(bus)"
        }
        return try await CapturedProgram.run(["notify-send", "--app-name=hdoc", "--", title, body], environment: environment).status == 0
    }
}

/// A control sequence with which a terminal shows a notice of the desktop.
enum TerminalNotice: String, ExpressibleByArgument, CaseIterable {
    /// iTerm2, Windows Terminal, ConEmu.
    case osc9 = "9"
    /// kitty.
    case osc99 = "99"
    /// foot, urxvt, terminals with VTE.
    case osc777 = "777"

    func sequence(_ notice: ReminderNotice, isInTmux: Bool) -> String {
        // The texts hold numbers and words of hdoc only; a `;` would separate fields.
        let (title, body) = (notice.title, notice.body)
        let sequence =
            switch self {
            case .osc9: "\u{1B}]9;\(title). \(body)\u{1B}\\"
            case .osc99: "\u{1B}]99;i=hdoc:d=0;\(title)\u{1B}\\\u{1B}]99;i=hdoc:d=1:p=body;\(body)\u{1B}\\"
            case .osc777: "\u{1B}]777;notify;\(title);\(body)\u{1B}\\"
            }
        // tmux passes a sequence on if it is wrapped and each ESC is doubled.
        return isInTmux ? "\u{1B}Ptmux;" + sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\" : sequence
    }
}
