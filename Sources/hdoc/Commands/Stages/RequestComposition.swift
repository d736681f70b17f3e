import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// Composes a request from the arguments of `hdoc api`.
struct RequestComposition {
    let method: Request.Method
    let path: String
    /// Fields with texts, as `key=value`.
    let rawFields: [String]
    /// Fields with values of any type, as `key=value`.
    let fields: [String]
    /// Headers, as `name: value`.
    let headerLines: [String]

    /// Checks everything but the files that fields name.
    func validate() throws {
        _ = try (target(), headers())
        for field in rawFields + fields { _ = try Self.pair(field) }
    }

    func request(body: [UInt8]? = nil) throws -> ComposedRequest {
        let members =
            try rawFields.map { try Self.pair($0) }.map { ($0.key, JSONValue.string($0.value)) }
            + fields.map { try Self.typed($0) }
        var request = ComposedRequest(method, try target(), headers: try headers(), body: body)
        guard !members.isEmpty else { return request }
        if method == .get {
            let query = members.map { ($0.0, $0.1.text ?? "") }
            request.path += (request.path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + PercentEncoding.query(query)
        } else {
            request.body = Array(JSONWriter.text(.object(Dictionary(members) { $1 })).utf8)
        }
        return request
    }

    /// The path without its leading slash. Servers may resolve `.` and `..`, and an address of another server would get the token.
    func target() throws -> String {
        let target = path.utf8.first == UInt8(ascii: "/") ? String(path.dropFirst()) : path
        guard !target.isEmpty else { throw ValidationError("The path is empty. An example is /users.") }
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") }) else {
            throw ValidationError("The path must be percent-encoded: a space is %20, for example.")
        }
        guard !RequestPath.hasDotSegment(target), !RequestPath.segments(target).contains(where: { $0.hasSuffix(":") }) else {
            throw ValidationError("The path must be below the stage's address, without empty parts, “.” or “..”. An example is /users.")
        }
        return target
    }

    func headers() throws -> [Header] {
        try headerLines.map { line in
            guard Self.isPrintable(line), let header = Header(line: line.utf8), Self.isName(header.name) else {
                throw ValidationError("“\(line)” is no header. An example is 'If-Match: \"3\"'.")
            }
            if let name = Self.reserved.first(where: { header.name.isSameIgnoringASCIICase(as: $0) }) {
                throw ValidationError("hdoc sets the header \(name) itself.")
            }
            return header
        }
    }

    private static let reserved = [
        "Authorization", "Host", "Content-Length", "Transfer-Encoding", "Connection", "Cookie", "Accept-Encoding", "Expect",
    ]

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }

    private static func isPrintable(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    private static func pair(_ field: String) throws -> (key: String, value: String) {
        guard let cut = field.cut(atByte: "="), !cut.before.isEmpty else {
            throw ValidationError("“\(field)” is no field. An example is title=Queues.")
        }
        return (String(cut.before), String(cut.after))
    }

    private static func typed(_ field: String) throws -> (String, JSONValue) {
        let (key, text) = try pair(field)
        if text.utf8.first == UInt8(ascii: "@") {
            return (key, .string(try DescriptorReader.written(String(text.dropFirst()), limit: DraftFile.largest)))
        }
        return switch text {
        case "true": (key, .bool(true))
        case "false": (key, .bool(false))
        case "null": (key, .null)
        default: (key, Int(text).map { .number(JSONNumber($0)) } ?? .string(text))
        }
    }
}
