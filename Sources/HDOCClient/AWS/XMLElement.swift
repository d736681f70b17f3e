import HDOCModels

/// An element of an XML reply of AWS: names without their prefix, texts, children; attributes are skipped.
/// Of XML it reads what AWS's Query protocol sends. A document type, and with it every entity of its own, is refused.
struct XMLElement: Sendable, Equatable {
    var name: String
    var text = ""
    var children: [XMLElement] = []

    /// The first child of that name.
    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The elements of a list: `<Stacks><member>…</member></Stacks>`.
    var members: [XMLElement] { children.filter { $0.name == "member" } }

    /// The first element of that name, at any depth.
    func first(_ name: String) -> XMLElement? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// Nil where it is not well-formed, or holds what is refused.
    static func parse(_ bytes: some Collection<UInt8>) -> XMLElement? {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { return nil }
        var reader = XMLReader(text)
        return reader.document()
    }
}

private struct XMLReader {
    private static let deepest = 32
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func document() -> XMLElement? {
        guard skipMarkup() else { return nil }
        guard let root = element(depth: 0), skipMarkup(), rest.isEmpty else { return nil }
        return root
    }

    /// White space, comments and processing instructions. False where one does not end.
    private mutating func skipMarkup() -> Bool {
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("<?") {
                guard take(upTo: "?>") != nil else { return false }
            } else if rest.hasPrefix("<!--") {
                guard take(upTo: "-->") != nil else { return false }
            } else {
                return true
            }
        }
    }

    private mutating func element(depth: Int) -> XMLElement? {
        guard depth < Self.deepest, rest.first == "<", let tag = take(upTo: ">") else { return nil }
        let body = tag.dropFirst()
        let isEmpty = body.hasSuffix("/")
        let qualified = body.prefix { !$0.isWhitespace && $0 != "/" }
        // `<!DOCTYPE`, `<![CDATA[`: nothing that AWS sends.
        guard let first = qualified.first, first.isLetter || first == "_" else { return nil }
        var element = XMLElement(name: String(qualified.split(separator: ":").last ?? qualified))
        if isEmpty { return element }
        while true {
            guard let open = rest.firstIndex(of: "<"), let words = Self.unescape(rest[..<open]) else { return nil }
            element.text += words
            rest = rest[open...]
            if rest.hasPrefix("</") {
                guard let end = take(upTo: ">") else { return nil }
                return end.dropFirst(2).prefix { !$0.isWhitespace } == qualified ? element : nil
            } else if rest.hasPrefix("<!--") {
                guard take(upTo: "-->") != nil else { return nil }
            } else {
                guard let child = self.element(depth: depth + 1) else { return nil }
                element.children.append(child)
            }
        }
    }

    /// What stands before `end`, which is taken too.
    private mutating func take(upTo end: String) -> Substring? {
        guard let range = rest.firstRange(of: end) else { return nil }
        defer { rest = rest[range.upperBound...] }
        return rest[..<range.lowerBound]
    }

    private static func unescape(_ text: Substring) -> String? {
        guard text.contains("&") else { return String(text) }
        var result = ""
        for (index, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                result += part
                continue
            }
            guard let end = part.firstIndex(of: ";"), let scalar = scalar(part[..<end]) else { return nil }
            result.unicodeScalars.append(scalar)
            result += part[part.index(after: end)...]
        }
        return result
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        default:
            if name.hasPrefix("#x") {
                UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
            } else {
                name.hasPrefix("#") ? UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) : nil
            }
        }
    }
}
