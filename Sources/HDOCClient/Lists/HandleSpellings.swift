import HDOCModels

/// The handles of a list that were stored so far. Handles that differ only in case name the same account; the first spelling of a list
/// counts.
///
/// It needs the same memory for any list, half a megabyte: a filter remembers bits of hashes, not handles (a Bloom filter). It is asked
/// only about a handle that the cache has in another spelling. It may then be wrong with a probability of 0.03 % in a list of
/// 100,000 users, and of 13 % in one of a million. The effect would be that the cache keeps the older spelling, and the report names the
/// one that was left out.
final class HandleSpellings {
    /// The most handles that are noted by name.
    static let mostNoted = 1_000
    private static let bits = 1 << 22

    private var filter: [UInt64]?
    /// The handles that were left out.
    private(set) var merged: [String] = []
    /// The number of handles that were left out.
    private(set) var leftOut = 0

    func insert(_ handle: UnsafeBufferPointer<UInt8>) {
        if filter == nil { filter = [UInt64](repeating: 0, count: Self.bits / 64) }
        Self.forEachPlace(handle) { filter?[$0 >> 6] |= 1 << UInt64($0 & 63) }
    }

    /// Whether this spelling was inserted. Rarely true for one that was not.
    func contains(_ handle: String) -> Bool {
        guard let filter else { return false }
        var handle = handle
        return handle.withUTF8 { bytes in
            var isKnown = true
            Self.forEachPlace(bytes) { isKnown = isKnown && filter[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
            return isKnown
        }
    }

    func leaveOut(_ handle: String) {
        leftOut += 1
        if merged.count < Self.mostNoted { merged.append(handle) }
    }

    private static func forEachPlace(_ handle: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in handle { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
        for part in 0..<3 { body(Int(truncatingIfNeeded: hash >> UInt64(part * 21)) & (bits - 1)) }
    }
}
