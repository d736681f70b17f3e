import FoundationEssentials
import HDOCModels

/// Writes journeyers as JSON without making a `JSONValue` of each: the same text as `Journeyer.json`, as an element of an array.
struct JourneyerJSON {
    /// A value by its place in a `Journeyer`, in bytes. Reading a property through its key path copies the journeyer each time.
    private enum Value {
        case text(Int), count(Int), instant(Int)
        case handle, totalScore, extra
        /// A number that the journeyer does not have, by its index.
        case added(Int)
    }

    /// The members by name, each with the text before its value.
    private let members: [(lead: [UInt8], value: Value)]

    /// - Parameter names: the names of numbers that are added to each object.
    init(adding names: [String] = []) {
        let own = Journeyer.attributes.compactMap { attribute in Self.value(of: attribute).map { (attribute.name, $0) } }
        let others = [(Journeyer.keyNames[0], Value.handle), ("total_score", .totalScore), ("extra", .extra)]
        let all = own + others + names.enumerated().map { ($1, .added($0)) }
        members = all.sorted { $0.0 < $1.0 }.enumerated().map { index, member in
            (Array("\(index == 0 ? "{" : ",")\n    \"\(member.0)\" : ".utf8), member.1)
        }
    }

    /// Every attribute is a stored property and so has a place.
    private static func value(of attribute: JourneyerAttribute) -> Value? {
        switch attribute.property {
        case .text(let path): MemoryLayout<Journeyer>.offset(of: path).map(Value.text)
        case .count(let path): MemoryLayout<Journeyer>.offset(of: path).map(Value.count)
        case .instant(let path): MemoryLayout<Journeyer>.offset(of: path).map(Value.instant)
        }
    }

    /// Appends the object.
    /// - Parameter added: a number for each of the added names, nil for null.
    func write(_ journeyer: Journeyer, adding added: [Int?] = [], to bytes: inout [UInt8]) {
        withUnsafePointer(to: journeyer) { pointer in
            func property<Property>(_ place: Int) -> Property? {
                UnsafeRawPointer(pointer).advanced(by: place).assumingMemoryBound(to: Property?.self).pointee
            }
            for (lead, value) in members {
                bytes.append(contentsOf: lead)
                switch value {
                case .text(let place): write(property(place), to: &bytes) { JSONOutput.write($0, to: &$1) }
                case .count(let place): write(property(place), to: &bytes)
                case .instant(let place): write(property(place), to: &bytes, Self.writeInstant)
                case .handle: JSONOutput.write(pointer.pointee.handle, to: &bytes)
                case .totalScore: write(pointer.pointee.totalScore, to: &bytes)
                case .extra: Self.writeExtra(pointer.pointee.extra, to: &bytes)
                case .added(let index): write(added[index], to: &bytes)
                }
            }
        }
        bytes.append(contentsOf: "\n  }".utf8)
    }

    private func write<Element>(_ value: Element?, to bytes: inout [UInt8], _ body: (Element, inout [UInt8]) -> Void) {
        if let value { body(value, &bytes) } else { bytes.append(contentsOf: "null".utf8) }
    }

    private func write(_ number: Int?, to bytes: inout [UInt8]) {
        write(number, to: &bytes) { $1.append(contentsOf: String($0).utf8) }
    }

    private static func writeInstant(_ instant: Date, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        Timestamp.write(instant, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeExtra(_ extra: [String: JSONValue], to bytes: inout [UInt8]) {
        bytes.append(contentsOf: extra.isEmpty ? "{}".utf8 : JSONOutput.part(.object(extra), level: 2).utf8)
    }
}
