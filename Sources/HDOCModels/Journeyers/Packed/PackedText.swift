/// Short forms of the texts and numbers of packed journeyers.
enum PackedText {
    // Texts that are frequent in the addresses of journeyers are one byte each, which UTF-8 never has.
    static let handle: UInt8 = 0xFF
    static let lowercasedHandle: UInt8 = 0xFE
    static let beginnings: [(code: UInt8, text: [UInt8])] = [
        (0xFD, Array("https://www.linkedin.com/in/".utf8)), (0xFC, Array("https://github.com/".utf8)), (0xFB, Array("https://".utf8)),
    ]
    static let ending: (code: UInt8, text: [UInt8]) = (0xFA, Array("/100DaysOfCloud".utf8))

    /// Appends a text with a byte for a frequent beginning, for the handle after it and for a frequent ending.
    static func append(_ text: UnsafeBufferPointer<UInt8>, handle: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        let before = bytes.count
        var rest = text[...]
        if let beginning = beginnings.first(where: { rest.starts(with: $0.text) }) {
            bytes.append(beginning.code)
            rest = rest.dropFirst(beginning.text.count)
        }
        if rest.starts(with: handle) {
            bytes.append(Self.handle)
            rest = rest.dropFirst(handle.count)
        } else if rest.count >= handle.count, zip(rest, handle).allSatisfy({ $0 == ASCII.lowered($1) }) {
            bytes.append(lowercasedHandle)
            rest = rest.dropFirst(handle.count)
        }
        if bytes.count > before, rest.elementsEqual(ending.text) {
            bytes.append(ending.code)
        } else {
            bytes.append(contentsOf: rest)
        }
    }

    /// The text that `append` has made shorter.
    static func read(_ short: UnsafeBufferPointer<UInt8>, handle: UnsafeBufferPointer<UInt8>) -> String {
        guard let last = short.last, short[0] >= ending.code || last == ending.code else { return String(decoding: short, as: UTF8.self) }
        var text: [UInt8] = []
        for byte in short {
            switch byte {
            case Self.handle: text.append(contentsOf: handle)
            case lowercasedHandle: text.append(contentsOf: handle.lazy.map(ASCII.lowered))
            case ending.code: text.append(contentsOf: ending.text)
            default:
                if let beginning = beginnings.first(where: { $0.code == byte }) {
                    text.append(contentsOf: beginning.text)
                } else {
                    text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Numbers with seven bits in each byte; the highest bit says that more follow.
enum PackedNumber {
    static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    static func append(_ count: Int, to bytes: inout [UInt8]) { append(folded(count), to: &bytes) }

    static func read(_ next: inout UnsafePointer<UInt8>) -> UInt64 {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = next.pointee
            next += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
            shift += 7
        }
    }

    static func readCount(_ next: inout UnsafePointer<UInt8>) -> Int { unfolded(read(&next)) }

    /// A number that is small if the signed one is near 0.
    private static func folded(_ count: Int) -> UInt64 { UInt64(bitPattern: Int64(count << 1 ^ count >> (Int.bitWidth - 1))) }
    private static func unfolded(_ number: UInt64) -> Int { Int(truncatingIfNeeded: number >> 1) ^ -Int(number & 1) }

    // MARK: Instants

    /// An instant of these years is short. In seconds since 1970.
    private static let near = 1_760_000_000

    /// Appends an instant in seconds since 1970: as whole seconds, as whole milliseconds, or as it is.
    static func append(instant: Double, to bytes: inout [UInt8]) {
        let milliseconds = (instant * 1000).rounded()
        if abs(instant) < 1e11, instant == instant.rounded() {
            append(folded(Int(instant) - near) << 2, to: &bytes)
        } else if abs(milliseconds) < 1e14, milliseconds / 1000 == instant {
            append(folded(Int(milliseconds) - near * 1000) << 2 | 1, to: &bytes)
        } else {
            bytes.append(2)
            withUnsafeBytes(of: instant) { bytes.append(contentsOf: $0) }
        }
    }

    static func readInstant(_ next: inout UnsafePointer<UInt8>) -> Double {
        let number = read(&next)
        switch number & 3 {
        case 0: return Double(unfolded(number >> 2) + near)
        case 1: return Double(unfolded(number >> 2) + near * 1000) / 1000
        default:
            defer { next += MemoryLayout<Double>.size }
            return UnsafeRawPointer(next).loadUnaligned(as: Double.self)
        }
    }
}
