import HDOCModels

/// Reads the members of a JSON object one by one and collects their errors.
struct FieldReader {
    let object: RawJSON
    private(set) var errors: [FieldError] = []

    init(_ object: RawJSON) { self.object = object }

    mutating func reject(_ field: String, _ reason: String) {
        errors.append(FieldError(field: field, reason: reason))
    }

    /// The text of a field. Nil if the field is absent or null, which is an error if it is required.
    /// - Parameter bytes: the longest text, in bytes of UTF-8.
    mutating func text(_ field: String, required: Bool = false, bytes: Int = .max) -> String? {
        switch object[field] {
        case .string(let text) where text.utf8.count > bytes: reject(field, "must not exceed \(bytes) bytes")
        case .string(let text): return text
        case nil, .null:
            if required { reject(field, "is required") }
        default: reject(field, "must be a string")
        }
        return nil
    }

    /// The http or https address in a field. Nil if the field is absent, null, empty or invalid.
    mutating func link(_ field: String) -> String? {
        guard let text = text(field, bytes: 2_048), !text.isEmpty else { return nil }
        let scheme = ["https://", "http://"].first { $0.isSameIgnoringASCIICase(as: String(text.unicodeScalars.prefix($0.count))) }
        guard let scheme, let first = text.unicodeScalars.dropFirst(scheme.count).first,
            first.properties.isAlphabetic || first.properties.numericType != nil || first == "[",
            !text.unicodeScalars.contains(where: \.properties.isWhitespace)
        else {
            reject(field, "must be an http or https address")
            return nil
        }
        return text
    }
}
