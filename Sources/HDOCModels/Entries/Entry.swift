import FoundationEssentials

/// What a participant wrote for one day: the body of `POST /{handle}/article`, and a row of the outbox.
public struct Entry: Sendable, Equatable, Identifiable {
    /// UUIDv7, made when the draft is first saved; the article's id and its idempotency key, for ever.
    public let id: String
    /// 1…100; above that a bonus day.
    public var day: Int
    /// The date in the writer's zone.
    public var date: CalendarDay
    /// IANA name of the zone the date was taken in.
    public var zone: String
    public var title: String
    public var subtitle: String?
    /// Markdown, at most 100 kB.
    public var body: String
    public var tags: [String]
    public var link: String?
    public var template: Template

    public init(
        id: String, day: Int, date: CalendarDay, zone: String, title: String, subtitle: String? = nil,
        body: String, tags: [String] = [], link: String? = nil, template: Template = .micro
    ) {
        self.id = id
        self.day = day
        self.date = date
        self.zone = zone
        self.title = title
        self.subtitle = subtitle
        self.body = body
        self.tags = tags
        self.link = link
        self.template = template
    }

    /// The request body. The zone stays here: the contract has no field for it.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "day": .number(JSONNumber(day)), "date": .string(date.description),
            "title": .string(title), "body": .string(body), "tags": .array(tags.map(JSONValue.string)),
            "template": .string(template.rawValue),
        ]
        if let subtitle { members["subtitle"] = .string(subtitle) }
        if let link { members["link"] = .string(link) }
        return .object(members)
    }
}

/// The community's three article templates, by their headings.
public enum Template: String, Sendable, Codable, CaseIterable {
    case micro, short, long

    public var headings: [String] {
        switch self {
        case .micro: ["Cloud Research", "Social Proof"]
        case .short: ["Introduction", "Use Case", "Cloud Research", "Social Proof"]
        case .long:
            [
                "Introduction", "Prerequisite", "Use Case", "Cloud Research", "Try yourself", "☁️ Cloud Outcome",
                "Next Steps", "Social Proof",
            ]
        }
    }

    /// The Markdown a writer starts from.
    public var skeleton: String {
        headings.map { heading in
            heading == "Try yourself" ? "## \(heading)\n\n### Step 1\n\n### Step 2\n" : "## \(heading)\n\n"
        }.joined(separator: "\n")
    }
}
