import HDOCModels

/// A request that the contract does not allow, with the reply for it.
enum InvalidRequest: Error, Equatable {
    case notAnObject
    case fields([FieldError])
    /// A write for a user that the account does not own.
    case accessDenied(String)
    /// A correction without `If-Match`.
    case preconditionMissing
    /// A cursor or a token that is too old. The message says what to request instead.
    case expired(String)

    init(_ field: String, _ reason: String) { self = .fields([FieldError(field: field, reason: reason)]) }

    static let unknownCursor = InvalidRequest("cursor", "is not a cursor of this list")

    var reply: ServiceReply {
        switch self {
        case .notAnObject: return .json(400, ["message": "The request body is not a JSON object.", "errors": []])
        case .fields(let errors):
            let list = errors.map { error -> RawJSON in
                ["field": .string(error.field), "reason": .string(error.reason)]
            }
            return .json(400, ["message": "The request is not valid.", "errors": .array(list)])
        case .accessDenied(let message): return .accessDenied(message)
        case .preconditionMissing:
            return .json(428, ["message": "The header If-Match must name the version of the article, such as \"1\"."])
        case .expired(let message): return .json(410, ["message": .string(message)])
        }
    }
}
