import HDOCModels

/// The result of one check of `hdoc doctor`.
struct DoctorFinding: Sendable, Equatable {
    enum State: String, Sendable {
        case ok, note
        /// Something needs doing.
        case bad
    }

    /// The name of the check, which scripts use.
    var name: String
    var state: State
    var detail: String
    /// What to do, as a sentence. A finding that is `bad` has one.
    var fix: String?
    /// The values that were measured, for programs.
    var data: [String: JSONValue] = [:]

    var json: JSONValue {
        .object([
            "name": .string(name), "state": .string(state.rawValue), "detail": .string(detail), "fix": .optional(fix),
            "data": .object(data),
        ])
    }
}

extension DoctorFinding {
    static func ok(_ name: String, _ detail: String, _ data: [String: JSONValue] = [:]) -> Self {
        Self(name: name, state: .ok, detail: detail, fix: nil, data: data)
    }

    static func note(_ name: String, _ detail: String, fix: String? = nil, _ data: [String: JSONValue] = [:]) -> Self {
        Self(name: name, state: .note, detail: detail, fix: fix, data: data)
    }

    static func bad(_ name: String, _ detail: String, fix: String, _ data: [String: JSONValue] = [:]) -> Self {
        Self(name: name, state: .bad, detail: detail, fix: fix, data: data)
    }
}
