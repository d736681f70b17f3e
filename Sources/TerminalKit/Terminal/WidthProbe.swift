import CNCurses
import Glibc

/// Asks the terminal how wide it draws characters: it prints each sample and asks for the position of the cursor.
public enum WidthProbe {
    /// A sample and its widths in columns.
    public struct Measurement: Sendable, Equatable {
        /// The characters.
        public var sample: String
        /// The width that `TextWidth` computes.
        public var expected: Int
        /// The width on this terminal.
        public var columns: Int

        /// Creates a measurement.
        public init(sample: String, expected: Int, columns: Int) {
            (self.sample, self.expected, self.columns) = (sample, expected, columns)
        }
    }

    /// A letter with a combining mark, lines and blocks, wide characters of three scripts, and signs of ambiguous width.
    static let samples = ["e\u{301}", "─", "█", "…", "●", "→", "雲", "한", "カ"]
    /// In milliseconds. A terminal over a slow connection needs some time.
    private static let patience: Int32 = 1000

    /// Measures the samples on the terminal of standard input and output. Nil if one of them is no terminal, or if the terminal does not
    /// answer within a second. What a person types meanwhile is lost.
    public static func measure() -> [Measurement]? {
        guard hdoc_is_terminal(0), hdoc_is_terminal(1) else { return nil }
        KeyMode.begin(descriptor: 0, brackets: false)
        defer {
            write("\r\u{1B}[K")
            KeyMode.end()
        }
        var found: [Measurement] = []
        for sample in samples {
            write("\r" + sample + "\u{1B}[6n")
            guard let column = cursorColumn() else { return nil }
            found.append(Measurement(sample: sample, expected: TextWidth.columns(of: sample), columns: column - 1))
        }
        return found
    }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(1, bytes, bytes.count)
    }

    /// Reads up to the end of the terminal's answer, `ESC [ row ; column R`. Nil if it does not come.
    private static func cursorColumn() -> Int? {
        var bytes: [UInt8] = []
        while bytes.count < 4096 {
            var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            var byte: UInt8 = 0
            guard poll(&input, 1, patience) > 0, read(0, &byte, 1) == 1 else { return nil }
            bytes.append(byte)
            if byte == UInt8(ascii: "R"), let column = column(in: bytes) { return column }
        }
        return nil
    }

    /// The column in an answer at the end of these bytes; nil if they do not end in one.
    static func column(in bytes: [UInt8]) -> Int? {
        guard let start = bytes.lastIndex(of: 0x1B) else { return nil }
        let parts = String(decoding: bytes[(start + 1)...], as: UTF8.self).dropFirst().dropLast().split(separator: ";")
        return parts.count == 2 && Int(parts[0]) != nil ? Int(parts[1]) : nil
    }
}

/// What the terminal's description says.
public enum TerminalType {
    /// The number of colours of terminals of this type; 0 if it has none, nil if the type is unknown on this machine.
    public static func colours(of type: String) -> Int? {
        let count = hdoc_type_colors(type)
        return count < 0 ? nil : Int(count)
    }

    /// The type to open the screen with: `xterm-direct` for `xterm-256color` if `COLORTERM` says that the terminal has direct colours, and
    /// this machine knows that type. Must not be called while a screen is open.
    static func withDirectColours(_ type: String, _ environment: [String: String]) -> String {
        guard ["truecolor", "24bit"].contains(environment["COLORTERM"]), type.hasSuffix("-256color") else { return type }
        let direct = "\(type.dropLast("256color".count))direct"
        return (colours(of: direct) ?? 0) > 256 ? direct : type
    }
}
