import SafeText

/// The width of text on a terminal in columns, independent of machine and locale.
///
/// The functions expect sanitised text. For such text, the width is that of `wcwidth` in glibc 2.36 (Debian 12). If the C library of
/// the machine gives a character another width, `CursesPainter` draws a substitute.
public enum TextWidth {
    /// The width of a scalar: 0 for combining marks, 2 for wide characters, otherwise 1.
    public static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        // The most common ones: Latin letters, the lines and blocks that hdoc draws, and the ellipsis.
        if value < 0x300 || (0x2500...0x259F).contains(value) || value == 0x2026 { return 1 }
        if WideScalars.contains(value) { return 2 }
        return isCombining(scalar) ? 0 : 1
    }

    /// The number of columns that a sanitised text takes on the terminal.
    public static func columns(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    /// The text if it fits into `width` columns. Otherwise the longest prefix that fits together with `ellipsis`, followed by
    /// `ellipsis`; empty if not even the ellipsis fits.
    public static func truncate(_ text: String, to width: Int, ellipsis: String = "…") -> String {
        guard width > 0 else { return "" }
        if columns(of: text) <= width { return text }
        let room = width - columns(of: ellipsis)
        guard room >= 0 else { return "" }
        return prefix(of: text, columns: room) + ellipsis
    }

    /// The longest prefix that fits into `limit` columns.
    public static func prefix(of text: String, columns limit: Int) -> String {
        var used = 0
        var end = text.unicodeScalars.startIndex
        for index in text.unicodeScalars.indices {
            used += columns(of: text.unicodeScalars[index])
            if used > limit { break }
            end = text.unicodeScalars.index(after: index)
        }
        return String(text.unicodeScalars[..<end])
    }

    /// The text with spaces after it, `width` columns wide. A longer text is truncated.
    public static func padRight(_ text: String, to width: Int) -> String {
        let fit = truncate(text, to: width)
        return fit + spaces(width - columns(of: fit))
    }

    /// The text with spaces before it, as for numbers, `width` columns wide. A longer text is truncated.
    public static func padLeft(_ text: String, to width: Int) -> String {
        let fit = truncate(text, to: width)
        return spaces(width - columns(of: fit)) + fit
    }

    /// A text of `count` spaces; empty for a negative count.
    public static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        default: return false
        }
    }
}
