import FlyingFox
import Foundation
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite(.ownThreads) struct AWSTests {
    static let access = AWSAccess(
        keyID: "AKIAKEY", secret: Secret("topsecret"), sessionToken: Secret("tokentoken"), profile: "work", region: "us-east-1",
        endpoints: [:])

    private func query(_ status: Int, _ body: String, headers: [HDOCClient.Header] = []) -> AWSClient {
        let transport = FakeTransport(base: "https://")
        transport.expect("POST cloudformation.us-east-1.amazonaws.com/", status, body, headers: headers)
        return AWSClient(access: Self.access, transport: transport, clock: { Date(timeIntervalSince1970: 1_795_448_400) })
    }

    private static func error(_ code: String, _ message: String = "m") -> String {
        "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type>"
            + "<Code>\(code)</Code><Message>\(message)</Message></Error></ErrorResponse>"
    }

    @Test(arguments: [
        ("ExpiredToken", "The security token included in the request is expired", AWSError.expired(profile: "work")),
        ("InvalidClientTokenId", "m", .unknownKey(profile: "work")), ("SignatureDoesNotMatch", "m", .wrongSecret(profile: "work")),
        ("SignatureDoesNotMatch", "Signature expired: 20261123T150000Z is now earlier than …", .clockSkew(seconds: nil)),
        ("RequestTimeTooSkewed", "m", .clockSkew(seconds: nil)),
        ("AccessDenied", "User: x is not authorized", .accessDenied("User: x is not authorized")),
        ("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", .wrongCode),
        ("AccessDenied", "Cannot call GetSessionToken with session credentials", .needsLongLivedKeys(profile: "work")),
        ("Throttling", "Rate exceeded", .throttled),
        ("ValidationError", "a &lt;b&gt; &#x1B;[2J", .refused(code: "ValidationError", message: "a <b> ", status: 403)),
    ])
    func `each error code of AWS becomes its own error`(_ code: String, _ message: String, _ expected: AWSError) async {
        let error = await #expect(throws: AWSError.self) { try await query(403, Self.error(code, message)).stacks() }
        if case .refused(let code, let message, _)? = error {
            #expect(code == "ValidationError" && message.hasPrefix("a <b> ") && !message.contains("\u{1B}"))
        } else {
            #expect(error == expected)
        }
    }

    @Test(arguments: [("Mon, 23 Nov 2026 15:30:00 GMT", 600), ("Mon, 23 Nov 2026 15:50:00 GMT", -600)])
    func `a clock that is ten minutes off is reported as such, not as a wrong secret`(_ date: String, _ skew: Int) async {
        let query = query(403, Self.error("SignatureDoesNotMatch"), headers: [Header("Date", date)])
        await #expect(throws: AWSError.clockSkew(seconds: skew)) { try await query.stacks() }
    }

    @Test(arguments: [
        "", "not xml", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<a>&x;</a>",
        String(repeating: "<a>", count: 100_000),
    ])
    func `a response that is not XML of AWS is unreadable`(_ body: String) async {
        await #expect(throws: AWSError.unreadable(status: 200)) { try await query(200, body).stacks() }
    }

    @Test func `a request is signed for its service and region, and its description contains no secret`() async throws {
        let transport = FakeTransport(base: "https://")
        transport.expect(
            "POST cloudformation.us-east-1.amazonaws.com/", 200,
            "<DescribeStacksResponse><DescribeStacksResult><Stacks/></DescribeStacksResult></DescribeStacksResponse>")
        _ = try await AWSClient(access: Self.access, transport: transport, clock: { Date() }).stacks()
        let request = try #require(transport.received.first)
        #expect(request.signing?.service == "cloudformation" && request.signing?.region == "us-east-1")
        #expect(String(decoding: request.body ?? [], as: UTF8.self) == "Action=DescribeStacks&Version=2010-05-15")
        var dumped = ""
        dump(request, to: &dumped)
        dumped += "\(request) \(Self.access)" + String(reflecting: request)
        #expect(!dumped.contains("topsecret") && !dumped.contains("tokentoken"))
    }

    @Test func `XML texts keep combining marks and decode entities`() throws {
        let root = try #require(
            XMLElement.parse(Array("<?xml version='1.0'?>\r\n<n:a x='1'><!-- c --><b>\u{301}e&amp;\u{301}&#x41;</b><c/></n:a>\n".utf8)))
        #expect(root.name == "a")
        #expect(root["b"]?.text.unicodeScalars.elementsEqual("\u{301}e&\u{301}A".unicodeScalars) == true)
        #expect(root["c"]?.children.isEmpty == true)
    }

    @Test func `a list that returns the same page token again is an error`() async throws {
        let transport = FakeTransport(base: "https://")
        let page = "<R><DescribeStacksResult><Stacks/><NextToken>same</NextToken></DescribeStacksResult></R>"
        for _ in 0..<2 { transport.expect("POST cloudformation.us-east-1.amazonaws.com/", 200, page) }
        await #expect(throws: AWSError.endlessPages) {
            try await AWSClient(access: Self.access, transport: transport, clock: { Date() }).stacks()
        }
    }

    @Test func `libcurl sends every header that it signs, and signs the session token`() async throws {
        let server = try await LoopbackServer { _ in .init(statusCode: .ok) }
        var access = Self.access
        access.endpoints = ["AWS_ENDPOINT_URL": server.base]
        await #expect(throws: AWSError.self) {
            try await AWSClient(access: access, transport: CurlTransport(userAgent: "hdoc/test"), clock: { Date() }).stacks()
        }
        let headers = try #require(server.requests.first).headers
        let authorization = headers.first { $0.key.rawValue.lowercased() == "authorization" }?.value ?? ""
        #expect(authorization.contains("Credential=AKIAKEY/") && authorization.contains("/us-east-1/cloudformation/aws4_request"))
        let signed = authorization.split(separator: "SignedHeaders=").last?.prefix { $0 != "," }.split(separator: ";") ?? []
        #expect(signed.contains("x-amz-security-token"))
        #expect(signed.allSatisfy { name in headers.contains { $0.key.rawValue.lowercased() == name } })
        await server.stop()
    }
}

