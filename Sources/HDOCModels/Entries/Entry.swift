import FoundationEssentials

/// What a participant wrote for one day: the body of `POST /{handle}/article`, and a row of the outbox.
public struct Entry: Sendable, Equatable, Identifiable {
    /// A UUIDv7, made when the draft is first saved. It stays the article's id and its idempotency key.
    public let id: String
    /// 1 to 100; above that a bonus day.
    public var day: Int
    /// The date it was written for, in the writer's zone.
    public var date: CalendarDay
    /// The IANA name of the zone in which the date was taken.
    public var zone: String
    /// One line, 1 to 120 characters when it is sent.
    public var title: String
    /// One line.
    public var subtitle: String?
    /// Markdown, at most 100 kB when it is sent.
    public var body: String
    /// At most 10 when it is sent, each as `EntryRules.isTag` accepts it.
    public var tags: [String]
    /// An http or https URL.
    public var link: String?
    /// The template that it was begun with.
    public var template: ArticleTemplate

    /// An entry. Nothing is checked here: see `EntryRules`.
    public init(
        id: String, day: Int, date: CalendarDay, zone: String, title: String, subtitle: String? = nil,
        body: String, tags: [String] = [], link: String? = nil, template: ArticleTemplate = .micro
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

    /// The request body. It lacks the zone, for which the contract has no field.
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
