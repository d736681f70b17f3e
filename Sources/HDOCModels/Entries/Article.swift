import FoundationEssentials

/// One day's progress as the backend holds it: `GET /articles`, and the reply to a post.
public struct Article: Sendable, Equatable, Identifiable {
    public var id: String
    /// The author's handle.
    public var author: String?
    /// 1…100, above that a bonus day. Website articles from before the challenge's API have none.
    public var day: Int?
    public var date: CalendarDay?
    public var title: String?
    public var subtitle: String?
    /// Markdown.
    public var body: String?
    public var tags: [String] = []
    public var link: String?
    public var template: String?
    public var image: String?
    public var createdAt: Date?
    public var extra: [String: JSONValue] = [:]

    public init(id: String) { self.id = id }

    /// Reads an article; its id may be a number, its tags one string or a list. Nil without an id.
    public init?(json: JSONValue) {
        guard let attributes = json.object else { return nil }
        var reader = AttributeReader(attributes)
        guard let id = reader.text("id"), !id.isEmpty, id.utf8.count <= 2048 else { return nil }
        self.init(id: id)
        author = reader.text("author")
        day = reader.integer("day")
        date = reader.day("date")
        title = reader.text("title")
        subtitle = reader.text("subtitle")
        body = reader.text("body")
        tags = reader.tags("tags")
        link = reader.text("link")
        template = reader.text("template")
        image = reader.text("image")
        createdAt = reader.instant("created_at")
        extra = reader.rest
    }

    public var json: JSONValue {
        .object([
            "id": .string(id), "author": .optional(author), "day": .optional(day),
            "date": .optional(date?.description), "title": .optional(title), "subtitle": .optional(subtitle),
            "body": .optional(body), "tags": .array(tags.map(JSONValue.string)), "link": .optional(link),
            "template": .optional(template), "image": .optional(image),
            "created_at": .optional(createdAt.map(Timestamp.format)), "extra": .object(extra),
        ])
    }
}
