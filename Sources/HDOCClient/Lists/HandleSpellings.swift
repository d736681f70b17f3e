import HDOCModels

/// The handles of a list that were stored so far. Handles that differ only in case name the same account; the first spelling of a list
/// counts.
///
/// It needs the same memory for any list, half a megabyte: a filter remembers bits of hashes, not handles (a Bloom filter). It is asked
/// only about a handle that the cache has in another spelling. It may then be wrong with a probability of 0.03 % in a list of
/// 100,000 users, and of 13 % in one of a million. The effect would be that the cache keeps the older spelling, and the report names the
/// one that was left out.
struct HandleSpellings: Sendable {
    /// The most handles that are noted by name.
    static let mostNoted = 1_000
    private static let bits = 1 << 22

    private var filter: [UInt64] = []
    /// The handles that were left out.
    private(set) var merged: [String] = []
    /// The number of handles that were left out.
    private(set) var leftOut = 0

    mutating func insert(_ handle: UnsafeBufferPointer<UInt8>) {
        if filter.isEmpty { filter = [UInt64](repeating: 0, count: Self.bits / 64) }
        let (first, second, third) = Self.places(of: handle)
        filter[first >> 6] |= 1 << UInt64(first & 63)
        filter[second >> 6] |= 1 << UInt64(second & 63)
        filter[third >> 6] |= 1 << UInt64(third & 63)
    }

    /// Whether this spelling was inserted. Rarely true for one that was not.
    func contains(_ handle: String) -> Bool {
        guard !filter.isEmpty else { return false }
        var handle = handle
        let (first, second, third) = handle.withUTF8(Self.places)
        return [first, second, third].allSatisfy { filter[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
    }

    mutating func leaveOut(_ handle: String) {
        leftOut += 1
        if merged.count < Self.mostNoted { merged.append(handle) }
    }

    private static func places(of handle: UnsafeBufferPointer<UInt8>) -> (Int, Int, Int) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in handle { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
        func place(_ part: UInt64) -> Int { Int(truncatingIfNeeded: hash >> (part * 21)) & (bits - 1) }
        return (place(0), place(1), place(2))
    }
}
