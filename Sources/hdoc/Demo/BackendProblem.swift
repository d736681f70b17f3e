import HDOCBackend

/// The reason why the embedded backend did not start. It is a type of its own because `HDOCTUI`, which describes errors, does not
/// import the backend.
enum BackendProblem: Error, Sendable, Equatable {
    case portInUse(Int)
    case listening(detail: String)
    case database(path: String?, detail: String)
    case preparation(detail: String)

    init(_ error: BackendError) {
        switch error {
        case .portInUse(let port): self = .portInUse(Int(port))
        case .listening(let detail): self = .listening(detail: detail)
        case .database(let path, let reason): self = .database(path: path, detail: reason)
        case .preparation(let detail): self = .preparation(detail: detail)
        }
    }
}

/// A syntax error in the value of `--fault`: the part that could be parsed, and what is expected after it.
struct FaultProblem: Error, Sendable, Equatable {
    var text: String
    var understood: String
    var expected: FaultExpectation

    init(_ error: FaultSyntaxError, in text: String) {
        self.text = text
        let end = text.index(text.startIndex, offsetBy: error.position, limitedBy: text.endIndex) ?? text.endIndex
        understood = String(text[..<end])
        expected = error.expected
    }
}

extension Backend {
    /// Starts the backend. Throws a `BackendProblem`, which `ErrorDescriber` can describe.
    static func open(_ options: BackendOptions) async throws(BackendProblem) -> Backend {
        do throws(BackendError) { return try await start(options) } catch { throw BackendProblem(error) }
    }
}
