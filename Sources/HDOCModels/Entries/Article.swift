import FoundationEssentials

/// One day's progress as the backend holds it: `GET /articles`, and the reply to a post.
public struct Article: Sendable, Equatable, Identifiable {
    /// The article's id: of a post by hdoc a UUIDv7, of an older article any text or number.
    public var id: String
    /// The author's handle.
    public var author: String?
    /// 1 to 100; above that a bonus day. Website articles from before the challenge's API have none.
    public var day: Int?
    /// The date it was written for, in the writer's zone.
    public var date: CalendarDay?
    /// One line.
    public var title: String?
    /// One line.
    public var subtitle: String?
    /// Markdown. Lists of articles may leave it out.
    public var body: String?
    /// As written; the backend may hold tags that the contract does not accept.
    public var tags: [String] = []
    /// A URL that the article is about.
    public var link: String?
    /// The name of the template that it was begun with.
    public var template: String?
    /// The URL of a picture.
    public var image: String?
    /// When the backend stored it.
    public var createdAt: Date?
    /// Attributes that hdoc does not know, and known ones whose value it cannot read, under the name they came with.
    public var extra: [String: JSONValue] = [:]

    /// An article of which only the id is known.
    public init(id: String) { self.id = id }

    /// Reads an article. Its id may be a number, its tags one string or a list.
    /// - Returns: nil where `json` is no object or has no usable id. Nothing else is fatal.
    public init?(json: JSONValue) {
        guard let attributes = json.object else { return nil }
        var reader = AttributeReader(attributes)
        guard let id = reader.text("id"), !id.isEmpty, id.utf8.count <= 2048 else { return nil }
        self.init(id: id)
        author = reader.text("author")
        day = reader.integer(["day"])
        date = reader.day("date")
        title = reader.text("title")
        subtitle = reader.text("subtitle")
        body = reader.text("body")
        tags = reader.tags("tags")
        link = reader.text("link")
        template = reader.text("template")
        image = reader.text("image")
        createdAt = reader.instant(["created_at"])
        extra = reader.rest
    }

    /// The object that `--json` prints: the contract's names, null where unknown, other attributes under `extra`.
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
