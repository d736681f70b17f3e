import FoundationEssentials
import HDOCModels

/// The outcome of an attempt to post an entry. It decides the entry's next state. It has no side effects, so tests can cover
/// every case.
enum DeliveryOutcome: Equatable {
    /// The backend stored the entry.
    case arrived(Article)
    /// The backend has removed the article, or does not have it any more.
    case removed
    /// The article was changed or removed in the meantime, so that the writer must decide.
    case outdated(EntryConflict, reason: ClientError)
    /// The backend did not store the entry. It may be sent again after `delay` seconds; nil means at the next occasion.
    case refusedForNow(reason: ClientError, delay: TimeInterval?)
    /// The backend will never accept the entry in its present form.
    case refusedForGood(reason: ClientError)
    /// The backend may have stored the entry. hdoc must ask the backend before it sends the entry again.
    case inDoubt(reason: ClientError)
    /// The user must sign in before entries can be sent. If the backend rejected a token that looks valid to hdoc, `delay` is
    /// set: the entry is sent again after this many seconds, because the backend may be at fault.
    case needsSignIn(reason: ClientError, delay: TimeInterval?)

    /// Derives the outcome from the error of an attempt.
    /// - Parameter delay: returns the delay in seconds after a number of attempts.
    init(failure error: ClientError, attempts: Int, delay: (Int) -> TimeInterval) {
        let later = delay(attempts)
        guard error.operation != .refreshSession else {
            // The error comes from the sign-in provider, which was asked for a new token. No request was sent to the stage.
            self =
                error.kind == .signInNeeded
                ? .needsSignIn(reason: error, delay: nil) : .refusedForNow(reason: error, delay: later)
            return
        }
        switch error.kind {
        case .transport where error.isLookUp, .gatewayTimeout where error.isLookUp, .unreadable where error.isLookUp:
            self = .refusedForNow(reason: error, delay: later)
        case .transport(let failure):
            self = failure.mayHaveArrived ? .inDoubt(reason: error) : .refusedForNow(reason: error, delay: later)
        case .gatewayTimeout, .unreadable, .outdated: self = .inDoubt(reason: error)
        case .serverFailed, .webPage, .blocked, .unexpected, .store, .outbox, .configuration, .invalidProfile:
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

extension ClientError {
    /// Whether hdoc asked which version of an article a change is for. The change itself was not sent then.
    fileprivate var isLookUp: Bool { operation == .getArticle }
}
