import Foundation
import HDOCModels

/// Reads a command's JSON output back.
struct JSONProbe {
    let value: JSONValue

    init(_ text: String) throws { value = try JSONParser.read(text.utf8) }

    var object: [String: JSONValue]? { value.object }

    /// That member of each element, in order.
    func strings(_ key: String) -> [String] { value.array?.compactMap { $0.object?[key]?.text } ?? [] }
}
