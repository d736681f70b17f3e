import FoundationEssentials
import HDOCModels

/// A decoded list: the readable elements, and the number of unreadable ones.
struct DecodedList<Element: Sendable>: Sendable {
    var elements: [Element] = []
    var unreadable = 0
    var mayBePartial = false
    /// The validator of a list that came as one reply.
    var entityTag: String?

    /// Decodes a JSON array. Elements that cannot be decoded are counted in `unreadable`. Nil if the body is not a JSON array.
    ///
    /// If there are more elements or more bytes than any stage sends, the rest is left out, and the list may be partial: decoding
    /// and storing a response must not take long, whatever it contains.
    /// - Parameter limit: the requested maximum number of elements. If exactly that many arrive, the list may be incomplete.
    /// - Parameter isPage: whether the stage divides lists into pages. It then does not truncate the response.
    static func read(_ body: Data, limit: Int?, isPage: Bool = false, _ make: (JSONValue) -> Element?) -> DecodedList? {
        guard let values = try? JSONParser.readList(body, limit: DecodingLimits.elements + 1) else { return nil }
        var (list, room) = (DecodedList(), DecodingLimits.listBytes)
        list.mayBePartial = !isPage && (body.count >= DecodingLimits.nearlyOneScan || values.count == limit)
        for (index, value) in values.enumerated() {
            guard index < DecodingLimits.elements, room > 0 else {
                list.mayBePartial = true
                break
            }
            let size = value?.decodedBytes ?? 1
            room -= size
            if size <= DecodingLimits.elementBytes, let element = value.flatMap(make) {
                list.elements.append(element)
            } else {
                list.unreadable += 1
            }
        }
        return list
    }
}

/// The most of a response that is decoded.
enum DecodingLimits {
    /// More users than any community sends in one reply.
    static let elements = 25_000
    /// The size of all elements of a list, in decoded bytes. 10,000 users have about 5 MB.
    static let listBytes = 8_000_000
    /// The size of one element, in decoded bytes. A DynamoDB item has at most 400 kB.
    static let elementBytes = 500_000
    /// In bytes. A DynamoDB scan stops after 1 MB of items, and the backend drops the remaining items without saying so. A JSON body of
    /// about this size is therefore probably truncated.
    static let nearlyOneScan = 900_000
}

extension JSONValue {
    /// Whether a stage can have stored this value.
    var isSmallEnough: Bool { decodedBytes <= DecodingLimits.elementBytes }
}
