import FoundationEssentials
import SafeText

/// Texts for the clipboard of a terminal. The clipboard may be pasted into a shell, so a text must not contain anything that the screen
/// does not show.
package enum Clipboard {
    /// The most bytes that are copied. The OSC 52 sequence then has about 99,000 bytes; terminals ignore longer ones.
    private static let limit = 74_000

    /// The text sanitised as on the screen; nil if it is too long.
    package static func text(_ text: String) -> String? {
        let text = TerminalText.block(text, limit: limit)
        return text.utf8.count <= limit ? text : nil
    }

    /// The OSC 52 sequence that copies a text; nil if the text is too long.
    package static func sequence(_ text: String) -> String? {
        Self.text(text).map { "\u{1B}]52;c;" + Data($0.utf8).base64EncodedString() + "\u{07}" }
    }

    /// The sequence in the form in which tmux passes it on to its own terminal, if its option `allow-passthrough` is on.
    package static func sequenceForTmux(_ text: String) -> String? {
        sequence(text).map { "\u{1B}Ptmux;" + $0.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\" }
    }
}
