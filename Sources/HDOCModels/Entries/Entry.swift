import FoundationEssentials

/// What a participant wrote for one day: the request body of `POST /{handle}/article`, and the text of a row of the outbox.
public struct Entry: Sendable, Equatable, Identifiable {
    /// A UUIDv7, made when the draft is first saved. It is also the id of the article and the idempotency key of the request.
    public let id: String
    /// 1 to 100; a higher number is a bonus day.
    public var day: Int
    /// The date that the entry is about, in the writer's time zone.
    public var date: CalendarDay
    /// The name of the time zone in which `date` was determined: `LocalZone.identifier`.
    public var zone: String
    /// One line. Before the entry can be sent: 1 to 120 characters.
    public var title: String
    /// One line.
    public var subtitle: String?
    /// Markdown. Before the entry can be sent: at most 100,000 bytes of UTF-8.
    public var body: String
    /// Before the entry can be sent: at most 10 tags that `EntryRules.isTag` accepts.
    public var tags: [String]
    /// An http or https URL.
    public var link: String?
    /// The template that the writer started from.
    public var template: ArticleTemplate
    /// Whether hdoc proposed `day` and the writer did not choose another one. Such an entry may move to the next free day if the
    /// backend already has an entry for its day.
    public var isDayProposed: Bool

    /// Makes an entry without checking its values; `EntryRules.problems(of:)` checks them.
    public init(
        id: String, day: Int, date: CalendarDay, zone: String, title: String, subtitle: String? = nil,
        body: String, tags: [String] = [], link: String? = nil, template: ArticleTemplate = .micro,
        isDayProposed: Bool = false
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
        self.isDayProposed = isDayProposed
    }

    /// The same entry under another id.
    package func copy(id: String) -> Entry {
        Entry(
            id: id, day: day, date: date, zone: zone, title: title, subtitle: subtitle, body: body, tags: tags, link: link,
            template: template, isDayProposed: isDayProposed)
    }

    /// The request body. The time zone is not in it, because the API contract has no field for it.
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
