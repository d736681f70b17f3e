extension Journeyer {
    /// The longest key that DynamoDB stores, in bytes.
    private static let longestHandle = 2048

    /// Reads a user object. Attributes may have the names of the API contract or their older names.
    ///
    /// Numbers may have any form that JSON allows (`5`, `5.0`, `1E+2`) or be strings. A value that cannot be read is kept in
    /// `extra`.
    /// - Returns: nil if `json` is not an object, or if its handle is missing, empty or longer than 2,048 bytes. All other
    ///   faults are tolerated.
    public init?(json: JSONValue) {
        guard let members = json.object else { return nil }
        var reader = AttributeReader(members)
        guard let handle = reader.text(Self.keyNames), !handle.isEmpty, handle.utf8.count <= Self.longestHandle else { return nil }
        self.init(handle: handle)
        for attribute in Self.attributes { attribute.read(from: &reader, into: &self) }
        extra = reader.rest
    }

    /// The object that `--json` prints: the contract's names and `total_score`, with null for unknown values, and the other
    /// attributes under `extra`.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            Self.keyNames[0]: .string(handle), "total_score": .optional(totalScore), "extra": .object(extra),
        ]
        for attribute in Self.attributes { members[attribute.name] = attribute.json(of: self) }
        return .object(members)
    }
}
