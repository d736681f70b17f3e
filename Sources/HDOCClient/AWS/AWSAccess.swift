import FoundationEssentials
import HDOCModels
import SafeText

/// AWS access keys and a region, found by the rules of the AWS command line.
public struct AWSAccess: Sendable, Equatable {
    /// The access key ID, which is not secret.
    public var keyID: String
    /// The secret access key.
    public var secret: Secret
    /// The session token of temporary credentials; nil for long-lived keys.
    public var sessionToken: Secret?
    /// The profile that contains the keys; nil if they come from the environment.
    public var profile: String?
    /// The AWS region, for example `us-east-1`.
    public var region: String
    /// The environment variables that set endpoints: `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_SERVICE`.
    var endpoints: [String: String]

    /// Finds access keys and a region in the environment and in the two files of the AWS command line.
    ///
    /// Keys in the environment are used unless `wanted` names a profile. The region is the first of these values: the argument,
    /// `AWS_REGION`, `AWS_DEFAULT_REGION`, the region of the profile, `us-east-1`.
    /// - Parameters:
    ///   - wanted: the name of a profile, which takes precedence over keys in the environment. Nil means `AWS_PROFILE`, or else
    ///     `default`.
    ///   - region: nil means the configured region.
    ///   - environment: the environment variables of the process. The variables `AWS_…` and `HOME` are read.
    public static func find(
        profile wanted: String? = nil, region: String? = nil, environment: [String: String]
    ) throws(AWSError) -> AWSAccess {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let profiles = try AWSProfiles(environment: environment)
        let chosen = wanted ?? variable("AWS_PROFILE")
        let name = chosen ?? "default"
        if let chosen, profiles.settings[chosen] == nil, wanted != nil || variable("AWS_ACCESS_KEY_ID") == nil {
            throw .noSuchProfile(chosen, nearest: NearestName.of(chosen, among: profiles.names), known: profiles.names)
        }
        let settings = profiles.settings[name] ?? [:]
        let region = region ?? variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? settings["region"] ?? "us-east-1"
        guard isRegion(region) else { throw .badRegion(TerminalText.line(region, limit: 40)) }
        let endpoints = environment.filter { $0.key.hasPrefix("AWS_ENDPOINT_URL") && !$0.value.isEmpty }
        if wanted == nil, let keyID = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY") {
            return try AWSAccess(
                keyID: keyID, secret: Secret(secret), sessionToken: variable("AWS_SESSION_TOKEN").map(Secret.init),
                profile: nil, region: region, endpoints: endpoints
            ).checked()
        }
        return try from(settings, name, isChosen: chosen != nil, profiles, region, endpoints).checked()
    }

    private static func from(
        _ settings: [String: String], _ name: String, isChosen: Bool, _ profiles: AWSProfiles, _ region: String,
        _ endpoints: [String: String]
    ) throws(AWSError) -> AWSAccess {
        func setting(_ name: String) -> String? { settings[name].flatMap { $0.isEmpty ? nil : $0 } }
        let (keyID, secret) = (setting("aws_access_key_id"), setting("aws_secret_access_key"))
        guard let keyID, let secret else {
            let others = ["sso_session", "sso_start_url", "role_arn", "credential_process", "web_identity_token_file"]
            if let key = others.first(where: { settings[$0] != nil }) { throw .unsupportedProfile(name, key: key) }
            if keyID != nil || secret != nil || isChosen {
                let missing = keyID == nil ? "aws_access_key_id" : "aws_secret_access_key"
                throw .incompleteProfile(name, missing: missing)
            }
            throw .noCredentials(file: profiles.credentialsPath)
        }
        return AWSAccess(
            keyID: keyID, secret: Secret(secret), sessionToken: setting("aws_session_token").map(Secret.init),
            profile: name, region: region, endpoints: endpoints)
    }

    /// Throws if a key contains anything but printable ASCII, because keys are sent in headers.
    private func checked() throws(AWSError) -> AWSAccess {
        let texts = [keyID, secret.exposed, sessionToken?.exposed ?? "-"]
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }) else { throw .badCredentials(profile: profile) }
        return self
    }

    /// Whether a text may be used as a region. A region becomes part of a host name.
    private static func isRegion(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 32 && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "-")
            }
    }

    /// The URL of a service: the value of `AWS_ENDPOINT_URL_SERVICE` or `AWS_ENDPOINT_URL`, or else the URL of AWS.
    func endpoint(_ service: String) throws(AWSError) -> String {
        let own = "https://\(service).\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")/"
        guard let text = endpoints["AWS_ENDPOINT_URL_\(service.uppercased())"] ?? endpoints["AWS_ENDPOINT_URL"] else { return own }
        guard StageURL.problem(text) == nil else { throw .badEndpoint(TerminalText.line(text, limit: 100)) }
        return StageURL.withSlash(text)
    }
}
