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
        attributes: [
            Attribute(names: ["github_username", "githubProfile"], kinds: [.text], isRequired: true),
            Attribute(names: ["full_name", "name"], kinds: [.text]), Attribute(names: ["bio"], kinds: [.text]),
            Attribute(names: ["days_completed", "daysCompleted"], kinds: [.number]),
            Attribute(names: ["github_score", "githubScore"], kinds: [.number]),
            Attribute(names: ["twitter_score", "twitterScore"], kinds: [.number]),
            Attribute(names: ["github_streak", "githubStreak"], kinds: [.number]),
            Attribute(names: ["twitter_streak", "twitterStreak"], kinds: [.number]),
            Attribute(names: ["last_entry_at", "lastEntryAt"], kinds: [.instant]),
            Attribute(names: ["date_joined", "dateJoined"], kinds: [.instant]),
            Attribute(names: ["status"], kinds: [.text, .boolean]),
            Attribute(names: ["twitter_username", "twitterProfile"], kinds: [.text]),
            Attribute(names: ["linkedin_profile", "linkedinProfile"], kinds: [.text]),
            Attribute(names: ["avatar_image", "avatarImage"], kinds: [.text]),
            Attribute(names: ["github_journey_url"], kinds: [.text]), Attribute(names: ["personal_blog_url"], kinds: [.text]),
        ], fewest: 3)

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
