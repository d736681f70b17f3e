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

    /// `limit` of a planned list: absent, or a whole number from 1.
    func limit() throws(InvalidRequest) -> Int? {
        guard let text = request.query["limit"] else { return nil }
        guard let limit = Int(text), limit >= 1 else { throw InvalidRequest("limit", "must be a whole number from 1") }
        return limit
    }

    /// The body, which must be a JSON object.
    func object() throws(InvalidRequest) -> RawJSON {
        guard let object = try? JSONReader.read(request.body), case .object = object else { throw .notAnObject }
        return object
    }
}
