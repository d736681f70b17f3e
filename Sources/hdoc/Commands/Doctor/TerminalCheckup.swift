import HDOCClient
import HDOCModels
import HDOCTUI
import SafeText
import TerminalKit

/// Checks the kind of terminal, its colours, its characters, and whether it gives characters the width that hdoc expects.
struct TerminalCheckup {
    let context: CommandContext

    var findings: [DoctorFinding] { [kind, characters, widths] }

    private var isOnTerminal: Bool { context.console.outputIsTerminal }

    private var kind: DoctorFinding {
        let term = context.environment["TERM"] ?? ""
        let name = TerminalText.line(term, limit: 40)
        let colours = TerminalType.colours(of: term)
        let noColour = context.environment["NO_COLOR"]?.isEmpty == false
        let data: [String: JSONValue] = [
            "term": .string(name), "colours": .optional(colours), "no_color": .bool(noColour), "is_terminal": .bool(isOnTerminal),
        ]
        guard let colours else {
            let detail = term.isEmpty ? "TERM is not set" : "TERM=\(name) is unknown on this machine"
            let fix = "Set TERM to the kind of your terminal, such as xterm-256color, or install ncurses-term."
            return isOnTerminal ? .bad("terminal", detail, fix: fix, data) : .note("terminal", detail, fix: fix, data)
        }
        let off = noColour ? ", off: NO_COLOR is set" : ""
        return .ok("terminal", "\(name), \(colours == 0 ? "no colours" : "\(colours) colours")\(off)", data)
    }

    private var characters: DoctorFinding {
        let isUTF8 = BarChart.isUnicode(context.environment)
        let set = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { name in
            context.environment[name].map { "\(name)=\(TerminalText.line($0, limit: 40))" }
        }
        let detail = "\(isUTF8 ? "UTF-8" : "not UTF-8"): \(set.isEmpty ? "no locale is set" : set.joined(separator: ", "))"
        let data: [String: JSONValue] = ["utf8": .bool(isUTF8)]
        if isUTF8 { return .ok("characters", detail, data) }
        let fix = "Set LANG to a UTF-8 locale, such as C.UTF-8."
        return isOnTerminal ? .bad("characters", detail, fix: fix, data) : .note("characters", detail, fix: fix, data)
    }

    private var widths: DoctorFinding {
        guard let measured = context.measureWidths() else {
            return .note("width", isOnTerminal ? "not checked: the terminal did not say where its cursor is" : "not checked: no terminal")
        }
        let wrong = measured.filter { $0.columns != $0.expected }
        let data: [String: JSONValue] = ["checked": .optional(measured.count), "wrong": .optional(wrong.count)]
        guard !wrong.isEmpty else { return .ok("width", "\(measured.count) samples have the expected width", data) }
        let list = wrong.map { "\($0.sample) is \($0.columns) wide instead of \($0.expected)" }.joined(separator: ", ")
        return .bad(
            "width", list,
            fix: "Switch off wide “ambiguous” characters in the settings of the terminal, or use `hdoc --linear`.", data)
    }
}
