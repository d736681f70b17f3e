/// A chapter of the challenge: ten days with a title.
public struct Chapter: Sendable, Equatable {
    /// The title that the organisers gave the chapter.
    public let title: String
    /// The chapter's day numbers: `1...10` for the first chapter.
    public let days: ClosedRange<Int>

    /// The ten chapters, in order.
    public static let all: [Chapter] = [
        "Stepping out the door", "Walking down the road", "Crossing the bridge", "Into the bushy, thorny forest",
        "Trekking the dunes", "Winding through the canyons", "Stumbling through the caves", "Resting at the Lagoon",
        "Up into the mountains", "Into the sky to touch the cloud!",
    ].enumerated().map { Chapter(title: $1, days: ($0 * 10 + 1)...($0 * 10 + 10)) }
}
