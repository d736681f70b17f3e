/// Percent-encoding by RFC 3986: every character except the unreserved ones (`A–Z a–z 0–9 - . _ ~`) is encoded as the bytes
/// of its UTF-8 form. The result is valid in every part of a URL.
///
/// There is no decoder here, because client and backend handle an invalid escape differently.
public enum PercentEncoding {
    /// The encoded form of one path segment, one query name or one query value.
    public static func component(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += escaped(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A query such as `a=1&b=2`, in the order of `items`, without a question mark. A space becomes `%20` and not `+`, because
    /// every parser of queries and forms understands `%20`.
    public static func query(_ items: [(String, String)]) -> String {
        items.map { "\(component($0.0))=\(component($0.1))" }.joined(separator: "&")
    }

    /// The escape `%XX` of one byte, even if the byte is an unreserved character.
    public static func byte(_ byte: UInt8) -> String { String(decoding: escaped(byte), as: UTF8.self) }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
