import FoundationEssentials

/// The entry of one day as the backend stores it: an element of `GET /articles`, or the response to a post.
public struct Article: Sendable, Equatable, Identifiable {
    /// The article's id. hdoc gives its own posts a UUIDv7; an older article may have any text or number.
    public var id: String
    /// The author's handle.
    public var author: String?
    /// 1 to 100; a higher number is a bonus day. Articles of the website that are older than the challenge's API have no day.
    public var day: Int?
    /// The date that the article is about, in the writer's time zone.
    public var date: CalendarDay?
    /// One line.
    public var title: String?
    /// One line.
    public var subtitle: String?
    /// Markdown. Lists of articles may leave it out.
    public var body: String?
    /// The tags as the author wrote them. The backend may store tags that the API contract does not accept.
    public var tags: [String] = []
    /// A URL that the article is about.
    public var link: String?
    /// The name of the template that the author started from.
    public var template: String?
    /// The URL of a picture.
    public var image: String?
    /// When the backend stored the article.
    public var createdAt: Date?
    /// Attributes that hdoc does not know, and known attributes whose value it cannot read, by the name in the response.
    public var extra: [String: JSONValue] = [:]

    /// An article of which only the id is known.
    public init(id: String) { self.id = id }

    /// Reads an article. The id may be a string or a number; the tags may be one string or a list.
    /// - Returns: nil if `json` is not an object, or if its id is missing, empty or longer than 2,048 bytes. All other faults are
    ///   tolerated.
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

    /// The number of the article's version: 1 for a new article, and one more after each correction. Nil if the stage did not say it.
    public var version: Int? {
        guard case .number(let number)? = extra["version"], let version = number.integer, version > 0 else { return nil }
        return version
    }

    /// The object that `--json` prints: the contract's names with null for unknown values, and the other attributes under `extra`.
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
