import HDOCModels

/// A path and query below a stage's base URL, percent-encoded, without a leading slash.
package enum RequestPath {
    /// The path without its query.
    static func withoutQuery(_ path: String) -> String { String(path.cut(atByte: "?")?.before ?? path[...]) }

    /// The segments of the path, without the query.
    package static func segments(_ path: String) -> [Substring] {
        withoutQuery(path).split(atByte: "/", keepingEmptyParts: true)
    }

    /// Whether a segment is `.`, `..` or empty. Servers may resolve such a path to another resource.
    package static func hasDotSegment(_ path: String) -> Bool { segments(path).contains { [".", "..", ""].contains($0) } }
}
