import HDOCModels

/// An element of an XML response of AWS: its name without prefix, its text and its children. Attributes are ignored. The parser
/// supports only the part of XML that the Query protocol uses. It rejects a document type declaration, so custom entities are
/// impossible.
struct XMLElement: Sendable, Equatable {
    var name: String
    var text = ""
    var children: [XMLElement] = []

    /// The first child with this name.
    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The elements of a list such as `<Stacks><member>…</member></Stacks>`.
    var members: [XMLElement] { children.filter { $0.name == "member" } }

    /// The first element with this name: this element or a descendant.
    func first(_ name: String) -> XMLElement? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// Nil if the document is not well-formed or uses XML that is not supported.
    static func parse(_ bytes: some Collection<UInt8>) -> XMLElement? {
        var reader = XMLReader(rest: Array(bytes)[...])
        return reader.document()
    }
}

/// Parses bytes instead of characters. A text that begins with a combining mark would merge with the `>` before it into one
/// character.
private struct XMLReader {
    private static let deepest = 32
    var rest: ArraySlice<UInt8>

    mutating func document() -> XMLElement? {
        guard skipMarkup(), let root = element(depth: 0), skipMarkup(), rest.isEmpty else { return nil }
        return root
    }

    /// Skips white space, comments and processing instructions. False if one of them does not end.
    private mutating func skipMarkup() -> Bool {
        while true {
            rest = rest.drop(while: Self.isSpace)
            if rest.starts(with: "<?".utf8) {
                guard take(upTo: "?>") != nil else { return false }
            } else if rest.starts(with: "<!--".utf8) {
                guard take(upTo: "-->") != nil else { return false }
            } else {
                return true
            }
        }
    }

    private mutating func element(depth: Int) -> XMLElement? {
        guard depth < Self.deepest, rest.first == UInt8(ascii: "<"), let tag = take(upTo: ">") else { return nil }
        let qualified = Self.name(tag.dropFirst())
        // `<!DOCTYPE` and `<![CDATA[` do not begin with a letter, so they are rejected. AWS sends neither.
        guard let first = qualified.first, first.isLetter || first == "_" else { return nil }
        var element = XMLElement(name: String(qualified.split(atByte: ":").last ?? qualified[...]))
        if tag.last == UInt8(ascii: "/") { return element }
        while true {
            guard let words = text() else { return nil }
            element.text += words
            if rest.starts(with: "</".utf8) {
                guard let end = take(upTo: ">") else { return nil }
                return Self.name(end.dropFirst(2)) == qualified ? element : nil
            } else if rest.starts(with: "<!--".utf8) {
                guard take(upTo: "-->") != nil else { return nil }
            } else {
                guard let child = self.element(depth: depth + 1) else { return nil }
                element.children.append(child)
            }
        }
    }

    /// The text before the next `<`, unescaped. Nil if there is no `<`, or if the text is malformed.
    private mutating func text() -> String? {
        guard let open = rest.firstIndex(of: UInt8(ascii: "<")) else { return nil }
        defer { rest = rest[open...] }
        return String(validating: rest[..<open], as: UTF8.self).flatMap { Self.unescape($0) }
    }

    private static func name(_ tag: ArraySlice<UInt8>) -> String {
        String(decoding: tag.prefix { !isSpace($0) && $0 != UInt8(ascii: "/") }, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// The bytes before `end`, which are consumed together with `end`. Nil if `end` is missing.
    private mutating func take(upTo end: String) -> ArraySlice<UInt8>? {
        guard let range = rest.firstRange(of: Array(end.utf8)) else { return nil }
        defer { rest = rest[range.upperBound...] }
        return rest[..<range.lowerBound]
    }

    private static func unescape(_ text: String) -> String? {
        var result = String.UnicodeScalarView()
        for (index, part) in text.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                result += part
                continue
            }
            guard let end = part.firstIndex(of: ";"), let scalar = scalar(Substring(part[..<end])) else { return nil }
            result.append(scalar)
            result += part[part.index(after: end)...]
        }
        return String(result)
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        default:
            if let digits = name.afterBytes(of: "#x") {
                UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
            } else {
                name.afterBytes(of: "#").flatMap { UInt32($0) }.flatMap(Unicode.Scalar.init)
            }
        }
    }
}
