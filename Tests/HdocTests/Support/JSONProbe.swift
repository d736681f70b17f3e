import Foundation
import HDOCModels

/// Parses the JSON output of a command.
struct JSONProbe {
    let value: JSONValue

    init(_ text: String) throws { value = try JSONParser.read(text.utf8) }

    var object: [String: JSONValue]? { value.object }

    /// The text of this member in each element of the array, in order.
    func strings(_ key: String) -> [String] { value.array?.compactMap { $0.object?[key]?.text } ?? [] }
}
