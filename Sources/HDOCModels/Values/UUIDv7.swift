import FoundationEssentials

/// UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then random bits. Sorting ids sorts them by their time.
public enum UUIDv7 {
    /// A UUID with the time `instant` and random bits from `generator`, as lower-case hexadecimal digits with hyphens.
    public static func make(at instant: Date, using generator: inout some RandomNumberGenerator) -> String {
        let milliseconds = UInt64(max(0, instant.millisecondsSince1970)) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF, using: &generator)
        let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF, using: &generator)
        let digits = hex(high) + hex(low)
        let cuts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return cuts.map { String(digits[$0]) }.joined(separator: "-")
    }

    /// A UUID with the time `instant` and random bits from the system.
    public static func make(at instant: Date) -> String {
        var generator = SystemRandomNumberGenerator()
        return make(at: instant, using: &generator)
    }

    private static func hex(_ word: UInt64) -> [Character] {
        let digits = Array(String(word, radix: 16))
        return Array(repeating: "0", count: 16 - digits.count) + digits
    }
}
