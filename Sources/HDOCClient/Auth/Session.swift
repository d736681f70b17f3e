import FoundationEssentials

/// Who is signed in, from verified claims of the ID token.
public struct Identity: Sendable, Equatable, Codable {
    public var subject: String
    public var username: String?
    public var preferredUsername: String?
    public var email: String?
    public init(subject: String, username: String? = nil, preferredUsername: String? = nil, email: String? = nil) {
        self.subject = subject
        self.username = username
        self.preferredUsername = preferredUsername
        self.email = email
    }

    /// The name to greet them by.
    public var displayName: String { preferredUsername ?? username ?? email ?? subject }
}

public enum SessionStatus: Sendable, Equatable {
    case signedOut
    /// With the instant the ID token ends; it is refreshed before, as long as the refresh token lives.
    case signedIn(Identity, until: Date, canRefresh: Bool)
    /// Tokens are there but no longer any good.
    case ended(Identity)
    /// The token file could not be read.
    case unreadable(path: String)
}

public struct SignInOptions: Sendable {
    /// False prints the address only.
    public var opensBrowser: Bool
    /// The whole wait.
    public var timeout: Duration
    public init(opensBrowser: Bool = true, timeout: Duration = .seconds(300)) {
        (self.opensBrowser, self.timeout) = (opensBrowser, timeout)
    }
}

/// What happens during a sign-in, in order, so that every wait has a visible state.
public enum SignInStep: Sendable, Equatable {
    case discovering
    /// The address to open, printed before anything is opened; the redirect address that must be registered;
    /// and the port listened on.
    case address(url: String, redirect: String, port: Int)
    /// A browser was started; its program's name.
    case browserStarted(String)
    /// No browser is tried, and why.
    case noBrowser(NoBrowserReason)
    case waiting(until: Date)
    /// The browser came back; tokens are being fetched and verified.
    case exchanging
}

public enum NoBrowserReason: Sendable, Equatable { case notWanted, remote, noDisplay, noneFound, textBrowser(String), failed(String) }

/// Why a sign-in ended without a session. Each has its own sentence.
public enum SignInError: Error, Sendable, Equatable {
    case discoveryFailed(detail: String)
    /// None of the registered ports is free.
    case portsBusy([Int])
    case timedOut(redirect: String)
    case cancelled
    case stateMismatch
    /// The provider said no: `error` and `error_description`, sanitised.
    case refused(code: String, description: String?)
    /// The code was used already, or its five minutes are over.
    case codeRejected
    case tokenEndpoint(status: Int, code: String?)
    case keysUnavailable
    case token(TokenProblem)
    case storage(detail: String)

    public enum TokenProblem: Error, Sendable, Equatable {
        case malformed, wrongAlgorithm(String), unknownKey, badSignature, wrongIssuer, wrongAudience, wrongUse
        case expired, notYetValid, wrongNonce
    }
}
