import HDOCTUI
import TerminalKit
import HDOCModels
import SafeText
import Synchronization

/// The only way to standard output and standard error. Every text is sanitised, so that a text from a server or a file
/// cannot send control sequences.
final class Console: Sendable {
    private let output: any TextSink
    private let errors: any TextSink
    private let trouble = Mutex<SinkError?>(nil)
    /// Whether the terminal can take a line back.
    private let canRedraw: Bool
    /// The line under all messages, while there is one.
    private let status = Mutex("")

    init(output: any TextSink, errors: any TextSink, canRedraw: Bool = false) {
        (self.output, self.errors, self.canRedraw) = (output, errors, canRedraw)
    }

    static func standard(_ environment: [String: String]) -> Console {
        let term = environment["TERM"] ?? ""
        return Console(
            output: DescriptorSink(descriptor: 1), errors: DescriptorSink(descriptor: 2),
            canRedraw: !term.isEmpty && term != "dumb")
    }

    /// Why standard output took no more; nil too where its reader has merely gone (`hdoc users | head`).
    var outputFailure: CommandError? {
        guard case .failed(let detail) = trouble.withLock({ $0 }) else { return nil }
        return .output(detail: detail)
    }

    var outputIsTerminal: Bool { output.isTerminal }

    // MARK: Data, on standard output

    func line(_ text: String) { out(TerminalText.line(text) + "\n") }

    /// Several lines of somebody's text, whole.
    func block(_ text: String) { out(TerminalText.block(text, limit: .max) + "\n") }

    func table(_ table: TextTable) {
        out(table.lines(width: output.columns).map { TerminalText.line($0) + "\n" }.joined())
    }

    /// One document; everything unprintable in it is escaped.
    func json(_ value: JSONValue) { out(JSONOutput.document(value) + "\n") }

    /// Text that hdoc itself made, untouched: help, completion scripts.
    func own(_ text: String) { out(text.hasSuffix("\n") ? text : text + "\n") }

    // MARK: Messages, on standard error

    func say(_ message: String) {
        status.withLock { status in
            let text = TerminalText.block(message, limit: .max) + "\n"
            err(status.isEmpty ? text : Self.erase + text + status)
        }
    }

    /// Whether `show` has somewhere to show it.
    var showsStatus: Bool { canRedraw && errors.isTerminal }

    /// One line under the messages that is replaced by the next one, and taken back by an empty one.
    func show(_ line: String) {
        guard showsStatus else { return }
        let fitting = TextWidth.prefix(of: TerminalText.line(line), columns: max(0, (errors.columns ?? 80) - 1))
        status.withLock { status in
            guard status != fitting else { return }
            err((status.isEmpty ? "" : Self.erase) + fitting)
            status = String(fitting)
        }
    }

    private static let erase = "\r\u{1B}[K"

    /// Why the command failed.
    func complain(_ message: String) { say("hdoc: \(message)") }

    /// What goes on right now: for eyes only, so nothing where nobody looks.
    func progress(_ message: String) { if errors.isTerminal, output.isTerminal { say(message) } }

    private func out(_ text: String) {
        trouble.withLock { trouble in
            guard trouble == nil else { return }
            do throws(SinkError) { try output.write(Array(text.utf8)) } catch { trouble = error }
        }
    }

    private func err(_ text: String) {
        // Where even messages cannot be shown there is nowhere left to say so.
        try? errors.write(Array(text.utf8))
    }
}
