/// One field of a request that the contract does not allow.
struct FieldError: Error, Equatable, Sendable {
    let field: String
    let reason: String

    static func reply(_ errors: [FieldError]) -> Reply {
        let list = errors.map { error -> RawJSON in
            ["field": .string(error.field), "reason": .string(error.reason)]
        }
        return .json(400, ["message": "The request is not valid.", "errors": .array(list)])
    }

    static let notAnObject = Reply.json(400, ["message": "The request's body is not a JSON object.", "errors": []])

    /// The `limit` of a planned list: absent, or a whole number from 1.
    static func limit(_ query: FormFields) -> Result<Int?, FieldError> {
        guard let text = query["limit"] else { return .success(nil) }
        guard let limit = Int(text), limit >= 1 else {
            return .failure(FieldError(field: "limit", reason: "must be a whole number from 1"))
        }
        return .success(limit)
    }
}

/// Reads the members of a JSON object one by one and collects what is wrong with them.
struct FieldReader {
    let object: RawJSON
    private(set) var errors: [FieldError] = []

    init(_ object: RawJSON) { self.object = object }

    mutating func reject(_ field: String, _ reason: String) {
        errors.append(FieldError(field: field, reason: reason))
    }

    /// The text of a field; nil where it is absent or null, which is an error if it is required.
    mutating func text(_ field: String, required: Bool = false) -> String? {
        switch object[field] {
        case .string(let text): return text
        case nil, .null:
            if required { reject(field, "is required") }
        default: reject(field, "must be a string")
        }
        return nil
    }

    mutating func link(_ field: String) -> String? {
        guard let text = text(field), !text.isEmpty else { return nil }
        let rest = ["https://", "http://"].lazy.filter { text.lowercased().hasPrefix($0) }.first
            .map { text.dropFirst($0.count) }
        guard let rest, let first = rest.first, first.isLetter || first.isNumber || first == "[",
            !text.contains(where: \.isWhitespace)
        else {
            reject(field, "must be an http or https address")
            return nil
        }
        return text
    }
}
