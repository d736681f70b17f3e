/// Edits TOML documents as text, so that all other bytes are preserved. Each function takes a whole document and returns the
/// edited document. It returns nil if it cannot edit this way of writing TOML.
enum TOMLEdit {
    /// Sets the value of `key` in a section. An existing pair is changed in its place; a new pair is added after the other
    /// pairs of the section. An empty section path means the part before all headers.
    static func set(_ key: String, to literal: String, in section: [String], of text: String) -> String? {
        let outline = TOMLOutline(text)
        if let pair = outline.items.first(where: { $0.kind == .pair && $0.path == section + [key] }) {
            return replacing(pair.value, of: outline, with: literal)
        }
        let line = "\(key) = \(literal)"
        let members = outline.items.filter { $0.section == section }
        if let last = members.last(where: { $0.kind == .pair }) ?? members.last {
            let indent = last.kind == .pair ? indentation(of: last, in: outline) : ""
            return inserting(lineEnd(of: text) + indent + line, at: last.extent.upperBound, of: outline)
        }
        return section.isEmpty ? settingFirst(line, of: outline, text) : nil
    }

    /// Removes a pair together with its line.
    static func removePair(_ path: [String], of text: String) -> String? {
        let outline = TOMLOutline(text)
        guard let pair = outline.items.first(where: { $0.kind == .pair && $0.path == path }) else { return nil }
        return removingLines(pair.extent, of: outline)
    }

    /// Removes a header and its pairs. Comments above the header and after the last pair are kept.
    static func removeSection(_ path: [String], of text: String) -> String? {
        let outline = TOMLOutline(text)
        guard let header = outline.items.first(where: { $0.kind == .header && $0.path == path }),
            let last = outline.items.last(where: { $0.section == path })
        else { return nil }
        return removingLines(header.extent.lowerBound..<last.extent.upperBound, of: outline)
    }

    /// Appends a section at the end, after an empty line.
    static func append(_ lines: [String], to text: String) -> String {
        let end = lineEnd(of: text)
        let gap = text.isEmpty || text == "\u{FEFF}" ? "" : text.hasSuffix(end) ? end : end + end
        return text + gap + lines.map { $0 + end }.joined()
    }

    /// A TOML basic string with this content, including the quotes.
    static func literal(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    // MARK: Bytes

    private static func lineEnd(of text: String) -> String { text.utf8.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n" }

    private static func replacing(_ range: Range<Int>, of outline: TOMLOutline, with text: String) -> String {
        var bytes = outline.bytes
        bytes.replaceSubrange(range, with: Array(text.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func inserting(_ text: String, at index: Int, of outline: TOMLOutline) -> String {
        replacing(index..<index, of: outline, with: text)
    }

    /// Inserts a line above the first header and the comment directly above that header.
    private static func settingFirst(_ line: String, of outline: TOMLOutline, _ text: String) -> String {
        let end = lineEnd(of: text)
        guard let header = outline.items.first else {
            return text + (text.isEmpty || text.hasSuffix(end) ? "" : end) + line + end
        }
        var start = lineStart(header.extent.lowerBound, outline.bytes)
        while start > 0 {
            let above = lineStart(start - 1, outline.bytes)
            guard outline.bytes[above..<start].first(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "#") else { break }
            start = above
        }
        if start == 0, text.hasPrefix("\u{FEFF}") { start = 3 }
        return inserting(line + end + end, at: start, of: outline)
    }

    private static func indentation(of item: TOMLStatement, in outline: TOMLOutline) -> String {
        let start = lineStart(item.extent.lowerBound, outline.bytes)
        return String(decoding: outline.bytes[start..<item.extent.lowerBound], as: UTF8.self)
    }

    private static func lineStart(_ index: Int, _ bytes: [UInt8]) -> Int {
        (bytes[..<index].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }

    /// Removes whole lines. If there is an empty line before and after them, one of the two is also removed.
    private static func removingLines(_ range: Range<Int>, of outline: TOMLOutline) -> String {
        let bytes = outline.bytes
        let start = lineStart(range.lowerBound, bytes)
        var end = nextLine(range.upperBound, bytes)
        let isBlankBefore = start == 0 || isBlank(bytes[lineStart(start - 1, bytes)..<start])
        if isBlankBefore, end < bytes.count, isBlank(bytes[end..<nextLine(end, bytes)]) { end = nextLine(end, bytes) }
        return replacing(start..<end, of: outline, with: "")
    }

    private static func nextLine(_ index: Int, _ bytes: [UInt8]) -> Int {
        bytes[index...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 <= UInt8(ascii: " ") } }
}
