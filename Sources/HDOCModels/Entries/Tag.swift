/// A tag and the number of articles that have it.
public struct Tag: Sendable, Equatable, Identifiable {
    /// The tag's name, as written.
    public var tag: String
    /// The number of articles; not negative.
    public var count: Int
    /// The tag's name.
    public var id: String { tag }

    /// A tag with its count.
    public init(tag: String, count: Int) { (self.tag, self.count) = (tag, count) }

    /// Decodes an element of `GET /tags`. Nil if it has no name. A missing count is 0.
    public init?(json: JSONValue) {
        guard let members = json.object, let tag = members["tag"]?.text else { return nil }
        self.init(tag: tag, count: max(0, members["count"]?.integer ?? 0))
    }
}
