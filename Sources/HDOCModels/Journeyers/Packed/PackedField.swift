/// The value of one column of a journeyer, in the order of `JourneyerBatch.columns`, wherever it is: in a row of the cache or in a batch.
package enum PackedField {
    case unknown
    /// Valid while the row is packed.
    case text(UnsafeBufferPointer<UInt8>)
    case integer(Int)
    /// An instant in seconds since 1970.
    case real(Double)

    init(_ value: JourneyerBatch.Value, _ texts: UnsafeBufferPointer<UInt8>) {
        switch value {
        case .null: self = .unknown
        case .text(let start, let count): self = .text(UnsafeBufferPointer(rebasing: texts[Int(start)..<Int(start + count)]))
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        }
    }

    /// The bytes of a text; nil if it is unknown.
    var text: UnsafeBufferPointer<UInt8>? { if case .text(let text) = self { text } else { nil } }
}
