extension RawJSON {
    /// The JSON text as the deployed handlers write it: a space after `,` and `:`, and everything beyond ASCII escaped.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The JSON text in UTF-8.
    package var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .number(let spelling): out += spelling.utf8
        case .string(let text): Self.write(text, to: &out)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out += ", ".utf8 }
                element.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out += ", ".utf8 }
                Self.write(member.name, to: &out)
                out += ": ".utf8
                member.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while let first = rest.first {
                let isPlain = Self.isPlain(first)
                // Bytes beyond ASCII are decoded together, so that no character is cut.
                let run = isPlain ? rest.prefix(while: Self.isPlain) : first < 0x80 ? rest.prefix(1) : rest.prefix { $0 >= 0x80 }
                if isPlain { out += run } else { writeEscaped(run, to: &out) }
                rest = rest[run.endIndex...]
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// Whether a byte of UTF-8 stands for itself in a string.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func writeEscaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to out: inout [UInt8]) {
        for unit in String(decoding: bytes, as: UTF8.self).utf16 {
            switch unit {
            case 0x22: out += "\\\"".utf8
            case 0x5C: out += "\\\\".utf8
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            default:
                let digits = String(unit, radix: 16)
                out += "\\u".utf8
                out += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
                out += digits.utf8
            }
        }
    }
}