@Suite struct AWSProfileTests {
    private func world(credentials: String = "", config: String = "") throws -> (TemporaryDirectory, [String: String]) {
        let directory = try TemporaryDirectory()
        let (keys, settings) = (try directory.write(credentials, to: "credentials"), try directory.write(config, to: "config"))
        return (directory, ["AWS_SHARED_CREDENTIALS_FILE": keys, "AWS_CONFIG_FILE": settings, "HOME": directory.path])
    }

    static let two =
        "[default]\naws_access_key_id = A\naws_secret_access_key = a\n"
        + "[work]\naws_access_key_id=W\naws_secret_access_key=w=\naws_session_token=t\n"

    @Test func `the keys and the region are found by the same rules as in the AWS command line`() throws {
        let (directory, files) = try world(
            credentials: Self.two, config: "[profile work]\nregion = eu-west-1\n[sso-session x]\nregion = no\n")
        defer { withExtendedLifetime(directory) {} }
        #expect(try AWSAccess.find(environment: files).keyID == "A")
        #expect(try AWSAccess.find(environment: files).region == "us-east-1")
        let work = try AWSAccess.find(profile: "work", environment: files)
        #expect((work.keyID, work.secret, work.sessionToken?.exposed, work.region) == ("W", Secret("w="), "t", "eu-west-1"))
        #expect(try AWSAccess.find(environment: files.merging(["AWS_PROFILE": "work"]) { $1 }).keyID == "W")
        let keys = files.merging(["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "e", "AWS_REGION": "ap-south-1"]) { $1 }
        #expect(try AWSAccess.find(environment: keys).keyID == "E")
        #expect(
            try AWSAccess.find(profile: "work", environment: keys).keyID == "W",
            "a profile chosen by name is used before keys in the environment")
        #expect(try AWSAccess.find(profile: "work", environment: keys).region == "ap-south-1")
        #expect(try AWSAccess.find(profile: "work", region: "us-west-2", environment: keys).region == "us-west-2")
    }

    @Test func `the error names the profile, key or region that is missing or unusable`() throws {
        let (directory, files) = try world(
            credentials: "[half]\naws_access_key_id = A\n[odd]\naws_access_key_id = A\u{1}\naws_secret_access_key = a\n",
            config: "[profile sso]\nsso_start_url = https://x\n")
        #expect(throws: AWSError.noCredentials(file: directory.file("credentials"))) { try AWSAccess.find(environment: files) }
        #expect(throws: AWSError.noSuchProfile("hlaf", nearest: "half", known: ["sso", "half", "odd"])) {
            try AWSAccess.find(profile: "hlaf", environment: files)
        }
        #expect(throws: AWSError.unsupportedProfile("sso", key: "sso_start_url")) { try AWSAccess.find(profile: "sso", environment: files) }
        #expect(throws: AWSError.incompleteProfile("half", missing: "aws_secret_access_key")) {
            try AWSAccess.find(profile: "half", environment: files)
        }
        #expect(throws: AWSError.badCredentials(profile: "odd")) { try AWSAccess.find(profile: "odd", environment: files) }
        let keys = files.merging(["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "e"]) { $1 }
        #expect(throws: AWSError.badRegion("x.evil.example/")) { try AWSAccess.find(region: "x.evil.example/", environment: keys) }
    }

    @Test(arguments: [
        ("", "[mfa]\nk = 1\nl = 2\n"), ("[a]\nx = 1", "[a]\nx = 1\n\n[mfa]\nk = 1\nl = 2\n"),
        ("[mfa]\nl = old\n# note\nregion = r\n[b]\nk = 9", "[mfa]\nl = 2\nk = 1\n# note\nregion = r\n[b]\nk = 9"),
        ("[mfa]", "[mfa]\nk = 1\nl = 2\n"), ("[mfa]\r\n[b]\r\n", "[mfa]\r\nk = 1\r\nl = 2\r\n[b]\r\n"),
        ("[mfa]\nk = 3\nk = 4\n\n[b]\n", "[mfa]\nk = 1\nl = 2\n\n[b]\n"),
    ])
    func `writing one profile changes no byte of another`(_ before: String, _ after: String) {
        let result = AWSCredentialsFile.setting([("k", "1"), ("l", "2")], in: "mfa", of: Array(before.utf8))
        #expect(String(decoding: result, as: UTF8.self) == after)
    }

    @Test func `bytes in other profiles that are not UTF-8 stay unchanged`() {
        let other: [UInt8] = Array("[b]\nx = ".utf8) + [0xFF, 0xFE, UInt8(ascii: "\n")]
        #expect(AWSCredentialsFile.setting([("k", "1")], in: "mfa", of: other).starts(with: other))
    }
}
