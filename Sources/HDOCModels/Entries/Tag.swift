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
}
