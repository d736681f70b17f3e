/// Why AWS, or what is configured for it, did not give what was asked for. Holds no secret, and sanitised text only.
public enum AWSError: Error, Sendable, Equatable {
    // MARK: On this machine

    /// Neither the environment nor a profile holds access keys.
    case noCredentials(file: String)
    case noSuchProfile(String, nearest: String?, known: [String])
    /// The profile signs in by something else than access keys; `key` is the setting that says so.
    case unsupportedProfile(String, key: String)
    /// Only one of key id and secret is there.
    case incompleteProfile(String, missing: String)
    case badRegion(String)
    /// `AWS_ENDPOINT_URL` is neither https nor on this machine.
    case badEndpoint(String)
    /// `AWS_ENDPOINT_URL` and keys cannot be sent as they are: a line break in them, say.
    case badCredentials(profile: String?)
    /// Credentials must come from another profile than the one that is written.
    case profileIsTarget(String)
    case badSerial(String)
    case badCode
    /// Nobody is there to be asked for the code.
    case noCode
    case file(ConfigurationError)
    case fileChangedMeanwhile(String)

    // MARK: From AWS

    case transport(TransportError)
    /// The session token has expired; the profile it came from.
    case expired(profile: String?)
    /// Key id or session token is not known to AWS.
    case unknownKey(profile: String?)
    /// The secret does not belong to the key id.
    case wrongSecret(profile: String?)
    /// The machine's clock is so many seconds ahead of AWS's (negative: behind); nil where AWS did not say.
    case clockSkew(seconds: Int?)
    /// In the service's own words: they name who may not do what.
    case accessDenied(String)
    case wrongCode
    /// Session credentials cannot make other session credentials.
    case needsLongLivedKeys(profile: String?)
    case throttled
    case refused(code: String, message: String, status: Int)
    case unreadable(status: Int)
    /// More pages than hdoc reads, or one twice.
    case endlessPages
}
