/// The exit status of `hdoc`. A queued entry is not a failure: `kept` means that it is saved but not sent.
enum ExitStatus: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case cancelled = 2
    case signInNeeded = 4
    /// The backend cannot be reached and the cache has no answer.
    case unreachable = 5
    /// The entry is in the outbox and not sent yet.
    case kept = 6
    /// The stage has no such route or no pipeline.
    case routeAbsent = 7
    case usage = 64

    /// The exit status for an error.
    init(for error: any Error) { self = ErrorCode(for: error).status }

    /// What the status means, for `hdoc help exit-codes`.
    var meaning: String {
        switch self {
        case .done: "success"
        case .failed: "failure; standard error has the reason"
        case .cancelled: "cancelled"
        case .signInNeeded: "sign-in required"
        case .unreachable: "the backend cannot be reached, and the cache does not have the data"
        case .kept: "the entry is saved in the outbox but not sent yet"
        case .routeAbsent: "the stage does not support this route, or has no pipeline"
        case .usage: "invalid command line"
        }
    }
}
