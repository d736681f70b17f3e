import Foundation

/// Validates JSON documents with the schemas of `docs/schemas`, by the Python package jsonschema.
public struct SchemaCheck: Sendable {
    private struct Document: Encodable, Sendable {
        var schema: String
        var text: String
    }

    private var documents: [Document] = []

    public init() {}

    /// Adds a document to check.
    /// - Parameter schema: the name of the schema without `.schema.json`.
    public mutating func add(_ text: String, as schema: String) { documents.append(Document(schema: schema, text: text)) }

    /// Everything that is wrong with the documents or with the schemas.
    public func problems() throws -> [String] {
        let lines = try documents.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        let run = try Program.run(
            URL(fileURLWithPath: Checkout.python), [Checkout.support.appendingPathComponent("check-schemas").path],
            input: lines.joined())
        let failure = run.status == 0 ? [] : ["\(run.errors.suffix(500))"]
        return failure + run.output.split(separator: "\n").map(String.init)
    }
}
