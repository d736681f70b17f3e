import HDOCModels
import HDOCService

/// A request's head and what it says about the rest of the connection.
struct ParsedHead {
    enum BodyFraming: Equatable { case length(Int), chunked }

    let head: RequestHead
    let framing: BodyFraming
    /// Whether the client wants to send another request on this connection.
    let keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool
}

/// The head is not HTTP/1.x as RFC 9112 describes it, or uses one of its obsolete forms.
struct MalformedHead: Error {}

/// Reads the head of a request from bytes, in a time that grows with its length. Bytes above 0x7F never act as delimiters.
enum HeadParser {
    /// - Parameter bytes: the request up to its empty line, with the line ends CR LF.
    static func parse(_ bytes: [UInt8]) throws(MalformedHead) -> ParsedHead {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }) else { throw MalformedHead() }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { $0.last == 0x0D ? $0.dropLast() : $0 }
        guard let first = lines.first, !lines.contains(where: { $0.contains(0x0D) }) else { throw MalformedHead() }
        let line = try RequestLine(first)
        let headers = try headers(lines.dropFirst())
        let options = (headers["connection"] ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " } }
        return ParsedHead(
            head: RequestHead(method: line.method, path: line.path, rawQuery: line.query, headers: headers, size: bytes.count),
            framing: try framing(headers), keepsAlive: line.isOld ? options.contains("keep-alive") : !options.contains("close"),
            expectsContinue: headers["expect"]?.lowercased() == "100-continue")
    }

    private static func headers(_ lines: ArraySlice<ArraySlice<UInt8>>) throws(MalformedHead) -> [String: String] {
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex, line[..<colon].allSatisfy(isTokenByte)
            else { throw MalformedHead() }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = String(decoding: trimmed(line[(colon + 1)...]), as: UTF8.self)
            guard let before = headers[name] else { headers[name] = value; continue }
            guard !["host", "content-length", "transfer-encoding"].contains(name) else { throw MalformedHead() }
            headers[name] = before + (name == "cookie" ? "; " : ", ") + value
        }
        return headers
    }

    private static func framing(_ headers: [String: String]) throws(MalformedHead) -> ParsedHead.BodyFraming {
        switch (headers["content-length"], headers["transfer-encoding"]) {
        case (nil, nil): return .length(0)
        case (nil, let coding?) where coding.lowercased() == "chunked": return .chunked
        case (let length?, nil) where (1...15).contains(length.utf8.count) && length.utf8.allSatisfy(ASCII.isDigit):
            return .length(Int(length) ?? 0)
        default: throw MalformedHead()
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let start = bytes.drop(while: isBlank)
        return start[..<(start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex)]
    }

    /// The characters of methods and names of headers.
    fileprivate static func isTokenByte(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

private struct RequestLine {
    let method: String
    let path: String
    let query: String
    /// Whether the client speaks HTTP/1.0.
    let isOld: Bool

    init(_ line: ArraySlice<UInt8>) throws(MalformedHead) {
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(HeadParser.isTokenByte), words[1].first == UInt8(ascii: "/"),
            words[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F }), words[2].starts(with: "HTTP/1.".utf8), words[2].count == 8
        else { throw MalformedHead() }
        let parts = words[1].split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        method = String(decoding: words[0], as: UTF8.self)
        path = String(decoding: parts[0], as: UTF8.self)
        query = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
        isOld = words[2].last == UInt8(ascii: "0")
    }
}
