import HDOCService

/// A typed value of an item. Numbers keep the text in which DynamoDB sends them: it stores `5.0` as `5` and `1E+2` as `100`.
package indirect enum AttributeValue: Sendable, Equatable {
    case string(String)
    case number(String)
    /// Bytes in base64.
    case binary(String)
    case bool(Bool)
    case null
    case list([AttributeValue])
    case map([String: AttributeValue])
    case stringSet([String])
    case numberSet([String])
    case binarySet([String])
}

/// The attributes of an item, by name.
package typealias DynamoDBItem = [String: AttributeValue]

extension AttributeValue {
    package var string: String? { if case .string(let text) = self { text } else { nil } }

    /// A whole number, in any spelling.
    package var integer: Int? { if case .number(let text) = self { RawJSON.number(text).integer } else { nil } }

    package static func integer(_ number: Int) -> AttributeValue { .number(String(number)) }
}

/// The form in DynamoDB's requests and responses: `{"S": "text"}`.
extension AttributeValue {
    package var wire: RawJSON {
        switch self {
        case .string(let text): ["S": .string(text)]
        case .number(let text): ["N": .string(text)]
        case .binary(let text): ["B": .string(text)]
        case .bool(let flag): ["BOOL": .bool(flag)]
        case .null: ["NULL": true]
        case .list(let values): ["L": .array(values.map(\.wire))]
        case .map(let members): ["M": Self.wire(members)]
        case .stringSet(let texts): ["SS": .array(texts.map(RawJSON.string))]
        case .numberSet(let texts): ["NS": .array(texts.map(RawJSON.string))]
        case .binarySet(let texts): ["BS": .array(texts.map(RawJSON.string))]
        }
    }

    package static func wire(_ item: DynamoDBItem) -> RawJSON {
        .object(item.sorted { $0.key < $1.key }.map { RawJSON.Member(name: $0.key, value: $0.value.wire) })
    }

    /// Nil if the value is not of this form.
    package init?(wire: RawJSON) {
        guard case .object(let members) = wire, members.count == 1, let member = members.first else { return nil }
        switch (member.name, member.value) {
        case ("S", .string(let text)): self = .string(text)
        case ("N", .string(let text)): self = .number(text)
        case ("B", .string(let text)): self = .binary(text)
        case ("BOOL", .bool(let flag)): self = .bool(flag)
        case ("NULL", _): self = .null
        case ("L", .array(let values)):
            let read = values.compactMap { AttributeValue(wire: $0) }
            guard read.count == values.count else { return nil }
            self = .list(read)
        case ("M", let map):
            guard let item = Self.item(wire: map) else { return nil }
            self = .map(item)
        case ("SS", .array(let texts)): self = .stringSet(texts.compactMap(\.string))
        case ("NS", .array(let texts)): self = .numberSet(texts.compactMap(\.string))
        case ("BS", .array(let texts)): self = .binarySet(texts.compactMap(\.string))
        default: return nil
        }
    }

    /// Nil if a value is not of this form.
    package static func item(wire: RawJSON) -> DynamoDBItem? {
        guard case .object(let members) = wire else { return nil }
        var item: DynamoDBItem = [:]
        for member in members {
            guard let value = AttributeValue(wire: member.value) else { return nil }
            item[member.name] = value
        }
        return item
    }
}

/// The plain JSON that the API sends. Sets become sorted lists.
extension AttributeValue {
    package init(_ json: RawJSON) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let text): self = .number(text)
        case .string(let text): self = .string(text)
        case .array(let values): self = .list(values.map { AttributeValue($0) })
        case .object(let members):
            self = .map(Dictionary(members.map { ($0.name, AttributeValue($0.value)) }, uniquingKeysWith: { $1 }))
        }
    }

    package var json: RawJSON {
        switch self {
        case .string(let text), .binary(let text): .string(text)
        case .number(let text): .number(text)
        case .bool(let flag): .bool(flag)
        case .null: .null
        case .list(let values): .array(values.map(\.json))
        case .map(let members):
            .object(members.sorted { $0.key < $1.key }.map { RawJSON.Member(name: $0.key, value: $0.value.json) })
        case .stringSet(let texts), .binarySet(let texts): .array(texts.sorted().map(RawJSON.string))
        case .numberSet(let texts): .array(texts.sorted().map(RawJSON.number))
        }
    }
}
