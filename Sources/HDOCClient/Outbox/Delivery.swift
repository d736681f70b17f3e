import FoundationEssentials
import HDOCModels

/// What an attempt to post came to, and the state it leads to. Pure, so that the whole table can be tested.
enum Delivery: Equatable {
    case arrived(Article)
    /// Nothing was stored: it may be sent again at the given delay, or when something changes.
    case refusedForNow(reason: ClientError, delay: TimeInterval?)
    /// It will never be accepted as it is.
    case refusedForGood(reason: ClientError)
    /// It may have been stored: ask before anything else.
    case inDoubt(reason: ClientError)
    /// Nobody's entries can be sent until somebody signs in. Where a token that is good here was refused, it is tried
    /// again after the delay all the same: the fault may be the backend's.
    case needsSignIn(reason: ClientError, delay: TimeInterval?)

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
        case .serverFailed, .webPage, .unexpected, .store: self = .refusedForNow(reason: error, delay: later)
        case .throttled(let wait):
            self = .refusedForNow(reason: error, delay: max(later, wait.map { Double($0.components.seconds) } ?? 0))
        case .routeAbsent, .notConfigured, .headersTooLarge: self = .refusedForNow(reason: error, delay: Backoff.longest)
        case .unauthorized: self = .needsSignIn(reason: error, delay: Backoff.longest)
        case .signInNeeded, .signIn: self = .needsSignIn(reason: error, delay: nil)
        case .rejected, .conflict, .tooLarge, .forbidden, .notFound: self = .refusedForGood(reason: error)
        }
    }
}
