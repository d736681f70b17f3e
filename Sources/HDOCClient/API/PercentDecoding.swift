import HDOCModels

/// Encodes forms, and decodes queries strictly.
extension PercentEncoding {
    /// The body of an `application/x-www-form-urlencoded` request.
    public static func form(_ items: [(String, String)]) -> [UInt8] { Array(query(items).utf8) }

    /// The names and values of a query or form, in order. `+` is decoded as a space. Nil if an escape is malformed or the
    /// decoded bytes are not UTF-8.
    public static func parseQuery(_ text: some StringProtocol) -> [(String, String)]? {
        var items: [(String, String)] = []
        for pair in text.split(atByte: "&") {
            let (before, after) = pair.cut(atByte: "=") ?? (pair, pair[pair.endIndex...])
            guard let name = decode(before, plusIsSpace: true), let value = decode(after, plusIsSpace: true) else { return nil }
            items.append((name, value))
        }
        return items
    }

    /// Decodes a percent-encoded text. Nil if an escape is malformed or the decoded bytes are not UTF-8.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
