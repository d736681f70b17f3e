/// The reason why a request to AWS failed or could not be made. It contains no secrets, and its texts are sanitised.
public enum AWSError: Error, Sendable, Equatable {
    // MARK: On this machine

    /// Neither the environment nor a profile contains access keys. `file` is the credentials file, in which they could be.
    case noCredentials(file: String)
    /// No profile has this name. `nearest` is a known name that is similar, if there is one.
    case noSuchProfile(String, nearest: String?, known: [String])
    /// The profile uses a sign-in method that hdoc does not support. `key` is the setting of that method.
    case unsupportedProfile(String, key: String)
    /// The profile contains only one of key ID and secret. `missing` is the name of the missing setting.
    case incompleteProfile(String, missing: String)
    /// The region is not of the form `us-east-1`.
    case badRegion(String)
    /// The value of `AWS_ENDPOINT_URL` is neither https nor http to this machine.
    case badEndpoint(String)
    /// The keys contain bytes that cannot be sent in a header, such as a line break. `profile` is nil for keys from the
    /// environment.
    case badCredentials(profile: String?)
    /// The session must not be written into this profile, because its keys were used to create the session.
    case profileIsTarget(String)
    /// The serial number of the MFA device is malformed.
    case badSerial(String)
    /// The MFA code does not consist of six digits.
    case badCode
    /// No MFA code was given, and there is no terminal to ask for it.
    case noCode
    /// A file of the AWS command line could not be read.
    case file(ConfigurationError)
    /// Another program changed the credentials file at the same time. hdoc did not write to it.
    case fileChangedMeanwhile(String)
    /// The credentials file could not be written.
    case store(StoreError)

    // MARK: From AWS

    /// No response was received.
    case transport(TransportError)
    /// The session token has expired.
    case expired(profile: String?)
    /// AWS does not know the key ID or the session token.
    case unknownKey(profile: String?)
    /// The secret access key does not belong to the key ID.
    case wrongSecret(profile: String?)
    /// This machine's clock differs from that of AWS by this number of seconds. The number is positive if this machine is
    /// ahead, and nil if it is unknown.
    case clockSkew(seconds: Int?)
    /// Access was denied. The value is the message of AWS, which names the user and the denied action.
    case accessDenied(String)
    /// AWS rejected the MFA code.
    case wrongCode
    /// Temporary credentials cannot create other temporary credentials.
    case needsLongLivedKeys(profile: String?)
    /// CloudFormation has no stack with this name, which would name the pipeline of a stage.
    case noPipelineStack(String, region: String)
    /// The stack has no output `Pipeline`.
    case noPipelineOutput(stack: String)
    /// CodePipeline has no pipeline with this name.
    case noSuchPipeline(String, region: String)
    /// CodeBuild has no source credentials with this ARN.
    case noSuchCredentials(String, region: String)
    /// Too many requests.
    case throttled
    /// Any other error from AWS.
    case refused(code: String, message: String, status: Int)
    /// The response does not have the format that AWS documents.
    case unreadable(status: Int)
    /// The list has more pages than hdoc reads, or AWS returned the same page token twice.
    case endlessPages
}
