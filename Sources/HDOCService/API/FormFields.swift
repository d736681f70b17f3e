import HDOCModels

/// Decodes percent-encoded text (RFC 3986) as leniently as API Gateway does.
enum PercentDecoder {
    /// An incomplete escape is kept as it is, and bytes that are not UTF-8 become U+FFFD.
    /// - Parameter plusIsSpace: whether `+` is a space, as in queries and forms.
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(plusIsSpace && bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}

/// The fields of a query or of a form, in order.
package struct FormFields: Sendable, Equatable {
    private(set) var pairs: [(name: String, value: String)] = []

    package init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// Decodes a query or an `application/x-www-form-urlencoded` body.
    package init(encoded text: some StringProtocol) {
        pairs = text.split(atByte: "&").map { field in
            let (name, value) = field.cut(atByte: "=") ?? (field, field[field.endIndex...])
            return (PercentDecoder.decode(name, plusIsSpace: true), PercentDecoder.decode(value, plusIsSpace: true))
        }
    }

    /// The first value of that name.
    package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
    package var isEmpty: Bool { pairs.isEmpty }
    /// OAuth allows each parameter only once (RFC 6749, 3.1).
    package var repeatsAName: Bool { Set(pairs.map(\.name)).count != pairs.count }

    package var encoded: String {
        PercentEncoding.query(pairs.map { ($0.name, $0.value) })
    }

    package static func == (left: FormFields, right: FormFields) -> Bool { left.encoded == right.encoded }
}
