import FoundationEssentials
import HDOCModels

/// A decoded list: the readable elements, and the number of unreadable ones.
struct DecodedList<Element: Sendable>: Sendable {
    var elements: [Element] = []
    var unreadable = 0
    var mayBePartial = false

    /// Decodes a JSON array. Elements that cannot be decoded are counted in `unreadable`. Nil if the body is not a JSON array.
    /// - Parameter limit: the requested maximum number of elements. If exactly that many arrive, the list may be incomplete.
    static func read(_ body: Data, limit: Int?, _ make: (JSONValue) -> Element?) -> DecodedList? {
        guard let values = try? JSONParser.readList(body) else { return nil }
        var list = DecodedList()
        list.elements = values.compactMap { $0.flatMap(make) }
        list.unreadable = values.count - list.elements.count
        list.mayBePartial = body.count >= nearlyOneScan || values.count == limit
        return list
    }

    /// In bytes. A DynamoDB scan stops after 1 MB of items, and the backend drops the remaining items without saying so. A JSON
    /// body of about this size is therefore probably truncated.
    private static var nearlyOneScan: Int { 900_000 }
}
