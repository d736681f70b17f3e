import HDOCModels

/// The values of `ETag`, `If-Match` and `If-None-Match` (RFC 9110).
enum EntityTag {
    /// The tag of an article: its version.
    static func version(_ version: Int) -> String { "\"\(version)\"" }

    /// The tag of a list, a weak one: a hash of its body. A collision only delays a refresh.
    static func list(_ body: [UInt8]) -> String {
        "W/\"\(String(FNV1a.hash(body), radix: 16))-\(String(body.count, radix: 16))\""
    }

    /// The version in an `If-Match` header. The contract knows one form of it, a version in quotation marks.
    static func version(inIfMatch header: String) -> Int? {
        guard header.utf8.count >= 3, header.utf8.first == UInt8(ascii: "\""), header.utf8.last == UInt8(ascii: "\"") else { return nil }
        let digits = header.utf8.dropFirst().dropLast()
        guard digits.allSatisfy(ASCII.isDigit), digits.first != UInt8(ascii: "0") else { return nil }
        return Int(String(decoding: Array(digits), as: UTF8.self))
    }

    /// Whether an `If-None-Match` header names this tag. Weak and strong tags with the same text are equal here.
    static func isNamed(_ tag: String, inIfNoneMatch header: String) -> Bool {
        func opaque(_ text: some StringProtocol) -> String {
            let trimmed = text.unicodeScalars.drop { $0 == " " || $0 == "\t" }
            let strong = trimmed.starts(with: "W/".unicodeScalars) ? trimmed.dropFirst(2) : trimmed
            return String(String.UnicodeScalarView(strong.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
        }
        // No tag of this API contains a comma.
        return header.split(atByte: ",").contains { opaque($0) == "*" || opaque($0).utf8.elementsEqual(opaque(tag).utf8) }
    }
}

extension ServiceReply {
    /// The reply with an `ETag`; 304 without a body if the request's `If-None-Match` names that tag.
    func tagged(_ tag: String, for request: ServiceRequest) -> ServiceReply {
        var reply = adding("ETag", tag)
        guard let known = request.header("If-None-Match"), EntityTag.isNamed(tag, inIfNoneMatch: known) else { return reply }
        (reply.status, reply.body) = (304, [])
        reply.headers.removeAll { $0.name == "Content-Type" }
        return reply
    }
}
