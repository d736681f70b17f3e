import HDOCModels

/// Front matter: fields at the beginning of a text, as in static site generators. It is YAML between two `---` lines, or TOML between
/// two `+++` lines. hdoc reads title, day, date, tags and link, and reports any other line as a problem.
struct FrontMatter {
    private enum Syntax {
        case yaml, toml

        /// The character between the name and the value of a field.
        var separator: Unicode.Scalar { self == .yaml ? ":" : "=" }
        var opening: Substring { self == .yaml ? "---" : "+++" }
        var closings: [Substring] { self == .yaml ? ["---", "..."] : ["+++"] }

        func mayBegin(with line: WrittenLine) -> Bool {
            WrittenFields.split(line.text, at: separator) != nil || self == .toml && "[#".unicodeScalars.contains { line.begins(with: $0) }
        }
    }

    private(set) var fields = WrittenFields()
    /// The lines after the front matter.
    let rest: ArraySlice<WrittenLine>

    /// Nil if the text has no front matter. A single `---` line is a horizontal rule in Markdown.
    init?(_ lines: some RandomAccessCollection<WrittenLine>) {
        let lines = Array(lines)
        guard let start = lines.firstIndex(where: { !$0.isBlank }),
            let syntax = [Syntax.yaml, .toml].first(where: { lines[start].text.trimmed == $0.opening }),
            let end = lines[(start + 1)...].firstIndex(where: { syntax.closings.contains($0.text.trimmed) }),
            let first = lines[(start + 1)..<end].first(where: { !$0.isBlank }), syntax.mayBegin(with: first)
        else { return nil }
        rest = lines[(end + 1)...]
        let inner = lines[(start + 1)..<end]
        switch syntax {
        case .yaml: for line in inner where !line.isBlank && !fields.readTag(line) { read(line, at: syntax.separator) }
        case .toml: readTOML(inner)
        }
    }

    private mutating func readTOML(_ lines: ArraySlice<WrittenLine>) {
        var lines = lines
        while var line = lines.popFirst() {
            guard !line.isBlank, !line.begins(with: "#") else { continue }
            // A list may continue on the next lines.
            while line.opensList, let next = lines.popFirst() {
                line = WrittenLine(number: line.number, text: "\(line.text)\n\(next.text)")
            }
            read(line, at: Syntax.toml.separator)
        }
    }

    private mutating func read(_ line: WrittenLine, at separator: Unicode.Scalar) {
        if !fields.read(line, at: separator) { fields.note(.unknownField(nearest: nil), line) }
    }
}

extension WrittenLine {
    fileprivate func begins(with scalar: Unicode.Scalar) -> Bool { text.trimmed.unicodeScalars.first == scalar }

    /// Whether the line has a TOML list that is not closed.
    fileprivate var opensList: Bool {
        guard let (_, value) = WrittenFields.split(text, at: "=") else { return false }
        return value.unicodeScalars.first == "[" && !value.unicodeScalars.contains("]")
    }
}
