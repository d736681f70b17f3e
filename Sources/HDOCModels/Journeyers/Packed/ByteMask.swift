/// Which bytes occur in a text, as one integer: a search needs to look only at texts that have all bytes of the word.
package enum ByteMask {
    /// Set for a journeyer with a fault that no date has; no byte has this bit.
    static let fault: UInt64 = 1 << 63

    /// The bit of a byte. Each lower-case letter and each digit has a bit of its own, other bytes share the rest.
    private static func bit(_ byte: UInt8) -> UInt64 {
        switch byte {
        case 0x61...0x7A: 1 << UInt64(byte - 0x61)
        case 0x30...0x39: 1 << UInt64(byte - 0x30 + 26)
        default: 1 << (36 + UInt64(byte) % 27)
        }
    }

    /// The bit of each byte. Capital ASCII letters have those of the small ones.
    static let bits: [UInt64] = (0...255).map { bit(ASCII.lowered(UInt8($0))) }

    /// The bits of a folded word.
    package static func of(_ word: some Sequence<UInt8>) -> UInt64 { word.reduce(0) { $0 | bits[Int($1)] } }

    /// Whether the bits say everything about a word: whether it occurs.
    package static func isExact(_ word: [UInt8]) -> Bool {
        word.count == 1 && (0x61...0x7A ~= word[0] || 0x30...0x39 ~= word[0])
    }
}
