import FoundationEssentials

/// The user who is signed in, from the verified claims of the ID token.
public struct Identity: Sendable, Equatable, Codable {
    /// The claim `sub`: the provider's permanent identifier for the user.
    public var subject: String
    /// The claim `cognito:username`.
    public var username: String?
    /// The claim `preferred_username`.
    public var preferredUsername: String?
    /// The claim `email`. The provider may not have verified the address.
    public var email: String?
    /// Creates an identity.
    public init(subject: String, username: String? = nil, preferredUsername: String? = nil, email: String? = nil) {
        self.subject = subject
        self.username = username
        self.preferredUsername = preferredUsername
        self.email = email
    }

    /// The name to show: the first known value of preferred user name, user name, email address and subject.
    public var displayName: String { preferredUsername ?? username ?? email ?? subject }
}

/// Whether a user is signed in to a stage, according to the tokens on this machine.
public enum SessionStatus: Sendable, Equatable {
    /// No tokens are stored.
    case signedOut
    /// The user is signed in. `until` is the expiry time of the current token. If `canRefresh` is true, hdoc refreshes the
    /// token before that time.
    case signedIn(Identity, until: Date, canRefresh: Bool)
    /// The session has ended. The identity is still known.
    case ended(Identity)
    /// The stored session belongs to another issuer or client than the stage's configured ones. Its tokens are never used for
    /// this stage. Signing out deletes them.
    case otherSession(Identity)
    /// The token file or the keyring could not be read.
    case unreadable(path: String)
}

/// Options of a sign-in.
public struct SignInOptions: Sendable {
    /// If false, hdoc reports the URL but starts no browser.
    public var opensBrowser: Bool
    /// The maximum time to wait for the browser's redirect.
    public var timeout: Duration
    /// Creates options. The defaults open a browser and wait for five minutes.
    public init(opensBrowser: Bool = true, timeout: Duration = .seconds(300)) {
        (self.opensBrowser, self.timeout) = (opensBrowser, timeout)
    }
}

/// The steps of a sign-in, as reported while it runs.
public enum SignInStep: Sendable, Equatable {
    /// hdoc is finding the provider's endpoints.
    case discovering
    /// The URL to open in a browser, the redirect URL, and the port on which hdoc listens. The redirect URL must be registered
    /// at the provider. This step is reported before a browser is started.
    case address(url: String, redirect: String, port: Int)
    /// A browser was started. The value is the program's name.
    case browserStarted(String)
    /// No browser was started, or the started browser failed.
    case noBrowser(NoBrowserReason)
    /// hdoc is waiting for the browser's redirect.
    case waiting(until: Date)
    /// The listener did not accept a request of the browser. The wait continues, and the user can paste the address that the
    /// browser shows. Each problem is reported once.
    case callbackRefused(CallbackProblem)
    /// The browser's redirect arrived. hdoc is fetching and verifying the tokens.
    case exchanging
}

/// The reason why the listener did not accept a request of the browser.
public enum CallbackProblem: Sendable, Equatable, CaseIterable {
    /// The request is not HTTP that hdoc can parse.
    case malformed
    /// The request is not a GET, for example because the provider sends its response as a form.
    case wrongMethod
    /// The `Host` header does not name this machine and the listener's port.
    case wrongHost
    /// The headers exceed the size limit of the listener.
    case tooLarge
    /// The request belongs to another sign-in.
    case otherSignIn
}

/// The reason why no browser was started.
public enum NoBrowserReason: Error, Sendable, Equatable {
    /// `SignInOptions.opensBrowser` is false.
    case notWanted
    /// hdoc runs in a remote session (SSH).
    case remote
    /// There is no graphical display.
    case noDisplay
    /// No program that opens a browser is installed.
    case noneFound
    /// `BROWSER` only names a text browser, which would take over the terminal. The value is the browser's name.
    case textBrowser(String)
    /// `BROWSER` names a program that does not exist. The value is that program.
    case noSuchProgram(String)
    /// `BROWSER` has a quote that is not closed. The value is the command.
    case openQuote(String)
    /// A browser failed. The value is the program's name, or a description of the problem.
    case failed(String)
}

/// The reason why a sign-in or the refresh of a session failed.
public enum SignInError: Error, Sendable, Equatable {
    /// The provider's endpoints could not be found, or must not be used for security reasons.
    case discoveryFailed(detail: String)
    /// None of the callback ports is free.
    case portsBusy([Int])
    /// The browser was not redirected to this URL in time.
    case timedOut(redirect: String)
    /// The task was cancelled.
    case cancelled
    /// The redirect had the state of another sign-in.
    case stateMismatch
    /// The provider refused the sign-in. The values are `error` and `error_description`, sanitised.
    case refused(code: String, description: String?)
    /// The authorization code was already used or has expired.
    case codeRejected
    /// The token endpoint responded with an error. `code` is the member `error` of its body, sanitised.
    case tokenEndpoint(status: Int, code: String?)
    /// The provider's public keys could not be fetched.
    case keysUnavailable
    /// A token from the provider failed verification.
    case token(TokenProblem)

    /// The reason why a token was rejected.
    public enum TokenProblem: Error, Sendable, Equatable {
        /// The token is not a signed JSON Web Token, or a required claim is missing.
        case malformed
        /// The token is signed with this algorithm instead of RS256.
        case wrongAlgorithm(String)
        /// The provider has no key with the token's key ID, or the token names no key and the provider does not have exactly
        /// one.
        case unknownKey
        /// The signature does not match the token.
        case badSignature
        /// The token is from another issuer than the configured one.
        case wrongIssuer
        /// The token was issued for another client.
        case wrongAudience
        /// The token is an access token instead of an ID token, or the other way round.
        case wrongUse
        /// The token has expired.
        case expired
        /// The token is not valid yet. The clock of this machine may be slow.
        case notYetValid
        /// The nonce is not that of this sign-in.
        case wrongNonce
    }
}
