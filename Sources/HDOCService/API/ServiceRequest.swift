import HDOCModels

/// A request to the API as a plain value, independent of the server that received it.
package struct ServiceRequest: Sendable {
    package let query: FormFields
    /// The headers by name in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(query: FormFields = FormFields([]), headers: [String: String] = [:], body: [UInt8] = []) {
        (self.query, self.headers, self.body) = (query, headers, body)
    }

    /// The value of a header; upper and lower case in its name do not matter.
    func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// A request that was matched to its route, as a handler receives it.
struct ServiceCall: Sendable {
    let request: ServiceRequest
    let parameters: [RouteParameter: String]

    /// The decoded value of a placeholder in the path. Empty if the route has no such placeholder.
    subscript(parameter: RouteParameter) -> String { parameters[parameter] ?? "" }

    /// The `Idempotency-Key` header.
    var idempotencyKey: String? { request.header("Idempotency-Key") }

    /// The most elements that the reply may have: `limit`, a whole number from 1. A larger one than the contract allows counts
    /// as the largest, because a page may always be shorter.
    func limit() throws(InvalidRequest) -> Int {
        guard let text = request.query["limit"] else { return 500 }
        guard let limit = Int(text), limit >= 1 else { throw InvalidRequest("limit", "must be a whole number from 1") }
        return min(limit, 1_000)
    }

    /// The version in `If-Match`, which a correction must name. A missing header gets the reply that RFC 6585 has for it (428), so
    /// that a client can tell it from a wrong value (400).
    func expectedVersion() throws(InvalidRequest) -> Int {
        guard let header = request.header("If-Match") else { throw .preconditionMissing }
        guard let version = EntityTag.version(inIfMatch: header) else {
            throw InvalidRequest("If-Match", "must be a version in quotation marks, such as \"1\"")
        }
        return version
    }

    /// The body, which must be a JSON object.
    func object() throws(InvalidRequest) -> RawJSON {
        guard isLabelledAsJSON else { throw InvalidRequest("Content-Type", "must be application/json") }
        guard let object = try? JSONReader.read(request.body), case .object = object else { throw .notAnObject }
        return object
    }

    /// Whether the content type is JSON, or one that nobody chose: curl, URLSession and Python label a body as a form unless they are
    /// told otherwise.
    private var isLabelledAsJSON: Bool {
        guard let type = request.header("Content-Type") else { return true }
        let essence = String((type.cut(atByte: ";")?.before ?? type[...]).filter { $0 != " " && $0 != "\t" })
        return ["application/json", "application/x-www-form-urlencoded"].contains { essence.isSameIgnoringASCIICase(as: $0) }
    }
}
