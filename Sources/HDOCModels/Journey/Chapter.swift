/// The challenge's ten chapters, ten days each.
public struct Chapter: Sendable, Equatable {
    public let title: String
    public let days: ClosedRange<Int>

    public static let all: [Chapter] = [
        "Stepping out the door", "Walking down the road", "Crossing the bridge", "Into the bushy, thorny forest",
        "Trekking the dunes", "Winding through the canyons", "Stumbling through the caves", "Resting at the Lagoon",
        "Up into the mountains", "Into the sky to touch the cloud!",
    ].enumerated().map { Chapter(title: $1, days: ($0 * 10 + 1)...($0 * 10 + 10)) }
}
