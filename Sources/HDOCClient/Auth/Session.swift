import FoundationEssentials

/// Who is signed in, from verified claims of the ID token.
public struct Identity: Sendable, Equatable, Codable {
    /// `sub`: the provider's stable identifier for the person.
    public var subject: String
    /// `cognito:username`.
    public var username: String?
    /// `preferred_username`.
    public var preferredUsername: String?
    /// `email`, whether the provider has verified it or not.
    public var email: String?
    /// Makes an identity of claims.
    public init(subject: String, username: String? = nil, preferredUsername: String? = nil, email: String? = nil) {
        self.subject = subject
        self.username = username
        self.preferredUsername = preferredUsername
        self.email = email
    }

    /// The name to show: the first that is known of preferred user name, user name, email address and subject.
    public var displayName: String { preferredUsername ?? username ?? email ?? subject }
}

/// Whether somebody is signed in on a stage, by what is stored on this machine.
public enum SessionStatus: Sendable, Equatable {
    /// No tokens are stored.
    case signedOut
    /// `until` is when the current token expires. With `canRefresh` it is refreshed before that.
    case signedIn(Identity, until: Date, canRefresh: Bool)
    /// The session has ended; who it was stays known.
    case ended(Identity)
    /// The token file or the keyring could not be read.
    case unreadable(path: String)
}

/// How to sign in.
public struct SignInOptions: Sendable {
    /// False only reports the URL to open.
    public var opensBrowser: Bool
    /// How long to wait for the browser to come back.
    public var timeout: Duration
    /// The default opens a browser and waits for five minutes.
    public init(opensBrowser: Bool = true, timeout: Duration = .seconds(300)) {
        (self.opensBrowser, self.timeout) = (opensBrowser, timeout)
    }
}

/// The steps of a sign-in, in the order in which they are reported.
public enum SignInStep: Sendable, Equatable {
    /// The provider's endpoints are being looked up.
    case discovering
    /// The URL to open in a browser, the redirect URL that must be registered at the provider, and the port that hdoc listens
    /// on. Reported before a browser is started.
    case address(url: String, redirect: String, port: Int)
    /// A browser was started: the name of the program.
    case browserStarted(String)
    /// No browser was started, or the one that was failed.
    case noBrowser(NoBrowserReason)
    /// hdoc waits for the browser to come back.
    case waiting(until: Date)
    /// The browser came back with a request that the listener does not accept. The wait goes on, and the address that the
    /// browser shows can be pasted. Each problem is reported once.
    case callbackRefused(CallbackProblem)
    /// The browser came back. Tokens are being fetched and verified.
    case exchanging
}

/// Why the listener did not accept a browser's request.
public enum CallbackProblem: Sendable, Equatable, CaseIterable {
    /// It is no HTTP request that hdoc understands.
    case malformed
    /// It is no GET request, for instance because the provider sends its answer as a form.
    case wrongMethod
    /// Its `Host` header does not name this machine and the listener's port.
    case wrongHost
    /// Its headers are longer than the listener reads.
    case tooLarge
    /// It belongs to another sign-in.
    case otherSignIn
}

/// Why no browser was started.
public enum NoBrowserReason: Error, Sendable, Equatable {
    /// `SignInOptions.opensBrowser` is false.
    case notWanted
    /// hdoc runs in a remote session (SSH).
    case remote
    /// There is no graphical display.
    case noDisplay
    /// No program that opens a browser was found.
    case noneFound
    /// `BROWSER` names only this text browser, which would take over the terminal.
    case textBrowser(String)
    /// The name of a program that failed, or a reason in words.
    case failed(String)
}

/// Why a sign-in ended without a session, or a session could not be refreshed.
public enum SignInError: Error, Sendable, Equatable {
    /// The provider's endpoints could not be found, or must not be used.
    case discoveryFailed(detail: String)
    /// None of these ports is free.
    case portsBusy([Int])
    /// The browser did not come back to this URL in time.
    case timedOut(redirect: String)
    /// The task was cancelled.
    case cancelled
    /// The browser came back from another sign-in.
    case stateMismatch
    /// The provider refused: `error` and `error_description`, sanitised.
    case refused(code: String, description: String?)
    /// The authorization code was used already or has expired.
    case codeRejected
    /// The token endpoint answered with an error; `code` is its `error` member, sanitised.
    case tokenEndpoint(status: Int, code: String?)
    /// The provider's keys could not be fetched.
    case keysUnavailable
    /// The provider issued a token that was not accepted.
    case token(TokenProblem)

    /// Why a token was not accepted.
    public enum TokenProblem: Error, Sendable, Equatable {
        /// The token is no signed JSON Web Token, or lacks a claim.
        case malformed
        /// The token is signed by this algorithm instead of RS256.
        case wrongAlgorithm(String)
        /// The provider has no key with the token's key ID.
        case unknownKey
        /// The signature does not match the token.
        case badSignature
        /// The token is from another issuer than the configured one.
        case wrongIssuer
        /// The token is for another client.
        case wrongAudience
        /// An access token in place of an ID token, or the reverse.
        case wrongUse
        /// The token's time is over.
        case expired
        /// The token is valid only later; the clock of this machine may be slow.
        case notYetValid
        /// The token belongs to another sign-in.
        case wrongNonce
    }
}
