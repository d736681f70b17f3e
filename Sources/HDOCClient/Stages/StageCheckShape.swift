import FoundationEssentials
import HDOCModels

/// The attributes of one kind of object, as the contract has them.
struct ReplyShape: Sendable {
    struct Attribute: Sendable {
        /// Its name, and the older spelling where there is one.
        var names: [String]
        var kinds: [JSONKind]
        var isRequired = false
    }

    var attributes: [Attribute]
    /// Users are items of a table without a schema: a single odd one is data. Where an attribute is never what it should
    /// be, in at least this many items, the backend has changed. 1: each element is held to the shape.
    var fewest: Int

    static let user = ReplyShape(
        attributes: [Attribute(names: Journeyer.keyNames, kinds: [.text], isRequired: true)]
            + Journeyer.attributes.map { Attribute(names: $0.names, kinds: JSONKind.kinds(of: $0.kind)) }, fewest: 3)

    static let article = ReplyShape(
        attributes: [
            Attribute(names: ["id"], kinds: [.text, .number], isRequired: true), Attribute(names: ["day"], kinds: [.number]),
            Attribute(names: ["date"], kinds: [.day]), Attribute(names: ["tags"], kinds: [.list, .text]),
            Attribute(names: ["created_at"], kinds: [.instant]),
        ] + ["title", "subtitle", "body", "link", "template", "image", "author"].map { Attribute(names: [$0], kinds: [.text]) },
        fewest: 1)

    static let tag = ReplyShape(
        attributes: [
            Attribute(names: ["tag"], kinds: [.text], isRequired: true), Attribute(names: ["count"], kinds: [.number], isRequired: true),
        ], fewest: 1)

    func drifts(in elements: [JSONValue]) -> [Drift] {
        let objects = elements.compactMap(\.object)
        if objects.isEmpty, let first = elements.first { return [.body(expected: .object, found: first.kind)] }
        return attributes.compactMap { drift(of: $0, in: objects) }
    }

    private func drift(of attribute: Attribute, in objects: [[String: JSONValue]]) -> Drift? {
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
    /// The kinds of JSON in which an attribute of a user may come.
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
