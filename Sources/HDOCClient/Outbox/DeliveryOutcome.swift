import FoundationEssentials
import HDOCModels

/// The outcome of an attempt to post an entry, which decides the entry's next state. It is pure, so that tests cover every case.
enum DeliveryOutcome: Equatable {
    /// The backend has the entry.
    case arrived(Article)
    /// Nothing was stored. The entry may be sent again after the delay, in seconds, or when something changes.
    case refusedForNow(reason: ClientError, delay: TimeInterval?)
    /// The backend will never accept the entry as it is.
    case refusedForGood(reason: ClientError)
    /// The entry may have been stored: ask the backend before anything else.
    case inDoubt(reason: ClientError)
    /// No entry can be sent until somebody signs in. Where the backend refused a token that looks valid here, the entry is sent
    /// again after the delay, because the fault may be the backend's.
    case needsSignIn(reason: ClientError, delay: TimeInterval?)

    /// - Parameter delay: the delay in seconds after so many attempts.
    init(failure error: ClientError, attempts: Int, delay: (Int) -> TimeInterval) {
        let later = delay(attempts)
        guard error.operation != .refreshSession else {
            // The stage was not asked: the provider was, for a new token.
            self =
                error.kind == .signInNeeded
                ? .needsSignIn(reason: error, delay: nil) : .refusedForNow(reason: error, delay: later)
            return
        }
        switch error.kind {
        case .transport(let failure):
            self = failure.mayHaveArrived ? .inDoubt(reason: error) : .refusedForNow(reason: error, delay: later)
        case .gatewayTimeout, .unreadable: self = .inDoubt(reason: error)
        case .serverFailed, .webPage, .unexpected, .store, .outbox, .configuration, .invalidProfile:
            self = .refusedForNow(reason: error, delay: later)
        case .throttled(let wait):
            self = .refusedForNow(reason: error, delay: max(later, wait.map { Double($0.components.seconds) } ?? 0))
        case .routeAbsent, .notConfigured, .headersTooLarge: self = .refusedForNow(reason: error, delay: Backoff.longest)
        case .unauthorized: self = .needsSignIn(reason: error, delay: Backoff.longest)
        case .signInNeeded, .signIn: self = .needsSignIn(reason: error, delay: nil)
        case .rejected, .conflict, .tooLarge, .forbidden, .notFound: self = .refusedForGood(reason: error)
        }
    }
}
