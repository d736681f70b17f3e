import FoundationEssentials
import Glibc
import HDOCClient
import HDOCTUI
import TerminalKit

/// The clipboard of the terminal that a command runs on.
struct TerminalClipboard {
    let context: CommandContext

    func copy(_ text: String) async throws {
        guard let text = Clipboard.text(text) else { throw ClipboardError.tooLong }
        guard Self.isInTmux(context.environment) else { return try write(Clipboard.sequence(text)) }
        if await Self.giveToTmux(text, context.environment) { return }
        // A tmux before 3.2 does not know -w. It accepts one of the two sequences, which depends on its options.
        try write([Clipboard.sequence(text), Clipboard.sequenceForTmux(text)].compactMap(\.self).joined())
    }

    static func isInTmux(_ environment: [String: String]) -> Bool { !(environment["TMUX"] ?? "").isEmpty }

    /// Lets tmux copy a text: it keeps the text as its newest buffer and passes it to its own terminal. By default it ignores OSC 52 of the
    /// programs in it. False if tmux is too old, or on another machine than hdoc.
    static func giveToTmux(_ text: String, _ environment: [String: String]) async -> Bool {
        guard let text = Clipboard.text(text) else { return false }
        let command = ["tmux", "load-buffer", "-w", "-"]
        let outcome = try? await CapturedProgram.run(command, input: Array(text.utf8), environment: environment)
        return outcome?.status == 0
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
