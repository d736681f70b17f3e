import HDOCClient

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
    init(for error: any Error) {
        switch error {
        case let error as ClientError: self = Self.status(of: error.kind)
        case let error as SignInError: self = error == .cancelled ? .cancelled : .failed
        case let error as CommandError: self = error.status
        case .transport(let error) as AWSError: self = error.cause == .cancelled ? .cancelled : .unreachable
        case .noPipelineStack as AWSError, .noPipelineOutput as AWSError, .noSuchPipeline as AWSError: self = .routeAbsent
        case is CancellationError: self = .cancelled
        case is StatusFormatError: self = .usage
        default: self = .failed
        }
    }

    private static func status(of kind: ClientError.Kind) -> ExitStatus {
        switch kind {
        case .transport(let error): error.cause == .cancelled ? .cancelled : .unreachable
        case .routeAbsent: .routeAbsent
        case .signInNeeded, .unauthorized: .signInNeeded
        case .signIn(let error): ExitStatus(for: error)
        case .notFound, .webPage, .forbidden, .blocked, .rejected, .conflict, .outdated, .tooLarge, .headersTooLarge, .throttled,
            .serverFailed,
            .gatewayTimeout, .unreadable, .unexpected, .notConfigured, .store, .outbox, .configuration, .invalidProfile:
            .failed
        }
    }
}
