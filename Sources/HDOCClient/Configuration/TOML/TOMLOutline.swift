import HDOCModels

/// A header or a key-value pair of a TOML document and its position. Ranges are byte offsets.
struct TOMLStatement: Sendable {
    enum StatementKind: Sendable { case header, pair }

    var kind: StatementKind
    /// The keys from the root, for example `["stages", "dev", "api"]`.
    var path: [String]
    /// The path of the header to which a pair belongs. For a header, its own path.
    var section: [String]
    /// The range from the first byte of the key to the end of the value's last line, without the line break.
    var extent: Range<Int>
    /// The range of a pair's value; empty for a header.
    var value: Range<Int>
    /// The number of the line, starting at 1.
    var line: Int
}

/// The positions of the headers and pairs in a TOML document. TOMLKit does not return the positions of values, but edits that
/// preserve comments need them. The positions are right only if the parser accepts the text.
struct TOMLOutline: Sendable {
    let bytes: [UInt8]
    private(set) var items: [TOMLStatement] = []
    /// The line of the first bracket at which TOMLKit's parser would end the program instead of reporting an error: a header without a
    /// name, or a `}` that should close a `[`.
    let misplacedBracket: Int?
    /// The line of each path, and of each parent of a path: the line of the first statement that has it.
    private var lines: [[String]: Int] = [:]
    private var linesOfParents: [[String]: Int] = [:]
    /// No setting is nested deeper. Longer paths are cut, so that long keys cannot use much memory.
    fileprivate static let deepest = 8

    init(_ text: String) {
        var scanner = TOMLScanner(Array(text.utf8))
        bytes = scanner.bytes
        var section: [String] = []
        while let item = scanner.next(in: section) {
            if item.kind == .header { section = item.path }
            items.append(item)
            if lines[item.path] == nil { lines[item.path] = item.line }
            for length in 0..<item.path.count {
                let parent = Array(item.path.prefix(length))
                if linesOfParents[parent] == nil { linesOfParents[parent] = item.line }
            }
        }
        misplacedBracket = scanner.misplacedBracket
    }

    /// The line of the setting at `path`. If the document does not contain the setting, the line of its nearest existing
    /// parent. Nil if there is none.
    func line(of path: [String]) -> Int? {
        for length in stride(from: path.count, through: 1, by: -1) {
            let prefix = Array(path.prefix(length))
            if let line = lines[prefix] ?? linesOfParents[prefix] { return line }
        }
        return nil
    }
}

extension TOMLOutline {
    /// The line of a key of one table in an array of tables `[[array]]`; the line of its header if the table lacks the key, and that of the
    /// array if it is written in another form.
    func line(ofElement index: Int, in array: String, key: String?) -> Int? {
        let headers = items.indices.filter { items[$0].kind == .header && items[$0].path == [array] }
        guard index < headers.count else { return line(of: [array]) }
        let pairs = items[(headers[index] + 1)...].prefix { $0.kind == .pair }
        return pairs.first { $0.path == [array] + (key.map { [$0] } ?? []) }?.line ?? items[headers[index]].line
    }
}

/// Reads the statements of a document one by one. It skips strings as a whole, so a `#` or `[` in a string has no effect.
private struct TOMLScanner {
    let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private(set) var misplacedBracket: Int?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    mutating func next(in section: [String]) -> TOMLStatement? {
        skipBlankAndComments()
        guard at < bytes.count else { return nil }
        let (start, firstLine) = (at, line)
        if bytes[at] == UInt8(ascii: "[") {
            while peek == UInt8(ascii: "["), at < start + 2 { at += 1 }
            skipSpaces()
            if let byte = peek, !Self.mayFollowBracket(byte) { misplacedBracket = misplacedBracket ?? line }
            let path = Array(key().prefix(TOMLOutline.deepest))
            skipToLineEnd()
            return .init(kind: .header, path: path, section: path, extent: start..<at, value: at..<at, line: firstLine)
        }
        let path = Array((section + key()).prefix(TOMLOutline.deepest))
        if peek == UInt8(ascii: "=") { at += 1 }
        skipSpaces()
        let value = skipValue()
        skipToLineEnd()
        return .init(kind: .pair, path: path, section: section, extent: start..<at, value: value, line: firstLine)
    }

    private static func mayFollowBracket(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || "_-\"']".utf8.contains(byte)
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func advance() {
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    private mutating func skipSpaces() {
        while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { at += 1 }
    }

    private mutating func skipToLineEnd() {
        while let byte = peek, byte != UInt8(ascii: "\n") { at += 1 }
        if at > 0, peek != nil, bytes[at - 1] == UInt8(ascii: "\r") { at -= 1 }
    }

    private mutating func skipBlankAndComments() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") { skipToLineEnd() } else if byte <= UInt8(ascii: " ") { advance() } else { return }
        }
    }

    /// Reads a bare, quoted or dotted key. Escapes in a quoted key are not decoded.
    private mutating func key() -> [String] {
        var parts: [String] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "."): at += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let start = at + 1
                skipString()
                parts.append(String(decoding: bytes[min(start, at)..<max(start, at - 1)], as: UTF8.self))
            case UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return parts
            default:
                let start = at
                while let next = peek, !" \t.=]\"'\r\n".utf8.contains(next) { at += 1 }
                parts.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
        }
        return parts
    }

    private mutating func skipValue() -> Range<Int> {
        let start = at
        var (end, open) = (at, [UInt8]())
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(byte)
                at += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                // In ASCII, a closing bracket comes two places after its opening one.
                if let last = open.popLast(), last + 2 != byte { misplacedBracket = misplacedBracket ?? line }
                at += 1
            case UInt8(ascii: "#"):
                if open.isEmpty { return start..<end }
                skipToLineEnd()
                continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if open.isEmpty { return start..<end }
                advance()
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                at += 1
                continue
            default: at += 1
            }
            end = at
        }
        return start..<end
    }

    private mutating func skipString() {
        let quote = bytes[at]
        let isLong = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
        at += isLong ? 3 : 1
        while let byte = peek {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                at += 1
                if at < bytes.count { advance() }
            } else if byte == quote, !isLong {
                at += 1
                return
            } else if byte == quote, bytes[at...].starts(with: [quote, quote, quote]) {
                // TOML allows up to two more quotes directly before the closing ones. They belong to the string.
                while peek == quote { at += 1 }
                return
            } else {
                advance()
            }
        }
    }
}
