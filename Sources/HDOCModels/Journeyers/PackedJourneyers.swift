import FoundationEssentials

/// Many journeyers in one buffer, with about a fifth of the memory that as many `Journeyer` values take.
///
/// Each journeyer begins with the bits of the attributes that it has, in the order of `Journeyer.attributes`, and one for `extra`. Then
/// come the handle and the values: texts with their length, integers in a form that is short for small ones, instants as `Double`.
public struct PackedJourneyers: Sendable, Equatable {
    private var bytes: [UInt8] = []
    /// Where each journeyer begins.
    private var starts: [Int] = []
    private static let extraBit = Journeyer.attributes.count

    /// An empty list.
    public init() {}

    /// The number of journeyers.
    public var count: Int { starts.count }

    /// Adds a journeyer at the end.
    public mutating func append(_ journeyer: Journeyer) {
        starts.append(bytes.count)
        var bits = journeyer.extra.isEmpty ? 0 : 1 << Self.extraBit
        for (bit, attribute) in Journeyer.attributes.enumerated() where attribute.isKnown(in: journeyer) { bits |= 1 << bit }
        write(UInt64(bits))
        write(journeyer.handle)
        for attribute in Journeyer.attributes {
            switch attribute.property {
            case .text(let path): if let text = journeyer[keyPath: path] { write(text) }
            case .count(let path):
                if let count = journeyer[keyPath: path] { write(UInt64(bitPattern: Int64(count << 1 ^ count >> (Int.bitWidth - 1)))) }
            case .instant(let path):
                guard let instant = journeyer[keyPath: path] else { continue }
                withUnsafeBytes(of: instant.timeIntervalSince1970) { bytes.append(contentsOf: $0) }
            }
        }
        if !journeyer.extra.isEmpty { write(JSONWriter.text(.object(journeyer.extra))) }
    }

    /// The journeyer at a position.
    public subscript(position: Int) -> Journeyer {
        reading(position) { reader in
            let bits = reader.number()
            var journeyer = Journeyer(handle: reader.text())
            for (bit, attribute) in Journeyer.attributes.enumerated() where bits & 1 << bit != 0 {
                switch attribute.property {
                case .text(let path): journeyer[keyPath: path] = reader.text()
                case .count(let path):
                    let count = reader.number()
                    journeyer[keyPath: path] = Int(truncatingIfNeeded: count >> 1) ^ -Int(count & 1)
                case .instant(let path): journeyer[keyPath: path] = Date(timeIntervalSince1970: reader.double())
                }
            }
            if bits & 1 << Self.extraBit != 0 { journeyer.extra = (try? JSONParser.read(reader.text().utf8).object) ?? [:] }
            return journeyer
        }
    }

    /// Passes the handle at a position to `body` as UTF-8, without making a journeyer.
    public func withHandle<Result>(at position: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        reading(position) { reader in
            _ = reader.number()
            return body(reader.slice())
        }
    }

    /// Passes the handle and the full name at a position to `body` as UTF-8, without making a journeyer. The name is nil if it is unknown.
    public func withNames<Result>(
        at position: Int, _ body: (_ handle: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>?) -> Result
    ) -> Result {
        reading(position) { reader in
            let bits = reader.number()
            let handle = reader.slice()
            // The full name is the first attribute.
            return body(handle, bits & 1 == 0 ? nil : reader.slice())
        }
    }

    private func reading<Result>(_ position: Int, _ body: (inout PackedReader) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = PackedReader(bytes: bytes, offset: starts[position])
            return body(&reader)
        }
    }

    /// Seven bits in each byte; the highest bit says that more follow.
    private mutating func write(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what `PackedJourneyers` has written.
private struct PackedReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var offset: Int

    mutating func number() -> UInt64 {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = bytes[offset]
            offset += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
            shift += 7
        }
    }

    mutating func slice() -> UnsafeBufferPointer<UInt8> {
        let length = Int(number())
        defer { offset += length }
        return UnsafeBufferPointer(rebasing: bytes[offset..<offset + length])
    }

    mutating func text() -> String { String(decoding: slice(), as: UTF8.self) }

    mutating func double() -> Double {
        defer { offset += MemoryLayout<Double>.size }
        return UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: Double.self)
    }
}
