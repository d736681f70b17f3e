import FoundationEssentials
import HDOCModels

/// The links of a response's `Link` headers (RFC 8288) by which a stage divides lists into pages.
struct PageLinks: Sendable, Equatable {
    /// The target of the link to the next page, as the stage wrote it. Nil after the last page.
    private(set) var next: String?
    /// The target of the link to what changed since the list, as the stage wrote it.
    private(set) var changes: String?
    /// Whether there is a link to the next page or to the changes. A stage that sends one of them does not truncate lists.
    private(set) var dividesLists = false

    init(_ response: Response) {
        for header in response.headers where header.name.isSameIgnoringASCIICase(as: "Link") {
            for link in Self.links(header.value.utf8.prefix(Self.longest)) {
                let isNext = link.relations.contains("next")
                if isNext, next == nil { next = link.target }
                let isChanges = link.relations.contains("changes")
                if isChanges, changes == nil { changes = link.target }
                dividesLists = dividesLists || isNext || isChanges
            }
        }
    }

    /// The longest header that is read, in bytes.
    private static let longest = 16_384

    /// The call for the next page. Nil if there is none, or if the link must not be followed.
    ///
    /// hdoc follows a link only to the same list: the link may change the query of the call, but not its path. It can therefore
    /// lead neither to another server nor to another route of the stage.
    func nextCall(after call: Call, api: String) -> Call? {
        nextQuery(after: call.pathWithoutQuery, api: api).map { call.withQuery($0) }
    }

    /// The query of the next page of the list at this path, by the same rule.
    func nextQuery(after path: String, api: String) -> Substring? { next.flatMap { Self.query(of: $0, path, api: api) } }

    /// The query for what changed since the list at this path, by the same rule.
    func changesQuery(of path: String, api: String) -> Substring? { changes.flatMap { Self.query(of: $0, path, api: api) } }

    private static func query(of target: String, _ path: String, api: String) -> Substring? {
        guard target.utf8.count <= 8_192, target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            !target.utf8.contains(UInt8(ascii: "#")), let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        else { return nil }
        let query = target[target.index(after: mark)...]
        return isAddress(String(target[..<mark]), ofListAt: path, api: api) ? query : nil
    }

    /// Whether a reference without its query, relative to the list, is the address of the list itself.
    private static func isAddress(_ reference: String, ofListAt path: String, api: String) -> Bool {
        let list = api + path
        guard let base = URLComponents(string: list) else { return false }
        let basePath = base.percentEncodedPath
        // The path segments before the last one stay when a relative reference is resolved.
        let name = basePath.split(atByte: "/", keepingEmptyParts: true).last ?? ""
        if [basePath[...], name, ""].contains(where: { $0.utf8.elementsEqual(reference.utf8) }) { return true }
        guard RequestURL(reference) != nil, let url = URLComponents(string: reference) else { return false }
        return url.percentEncodedPath.utf8.elementsEqual(basePath.utf8) && Origin(url) == Origin(base)
    }

    private struct Origin: Equatable {
        let scheme: String?
        let host: String?
        let port: Int?

        init(_ url: URLComponents) {
            scheme = url.scheme?.lowercased()
            host = url.host?.lowercased()
            port = url.port ?? (scheme == "https" ? 443 : 80)
        }
    }
}

// MARK: - Parsing

extension PageLinks {
    private struct Link {
        let target: String
        /// The relations in lower case.
        let relations: [String]
    }

    /// Reads `<target>; name=value; name="value", <target> …`. The rest of a header that has another form is ignored.
    private static func links(_ header: some BidirectionalCollection<UInt8>) -> [Link] {
        var links: [Link] = []
        var rest = Array(header)[...]
        while true {
            rest = rest.drop { isBlank($0) || $0 == UInt8(ascii: ",") }
            guard rest.first == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return links }
            let target = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            var relations: [String]?
            while let parameter = takeParameter(&rest) {
                // Only the first relation parameter counts.
                if parameter.name == "rel", relations == nil {
                    relations = parameter.value.lowercased().split(separator: " ").map(String.init)
                }
            }
            links.append(Link(target: target, relations: relations ?? []))
        }
    }

    /// Removes one parameter with its semicolon. Nil at the end of the link.
    private static func takeParameter(_ rest: inout ArraySlice<UInt8>) -> (name: String, value: String)? {
        rest = rest.drop(while: isBlank)
        guard rest.first == UInt8(ascii: ";") else { return nil }
        rest = rest.dropFirst().drop(while: isBlank)
        let name = rest.prefix { ![UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: ",")].contains($0) && !isBlank($0) }
        rest = rest[name.endIndex...].drop(while: isBlank)
        var value: [UInt8] = []
        if rest.first == UInt8(ascii: "=") {
            rest = rest.dropFirst().drop(while: isBlank)
            value = rest.first == UInt8(ascii: "\"") ? takeQuoted(&rest) : takeWord(&rest)
        }
        return (String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self))
    }

    private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() { value.append(escaped) } else { value.append(byte) }
        }
        return value
    }

    private static func takeWord(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        let word = rest.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") && !isBlank($0) }
        rest = rest[word.endIndex...]
        return Array(word)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
