import FoundationEssentials

/// Text parts as one word of URL-safe base64 (RFC 4648, 5), for values that clients only send back.
enum OpaqueText {
    private static let separator = UInt8(ascii: "|")

    /// - Parameter parts: all but the last must not contain `|`.
    static func encode(_ parts: [String]) -> String {
        Data(parts.joined(separator: "|").utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The parts of a text that ``encode(_:)`` made of that many parts; nil for any other text.
    static func decode(_ text: String, parts count: Int) -> [String]? {
        guard text.utf8.count <= longest else { return nil }
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: base64 + padding) else { return nil }
        let parts = bytes.split(separator: separator, maxSplits: count - 1, omittingEmptySubsequences: false)
            .compactMap { String(validating: $0, as: UTF8.self) }
        // One place has one text: another spelling of the same bytes was not made here.
        return parts.count == count && encode(parts).utf8.elementsEqual(text.utf8) ? parts : nil
    }

    /// The longest encoded text, in bytes: a cursor with the longest position.
    private static let longest = (PageRequest.longestPosition + 100) * 4 / 3 + 4

    /// An instant in milliseconds since 1970.
    static func time(_ instant: Date) -> String { String(Int64((instant.timeIntervalSince1970 * 1000).rounded())) }

    static func time(_ text: String) -> Date? {
        guard let milliseconds = Int64(text), abs(milliseconds) < 1 << 50 else { return nil }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
