import FoundationEssentials
import Glibc
import HDOCClient
import HDOCTUI
import TerminalKit

/// The clipboard of the terminal that a command runs on.
struct TerminalClipboard {
    let context: CommandContext

    /// Copies a text. In tmux, tmux itself copies it: it keeps the text as its newest buffer and passes it to its own terminal. By default
    /// it ignores OSC 52 of the programs in it.
    func copy(_ text: String) async throws {
        guard let text = Clipboard.text(text) else { throw ClipboardError.tooLong }
        guard !(context.environment["TMUX"] ?? "").isEmpty else { return try write(Clipboard.sequence(text)) }
        do throws(ProgramError) {
            let outcome = try await CapturedProgram.run(
                ["tmux", "load-buffer", "-w", "-"], input: Array(text.utf8), environment: context.environment)
            if outcome.status == 0 { return }
        } catch {
            // This machine has no tmux: hdoc runs on another one than tmux. The terminal may still understand the sequence.
        }
        // A tmux before 3.2 does not know -w. It accepts one of the two sequences, which depends on its options.
        try write([Clipboard.sequence(text), Clipboard.sequenceForTmux(text)].compactMap(\.self).joined())
    }

    private func write(_ sequence: String?) throws {
        guard let sequence else { throw ClipboardError.tooLong }
        if context.console.outputIsTerminal { return context.console.verbatim(sequence) }
        do throws(FileError) {
            let terminal = try OpenFile.open(context.terminalPath, O_WRONLY | O_NOCTTY)
            defer { terminal.close() }
            try terminal.write(Array(sequence.utf8))
        } catch {
            throw ClipboardError.noTerminal(detail: error.reason.text)
        }
    }
}

/// Why a text was not copied.
enum ClipboardError: Error, Sendable, Equatable {
    /// `detail` is the system's message.
    case noTerminal(detail: String)
    case tooLong
}

extension ClipboardError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .noTerminal(let detail):
            ErrorDescription("hdoc has no terminal whose clipboard it could use: \(detail)", "Run the command in a terminal.")
        case .tooLong: ErrorDescription("The text is too long for the clipboard of a terminal")
        }
    }
}
