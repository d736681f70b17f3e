/// Words of a command line for a shell.
package enum ShellWord {
    /// The text as one word. Between single quotes, only the single quote itself is special.
    package static func quoted(_ text: String) -> String {
        "'" + text.split(atByte: "'", keepingEmptyParts: true).joined(separator: "'\\''") + "'"
    }
}
