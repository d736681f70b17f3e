import HDOCModels

/// Credentials with which CodeBuild reads the source code of a project. They contain no secret, and the texts are as AWS sent
/// them and not sanitised.
public struct SourceCredentials: Sendable, Equatable {
    /// The ARN that identifies the credentials.
    public var arn: String
    /// The kind of server, for example `GITHUB`.
    public var serverType: String?
    /// The kind of credentials, for example `OAUTH` or `PERSONAL_ACCESS_TOKEN`.
    public var authType: String?
    /// The ARN of the connection or the secret, if the credentials are stored in one.
    public var resource: String?

    /// Creates a value, as AWS describes it.
    public init(arn: String, serverType: String? = nil, authType: String? = nil, resource: String? = nil) {
        (self.arn, self.serverType, self.authType, self.resource) = (arn, serverType, authType, resource)
    }
}

extension AWSClient {
    /// The source credentials of the account in this region (`ListSourceCredentials` of CodeBuild).
    public func sourceCredentials() async throws(AWSError) -> [SourceCredentials] {
        let reply = try await json("codebuild", target: "CodeBuild_20161006.ListSourceCredentials", [:])
        // AWS leaves an empty list out.
        let elements = reply["sourceCredentialsInfos"] ?? .array([])
        guard let elements = elements.array else { throw .unreadable(status: 200) }
        let credentials = elements.compactMap { $0.object.flatMap(SourceCredentials.init(json:)) }
        guard credentials.count == elements.count else { throw .unreadable(status: 200) }
        return credentials
    }

    /// Deletes source credentials (`DeleteSourceCredentials` of CodeBuild). Builds that use them can no longer read their
    /// source.
    /// - Throws: `noSuchCredentials` if the region has no credentials with this ARN.
    public func deleteSourceCredentials(_ arn: String) async throws(AWSError) {
        do throws(AWSError) {
            _ = try await json("codebuild", target: "CodeBuild_20161006.DeleteSourceCredentials", ["arn": .string(arn)])
        } catch {
            if case .refused("ResourceNotFoundException", _, _) = error { throw .noSuchCredentials(arn, region: access.region) }
            throw error
        }
    }
}

extension SourceCredentials {
    fileprivate init?(json: [String: JSONValue]) {
        guard let arn = json["arn"]?.text, !arn.isEmpty else { return nil }
        self.init(
            arn: arn, serverType: json["serverType"]?.text, authType: json["authType"]?.text, resource: json["resource"]?.text)
    }
}
