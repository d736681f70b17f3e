import HDOCModels
import SafeText
import Synchronization
import TerminalKit

/// All output of the commands to standard output and standard error. Every text is sanitised, so that a text from a server or a file
/// cannot send control sequences to the terminal.
final class Console: Sendable {
    private let output: any TextSink
    private let errors: any TextSink
    private let trouble = Mutex<SinkError?>(nil)
    /// Whether the terminal can erase and rewrite a line.
    private let canRedraw: Bool
    /// The status line below the messages; empty if there is none.
    private let status = Mutex("")
    private let messages = Mutex<String?>(nil)

    /// Whether tables are printed as rows of named values, for the linear mode.
    let isLinear: Bool

    init(output: any TextSink, errors: any TextSink, canRedraw: Bool = false, isLinear: Bool = false) {
        (self.output, self.errors, self.canRedraw, self.isLinear) = (output, errors, canRedraw, isLinear)
    }

    /// The same destinations for a command of the linear mode: wrapped lines, nothing padded, nothing redrawn.
    func linear() -> Console { Console(output: LinearSink(output), errors: LinearSink(errors), isLinear: true) }

    static func standard(_ environment: [String: String]) -> Console {
        let term = environment["TERM"] ?? ""
        return Console(
            output: DescriptorSink(descriptor: 1), errors: DescriptorSink(descriptor: 2),
            canRedraw: !term.isEmpty && term != "dumb")
    }

    /// The error of a failed write to standard output. Nil if its reader has closed the pipe (`hdoc users | head`).
    var outputFailure: CommandError? {
        guard case .failed(let detail) = trouble.withLock({ $0 }) else { return nil }
        return .output(detail: detail)
    }

    var outputIsTerminal: Bool { output.isTerminal }

    // MARK: Data, on standard output

    func line(_ text: String) { out(TerminalText.line(text) + "\n") }

    /// Prints a text of several lines without shortening it.
    func block(_ text: String) { out(TerminalText.block(text, limit: .max) + "\n") }

    /// Prints a table: aligned below a header on a terminal, otherwise as tab-separated values.
    /// - Parameter isForPeople: whether the table is aligned in any case.
    func table(_ table: TextTable, isForPeople: Bool = false) {
        if isLinear {
            out(table.namedLines.map { $0 + "\n" }.joined())
        } else if output.isTerminal || isForPeople {
            out(table.lines(width: output.columns).map { TerminalText.line($0) + "\n" }.joined())
        } else {
            // The fields are sanitised; the tabs between them are not part of a text.
            out(table.separatedLines.map { $0 + "\n" }.joined())
        }
    }

    /// Prints one line for each field: aligned on a terminal, otherwise label and value with a tab between them.
    func fields(_ fields: [(label: String, value: String)]) {
        if isLinear { return out(fields.map { "\(TerminalText.line($0.label)): \(TerminalText.line($0.value))\n" }.joined()) }
        let isAligned = output.isTerminal
        let width = 2 + (fields.map { TextWidth.columns(of: TerminalText.line($0.label)) }.max() ?? 0)
        for (label, value) in fields {
            let name = TerminalText.line(label)
            let value = isAligned ? TerminalText.line(value) : TerminalText.line(value, limit: .max)
            out((isAligned ? TextWidth.padRight(name, to: width) : name + "\t") + value + "\n")
        }
    }

    /// Prints one JSON document. Unprintable characters are escaped.
    func json(_ value: JSONValue) { out(JSONOutput.document(value) + "\n") }

    /// Prints bytes that are already safe for a terminal. Returns false if the output has failed, so that no more is needed.
    func safe(_ bytes: [UInt8]) -> Bool {
        out(bytes)
        return trouble.withLock { $0 == nil }
    }

    /// Prints a text that hdoc itself contains, such as help or a completion script, without sanitising it.
    func own(_ text: String) { out(text.hasSuffix("\n") ? text : text + "\n") }

    /// Writes a text as it is: a control sequence of hdoc, or a file for another program.
    func verbatim(_ text: String) { out(text) }

    // MARK: Messages, on standard error

    func say(_ message: String) {
        messages.withLock { $0 = message }
        self.message(TerminalText.block(message, limit: .max))
    }

    private func message(_ line: String) {
        status.withLock { status in
            let text = line + "\n"
            err(status.isEmpty ? text : Self.erase + text + status)
        }
    }

    /// Whether `show` can show a status line.
    var showsStatus: Bool { canRedraw && errors.isTerminal }

    /// Replaces the status line below the messages; an empty text removes it.
    func show(_ line: String) {
        guard showsStatus else { return }
        let fitting = TextWidth.prefix(of: TerminalText.line(line), columns: max(0, (errors.columns ?? 80) - 1))
        status.withLock { status in
            guard status != fitting else { return }
            err((status.isEmpty ? "" : Self.erase) + fitting)
            status = String(fitting)
        }
    }

    /// The last message on standard error; nil if there is none.
    var lastMessage: String? { messages.withLock { $0 } }

    /// Prints one JSON document on one line of standard error, without changing its texts.
    func errorDocument(_ value: JSONValue) { message(JSONOutput.line(value)) }

    private static let erase = "\r\u{1B}[K"

    /// Prints the reason why a command failed.
    func complain(_ message: String) { say("hdoc: \(message)") }

    /// Prints progress, but only if both streams are terminals.
    func progress(_ message: String) { if errors.isTerminal, output.isTerminal { say(message) } }

    private func out(_ text: String) { out(Array(text.utf8)) }

    private func out(_ bytes: [UInt8]) {
        trouble.withLock { trouble in
            guard trouble == nil else { return }
            do throws(SinkError) { try output.write(bytes) } catch { trouble = error }
        }
    }

    private func err(_ text: String) {
        // There is no other place to report a failed write to standard error.
        try? errors.write(Array(text.utf8))
    }
}
