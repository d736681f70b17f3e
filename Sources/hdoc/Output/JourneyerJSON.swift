import FoundationEssentials
import HDOCModels

/// Writes journeyers as JSON without making a `JSONValue` of each: the same text as `Journeyer.json`, as an element of an array.
struct JourneyerJSON {
    private enum Value {
        case handle, totalScore, extra
        case attribute(JourneyerValues.Place)
        /// A number that the journeyer does not have, by its index.
        case added(Int)
    }

    /// The members by name, each with the text before its value.
    private let members: [(lead: [UInt8], value: Value)]

    /// - Parameter names: the names of numbers that are added to each object.
    init(adding names: [String] = []) {
        let own = JourneyerValues.places.map { (Journeyer.attributes[$0.attribute].name, Value.attribute($0.place)) }
        let others = [(Journeyer.keyNames[0], Value.handle), ("total_score", .totalScore), ("extra", .extra)]
        let all = own + others + names.enumerated().map { ($1, .added($0)) }
        members = all.sorted { $0.0 < $1.0 }.enumerated().map { index, member in
            (Array("\(index == 0 ? "{" : ",")\n    \"\(member.0)\" : ".utf8), member.1)
        }
    }

    /// Appends the object.
    /// - Parameter added: a number for each of the added names, nil for null.
    func write(_ journeyer: Journeyer, adding added: [Int?] = [], to bytes: inout [UInt8]) {
        journeyer.withValues { values in
            for (lead, value) in members {
                bytes.append(contentsOf: lead)
                switch value {
                case .attribute(.text(let place)): write(values.text(place), to: &bytes) { JSONOutput.write($0, to: &$1) }
                case .attribute(.count(let place)): write(values.count(place), to: &bytes)
                case .attribute(.instant(let place)): write(values.instant(place), to: &bytes, Self.writeInstant)
                case .handle: JSONOutput.write(journeyer.handle, to: &bytes)
                case .totalScore: write(journeyer.totalScore, to: &bytes)
                case .extra: Self.writeExtra(journeyer.extra, to: &bytes)
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
