import HDOCClient
import HDOCModels
import HDOCTUI

/// The stable name of an error for programs: the member `code` of an error with `--json`. Each code has one exit status.
enum ErrorCode: String, Sendable, CaseIterable {
    case usage
    case cancelled
    case signInNeeded = "sign_in_needed"
    case unreachable
    case notCached = "not_cached"
    case notSent = "not_sent"
    case routeAbsent = "route_absent"
    case notFound = "not_found"
    case forbidden
    case rejected
    case conflict
    case throttled
    case serverFailed = "server_failed"
    case unreadableResponse = "unreadable_response"
    case configuration
    case storage
    case noHandle = "no_handle"
    case needsConfirmation = "needs_confirmation"
    case output
    case failed

    var status: ExitStatus {
        switch self {
        case .usage: .usage
        case .cancelled: .cancelled
        case .signInNeeded: .signInNeeded
        case .unreachable, .notCached: .unreachable
        case .notSent: .kept
        case .routeAbsent: .routeAbsent
        case .notFound, .forbidden, .rejected, .conflict, .throttled, .serverFailed, .unreadableResponse, .configuration, .storage,
            .noHandle, .needsConfirmation, .output, .failed:
            .failed
        }
    }

    /// What the code means, for `hdoc help exit-codes`.
    var meaning: String {
        switch self {
        case .usage: "the command line is invalid"
        case .cancelled: "you cancelled the command"
        case .signInNeeded: "nobody is signed in, or the session has ended"
        case .unreachable: "the backend did not respond"
        case .notCached: "the cache does not have the data, and --offline was given"
        case .notSent: "the entry is saved but not sent yet"
        case .routeAbsent: "the stage does not support the route"
        case .notFound: "there is no such journeyer, entry, stage or day"
        case .forbidden: "the stage or a firewall refused the request"
        case .rejected: "the stage rejected the content"
        case .conflict: "the day or the name is taken, or something changed meanwhile"
        case .throttled: "the stage asks to wait"
        case .serverFailed: "the stage failed"
        case .unreadableResponse: "the response was not what the API promises"
        case .configuration: "the configuration is missing or invalid"
        case .storage: "a file of hdoc could not be read or written"
        case .noHandle: "your GitHub username on this stage is unknown"
        case .needsConfirmation: "the action needs --yes, or a terminal to ask"
        case .output: "the output could not be written"
        case .failed: "another failure; the message has the reason"
        }
    }

    /// The code for an error.
    init(for error: any Error) {
        switch error {
        case let error as ClientError: self = Self.code(of: error.kind)
        case let error as SignInError: self = error == .cancelled ? .cancelled : .failed
        case let error as CommandError: self = error.code
        case let error as OutboxError: self = Self.code(of: error)
        case .transport(let error) as AWSError: self = error.cause == .cancelled ? .cancelled : .unreachable
        case .noPipelineStack as AWSError, .noPipelineOutput as AWSError, .noSuchPipeline as AWSError: self = .routeAbsent
        case .noEntry as JourneyError: self = .notFound
        case is CancellationError: self = .cancelled
        case is StatusFormatError, is QueryError, is UnknownViewError: self = .usage
        case is StageSelectionError, is ConfigurationError, is ConfigurationEditError, is ConfigurationWriteError, is KeysError,
            is CommandKeyError:
            self = .configuration
        case is StoreError: self = .storage
        case is EmptyCacheError: self = .notCached
        default: self = .failed
        }
    }

    /// The code for a command that printed its result and ended with this status; nil if it succeeded.
    init?(for status: ExitStatus) {
        switch status {
        case .done: return nil
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .signInNeeded: self = .signInNeeded
        case .unreachable: self = .unreachable
        case .kept: self = .notSent
        case .routeAbsent: self = .routeAbsent
        case .usage: self = .usage
        }
    }

    private static func code(of error: OutboxError) -> ErrorCode {
        switch error {
        case .noSuchEntry, .ambiguous: .notFound
        case .textNotCached: .notCached
        case .invalid, .dayFixed, .withoutDay: .rejected
        case .store: .storage
        case .notEditable, .notPosted, .changedElsewhere, .cannotMove, .dayTaken, .dateTaken, .demoOnly: .conflict
        }
    }

    private static func code(of kind: ClientError.Kind) -> ErrorCode {
        switch kind {
        case .transport(let error): error.cause == .cancelled ? .cancelled : .unreachable
        case .routeAbsent: .routeAbsent
        case .signInNeeded, .unauthorized: .signInNeeded
        case .signIn(let error): ErrorCode(for: error)
        case .notFound: .notFound
        case .webPage, .forbidden, .blocked: .forbidden
        case .rejected, .tooLarge, .headersTooLarge, .invalidProfile: .rejected
        case .conflict, .outdated: .conflict
        case .throttled: .throttled
        case .serverFailed, .gatewayTimeout: .serverFailed
        case .unreadable, .unexpected: .unreadableResponse
        case .notConfigured, .configuration: .configuration
        case .store, .outbox: .storage
        }
    }
}

extension CommandError {
    var code: ErrorCode {
        switch self {
        case .nothingCached: .notCached
        case .nothingWritten: .cancelled
        case .unknownCommand, .undecodableArgument: .usage
        case .noHandle: .noHandle
        case .noSuchJourneyer, .noSuchDay: .notFound
        case .dateInFuture, .needsConsent, .needsConfirmation: .needsConfirmation
        case .output: .output
        case .notDiscardable: .conflict
        default: .failed
        }
    }
}
