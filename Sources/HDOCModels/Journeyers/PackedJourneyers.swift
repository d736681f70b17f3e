import FoundationEssentials

/// Many journeyers as bytes, with about a sixth of the memory that as many `Journeyer` values take.
///
/// Each journeyer begins with the bits of the attributes that it has, in the order of `Journeyer.attributes`, and one for `extra`. Then
/// come the handle and the values: texts with their length, integers in a form that is short for small ones, instants as `Double`.
public struct PackedJourneyers: Sendable, Equatable {
    /// Parts of about the same size, so that a growing list is never copied.
    private var parts: [[UInt8]] = []
    /// Where each journeyer begins: the part and the offset in it.
    private var starts: [UInt32] = []
    private static let offsetBits: UInt32 = 18
    private static let partSize = 1 << Int(offsetBits)
    private static let extraBit = Journeyer.attributes.count

    /// An empty list.
    public init() {}

    /// The number of journeyers.
    public var count: Int { starts.count }

    /// Adds a journeyer at the end.
    public mutating func append(_ journeyer: Journeyer) {
        var writer = PackedWriter(handle: journeyer.handle)
        var bits: UInt32 = journeyer.extra.isEmpty ? 0 : 1 << Self.extraBit
        journeyer.withValues { values in
            for (index, place) in JourneyerValues.places {
                switch place {
                case .text(let place): if let text = values.text(place) { writer.write(text, isPlain: index == 0) } else { continue }
                case .count(let place): if let count = values.count(place) { writer.write(count) } else { continue }
                case .instant(let place): if let instant = values.instant(place) { writer.write(instant) } else { continue }
                }
                bits |= 1 << index
            }
        }
        if !journeyer.extra.isEmpty { writer.write(JSONWriter.text(.object(journeyer.extra)), isPlain: true) }
        add(bits, writer.bytes)
    }

    private mutating func add(_ bits: UInt32, _ bytes: [UInt8]) {
        if parts.isEmpty || parts[parts.count - 1].count + bytes.count + 4 > Self.partSize {
            parts.append([])
            parts[parts.count - 1].reserveCapacity(Self.partSize)
        }
        let last = parts.count - 1
        starts.append(UInt32(last) << Self.offsetBits | UInt32(parts[last].count))
        withUnsafeBytes(of: bits) { parts[last].append(contentsOf: $0) }
        parts[last].append(contentsOf: bytes)
    }

    /// The journeyer at a position.
    public subscript(position: Int) -> Journeyer {
        reading(position) { reader in
            let bits = reader.bits()
            var journeyer = Journeyer(handle: reader.text())
            let handle = journeyer.handle
            for (bit, attribute) in Journeyer.attributes.enumerated() where bits & 1 << bit != 0 {
                switch attribute.property {
                case .text(let path): journeyer[keyPath: path] = bit == 0 ? reader.text() : reader.text(handle: handle)
                case .count(let path): journeyer[keyPath: path] = reader.count()
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
            _ = reader.bits()
            return body(reader.slice())
        }
    }

    /// Passes the handle and the full name at a position to `body` as UTF-8, without making a journeyer. The name is nil if it is unknown.
    public func withNames<Result>(
        at position: Int, _ body: (_ handle: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>?) -> Result
    ) -> Result {
        reading(position) { reader in
            let bits = reader.bits()
            let handle = reader.slice()
            // The full name is the first attribute.
            return body(handle, bits & 1 == 0 ? nil : reader.slice())
        }
    }

    private func reading<Result>(_ position: Int, _ body: (inout PackedReader) -> Result) -> Result {
        let start = starts[position]
        return parts[Int(start >> Self.offsetBits)].withUnsafeBufferPointer { bytes in
            var reader = PackedReader(bytes: bytes, offset: Int(start) & (Self.partSize - 1))
            return body(&reader)
        }
    }
}

/// Texts that are frequent in the addresses of journeyers, each as one byte that UTF-8 never has.
private enum PackedText {
    static let handle: UInt8 = 0xFF
    static let lowercasedHandle: UInt8 = 0xFE
    static let beginnings: [(code: UInt8, text: [UInt8])] = [
        (0xFD, Array("https://www.linkedin.com/in/".utf8)), (0xFC, Array("https://github.com/".utf8)), (0xFB, Array("https://".utf8)),
    ]
    static let ending: (code: UInt8, text: [UInt8]) = (0xFA, Array("/100DaysOfCloud".utf8))
}

/// Writes what `PackedReader` reads.
private struct PackedWriter {
    private(set) var bytes: [UInt8] = []
    private let handle: [UInt8]
    private let lowercased: [UInt8]

    init(handle: String) {
        self.handle = Array(handle.utf8)
        lowercased = self.handle.map(ASCII.lowered)
        bytes.reserveCapacity(256)
        write(handle, isPlain: true)
    }

    /// - Parameter isPlain: whether the text is written as it is.
    mutating func write(_ text: String, isPlain: Bool) {
        var text = text
        text.withUTF8 { text in
            let short = isPlain ? nil : shortened(text)
            number(UInt64(short?.count ?? text.count))
            if let short { bytes.append(contentsOf: short) } else { bytes.append(contentsOf: text) }
        }
    }

    /// The text with a byte for a frequent beginning, for the handle after it and for a frequent ending; nil if it has none of these.
    private func shortened(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var (rest, short): (Slice<UnsafeBufferPointer<UInt8>>, [UInt8]) = (text[...], [])
        if let beginning = PackedText.beginnings.first(where: { rest.starts(with: $0.text) }) {
            short.append(beginning.code)
            rest = rest.dropFirst(beginning.text.count)
        }
        if rest.starts(with: handle) {
            short.append(PackedText.handle)
            rest = rest.dropFirst(handle.count)
        } else if rest.starts(with: lowercased) {
            short.append(PackedText.lowercasedHandle)
            rest = rest.dropFirst(lowercased.count)
        }
        if short.isEmpty { return nil }
        if rest.elementsEqual(PackedText.ending.text) { return short + [PackedText.ending.code] }
        return short + rest
    }

    mutating func write(_ count: Int) { number(UInt64(bitPattern: Int64(count << 1 ^ count >> (Int.bitWidth - 1)))) }

    mutating func write(_ instant: Date) {
        withUnsafeBytes(of: instant.timeIntervalSince1970) { bytes.append(contentsOf: $0) }
    }

    /// Seven bits in each byte; the highest bit says that more follow.
    private mutating func number(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// Reads what `PackedJourneyers` has written.
private struct PackedReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var offset: Int

    mutating func bits() -> UInt32 {
        defer { offset += 4 }
        return UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }

    mutating func count() -> Int {
        let count = number()
        return Int(truncatingIfNeeded: count >> 1) ^ -Int(count & 1)
    }

    /// A text that may be shortened.
    mutating func text(handle: String) -> String {
        let slice = slice()
        guard let last = slice.last, slice[0] >= PackedText.ending.code || last == PackedText.ending.code else {
            return String(decoding: slice, as: UTF8.self)
        }
        var text: [UInt8] = []
        for byte in slice {
            switch byte {
            case PackedText.handle: text.append(contentsOf: handle.utf8)
            case PackedText.lowercasedHandle: text.append(contentsOf: handle.utf8.lazy.map(ASCII.lowered))
            case PackedText.ending.code: text.append(contentsOf: PackedText.ending.text)
            default:
                if let beginning = PackedText.beginnings.first(where: { $0.code == byte }) {
                    text.append(contentsOf: beginning.text)
                } else {
                    text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func number() -> UInt64 {
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
