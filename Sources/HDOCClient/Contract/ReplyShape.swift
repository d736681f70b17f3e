import FoundationEssentials
import HDOCModels

/// An attribute of an object in the API contract.
struct AttributeShape: Sendable {
    /// The attribute's names: the current one, and the older one if there is one.
    var names: [String]
    var kinds: [JSONKind]
    var isRequired = false
}

/// The attributes of a type of object in the API contract.
struct ReplyShape: Sendable {
    var attributes: [AttributeShape]
    /// The minimum number of elements with a value for an attribute before wrong values count as a difference. They count only
    /// if all of these values are wrong. Users are items of a table without a schema, so a single unusual item does not mean
    /// that the backend is wrong. 1 means that each wrong value counts.
    var fewest: Int

    static let user = ReplyShape(
        attributes: [AttributeShape(names: Journeyer.keyNames, kinds: [.text], isRequired: true)]
            + Journeyer.attributes.map { AttributeShape(names: $0.names, kinds: JSONKind.kinds(of: $0.kind)) }, fewest: 3)

    static let article = ReplyShape(
        attributes: [
            AttributeShape(names: ["id"], kinds: [.text, .number], isRequired: true), AttributeShape(names: ["day"], kinds: [.number]),
            AttributeShape(names: ["date"], kinds: [.day]), AttributeShape(names: ["tags"], kinds: [.list, .text]),
            AttributeShape(names: ["created_at"], kinds: [.instant]),
        ] + ["title", "subtitle", "body", "link", "template", "image", "author"].map { AttributeShape(names: [$0], kinds: [.text]) },
        fewest: 1)

    static let tag = ReplyShape(
        attributes: [
            AttributeShape(names: ["tag"], kinds: [.text], isRequired: true),
            AttributeShape(names: ["count"], kinds: [.number], isRequired: true),
        ], fewest: 1)

    func drifts(in elements: [JSONValue]) -> [Drift] {
        let objects = elements.compactMap(\.object)
        if objects.isEmpty, let first = elements.first { return [.body(expected: .object, found: first.kind)] }
        return attributes.compactMap { drift(of: $0, in: objects) }
    }

    private func drift(of attribute: AttributeShape, in objects: [[String: JSONValue]]) -> Drift? {
        let found = objects.flatMap { object in attribute.names.compactMap { name in object[name].map { (name, $0) } } }
        let values = found.filter { $0.1 != .null }
        let wrong = values.filter { value in !attribute.kinds.contains { value.1.matches($0) } }
        if let first = wrong.first, fewest == 1 || values.count >= fewest && wrong.count == values.count {
            return .attribute(first.0, expected: attribute.kinds, found: first.1.kind, wrong: wrong.count, of: values.count)
        }
        let missing = objects.count - values.count
        if attribute.isRequired, missing > 0, fewest == 1 || missing == objects.count {
            return .missing(attribute: attribute.names[0], in: missing, of: objects.count)
        }
        return nil
    }
}

extension JSONKind {
    /// The JSON types that are allowed for an attribute of a user.
    static func kinds(of kind: JourneyerAttribute.Kind) -> [JSONKind] {
        switch kind {
        case .text: [.text]
        case .count: [.number]
        case .instant: [.instant]
        case .status: [.text, .boolean]
        }
    }
}

extension JSONValue {
    var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .number: .number
        case .string: .text
        case .array: .list
        case .object: .object
        }
    }

    func matches(_ kind: JSONKind) -> Bool {
        switch (kind, self) {
        case (.instant, .string(let text)): Timestamp.parse(text) != nil
        case (.day, .string(let text)): CalendarDay(text) != nil
        default: self.kind == kind
        }
    }
}
