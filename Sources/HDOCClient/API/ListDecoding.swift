import FoundationEssentials
import HDOCModels

/// A list as it came: what could be read, and how much could not.
struct DecodedList<Element: Sendable>: Sendable {
    var elements: [Element] = []
    var unreadable = 0
    var mayBePartial = false

    /// One element that cannot be read is counted, never fatal; only a body that is no array is.
    /// - Parameter limit: what was asked for; exactly as many elements may mean that there are more.
    static func read(_ body: Data, limit: Int?, _ make: (JSONValue) -> Element?) -> DecodedList? {
        guard let values = try? JSONParser.readList(body) else { return nil }
        var list = DecodedList()
        list.elements = values.compactMap { $0.flatMap(make) }
        list.unreadable = values.count - list.elements.count
        list.mayBePartial = body.count >= nearlyOneScan || values.count == limit
        return list
    }

    /// A DynamoDB scan stops at 1 MB of items and the backend drops the rest silently; as JSON that is about as much.
    private static var nearlyOneScan: Int { 900_000 }
}
