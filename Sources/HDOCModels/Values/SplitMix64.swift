/// A small random number generator that gives the same numbers on every platform and in every version (Steele, Lea and
/// Flood, 2014).
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Implemented here, because the standard library does not guarantee the same results in every version.
    package mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// True once in `count` calls on average.
    package mutating func once(in count: Int) -> Bool { number(in: 1...count) == 1 }

    /// A random element of the list, which must not be empty.
    package mutating func pick<Element>(_ list: [Element]) -> Element { list[number(in: 0...list.count - 1)] }
}
