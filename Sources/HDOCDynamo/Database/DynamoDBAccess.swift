import HTTPTransport

/// How to reach DynamoDB, and with which credentials.
package struct DynamoDBAccess: Sendable {
    package let region: String
    /// The URL to which all requests are posted.
    package let endpoint: String
    package let signing: RequestSigning

    package init(region: String, endpoint: String, keyID: String, secret: Secret, sessionToken: Secret?) {
        (self.region, self.endpoint) = (region, endpoint)
        signing = RequestSigning(region: region, service: "dynamodb", keyID: keyID, secret: secret, sessionToken: sessionToken)
    }

    /// Reads the variables that every function of AWS Lambda has. `AWS_ENDPOINT_URL_DYNAMODB` or `AWS_ENDPOINT_URL` replaces the
    /// endpoint, as in the SDKs of AWS.
    package init(environment: [String: String]) throws(MissingVariable) {
        let region = try environment.required("AWS_REGION")
        let standard = "https://dynamodb.\(region).amazonaws.com" + (region.hasPrefix("cn-") ? ".cn" : "")
        self.init(
            region: region,
            endpoint: environment.nonempty("AWS_ENDPOINT_URL_DYNAMODB") ?? environment.nonempty("AWS_ENDPOINT_URL") ?? standard,
            keyID: try environment.required("AWS_ACCESS_KEY_ID"), secret: Secret(try environment.required("AWS_SECRET_ACCESS_KEY")),
            sessionToken: environment.nonempty("AWS_SESSION_TOKEN").map { Secret($0) })
    }
}

/// A variable that the environment does not set.
package struct MissingVariable: Error, Sendable, Equatable {
    package let name: String

    package init(_ name: String) { self.name = name }
}

extension [String: String] {
    /// The value of a variable. An empty value counts as absent.
    package func nonempty(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

    package func required(_ name: String) throws(MissingVariable) -> String {
        guard let value = nonempty(name) else { throw MissingVariable(name) }
        return value
    }
}
