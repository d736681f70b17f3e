/// Why a request to AWS failed, or could not be made. Contains no secret, and sanitised text only.
public enum AWSError: Error, Sendable, Equatable {
    // MARK: On this machine

    /// Neither the environment nor a profile has access keys; the file where they would be.
    case noCredentials(file: String)
    case noSuchProfile(String, nearest: String?, known: [String])
    /// The profile uses a way to sign in that hdoc does not support; `key` is the setting that says so.
    case unsupportedProfile(String, key: String)
    /// The profile has only one of key ID and secret; the name of the other.
    case incompleteProfile(String, missing: String)
    /// The region is not of the form `us-east-1`.
    case badRegion(String)
    /// `AWS_ENDPOINT_URL` is neither HTTPS nor on this machine.
    case badEndpoint(String)
    /// The keys contain bytes that cannot be sent in a header, such as a line break. Nil: those of the environment.
    case badCredentials(profile: String?)
    /// A session cannot be written into the profile whose keys it was made with.
    case profileIsTarget(String)
    /// The serial number of the MFA device is malformed.
    case badSerial(String)
    /// The MFA code does not consist of six digits.
    case badCode
    /// No MFA code was given, and there is no terminal to ask for it.
    case noCode
    /// A file of the AWS command line could not be read.
    case file(ConfigurationError)
    /// Another program wrote the credentials file in the meantime. The file is as that program left it.
    case fileChangedMeanwhile(String)
    /// The credentials file could not be written.
    case store(StoreError)

    // MARK: From AWS

    /// There was no response.
    case transport(TransportError)
    /// The session token has expired.
    case expired(profile: String?)
    /// AWS does not know the key ID or the session token.
    case unknownKey(profile: String?)
    /// The secret does not belong to the key ID.
    case wrongSecret(profile: String?)
    /// The machine's clock is ahead of AWS's by so many seconds (negative: behind); nil where AWS did not say by how many.
    case clockSkew(seconds: Int?)
    /// The service's own message, which names who may not do what.
    case accessDenied(String)
    /// The MFA code was refused.
    case wrongCode
    /// Session credentials cannot make other session credentials.
    case needsLongLivedKeys(profile: String?)
    /// Too many requests.
    case throttled
    /// Any other error that AWS reported.
    case refused(code: String, message: String, status: Int)
    /// The response is not what AWS documents.
    case unreadable(status: Int)
    /// A list has more pages than hdoc reads, or one page came twice.
    case endlessPages
}
