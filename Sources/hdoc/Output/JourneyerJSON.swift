import HDOCModels

/// Writes journeyers as JSON without making a `JSONValue` of each: the same text as `Journeyer.json`, as an element of an array.
struct JourneyerJSON {
    private enum Value {
        case handle, totalScore, extra
        case attribute(JourneyerAttribute)
        /// A number that the journeyer does not have, by its index.
        case added(Int)
    }

    /// The members by name, each with the text before its value.
    private let members: [(lead: [UInt8], value: Value)]

    /// - Parameter names: the names of numbers that are added to each object.
    init(adding names: [String] = []) {
        let own = Journeyer.attributes.map { ($0.name, Value.attribute($0)) }
        let others = [(Journeyer.keyNames[0], Value.handle), ("total_score", .totalScore), ("extra", .extra)]
        let all = own + others + names.enumerated().map { ($1, .added($0)) }
        members = all.sorted { $0.0 < $1.0 }.enumerated().map { index, member in
            (Array("\(index == 0 ? "{" : ",")\n    \"\(member.0)\" : ".utf8), member.1)
        }
    }

    /// Appends the object.
    /// - Parameter added: a number for each of the added names, nil for null.
    func write(_ journeyer: Journeyer, adding added: [Int?] = [], to bytes: inout [UInt8]) {
        for (lead, value) in members {
            bytes.append(contentsOf: lead)
            switch value {
            case .handle: JSONOutput.write(journeyer.handle, to: &bytes)
            case .totalScore: write(journeyer.totalScore, to: &bytes)
            case .extra:
                let extra = journeyer.extra
                bytes.append(contentsOf: extra.isEmpty ? "{}".utf8 : JSONOutput.part(.object(extra), level: 2).utf8)
            case .attribute(let attribute): write(attribute, of: journeyer, to: &bytes)
            case .added(let index): write(added[index], to: &bytes)
            }
        }
        bytes.append(contentsOf: "\n  }".utf8)
    }

    private func write(_ attribute: JourneyerAttribute, of journeyer: Journeyer, to bytes: inout [UInt8]) {
        switch attribute.property {
        case .text(let path):
            guard let text = journeyer[keyPath: path] else { return null(&bytes) }
            JSONOutput.write(text, to: &bytes)
        case .count(let path): write(journeyer[keyPath: path], to: &bytes)
        case .instant(let path):
            guard let instant = journeyer[keyPath: path] else { return null(&bytes) }
            bytes.append(UInt8(ascii: "\""))
            Timestamp.write(instant, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private func write(_ number: Int?, to bytes: inout [UInt8]) {
        guard let number else { return null(&bytes) }
        bytes.append(contentsOf: String(number).utf8)
    }

    private func null(_ bytes: inout [UInt8]) { bytes.append(contentsOf: "null".utf8) }
}
