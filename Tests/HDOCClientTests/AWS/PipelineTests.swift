import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

/// Decoding of the replies of CodePipeline and CodeBuild. `MaintenanceTests` compares requests and replies with botocore's models.
@Suite struct PipelineTests {
    private func client(_ service: String, _ status: Int, _ body: String, headers: [HDOCClient.Header] = []) -> (AWSClient, FakeTransport) {
        let transport = FakeTransport(base: "https://")
        transport.expect("POST \(service).us-east-1.amazonaws.com/", status, body, headers: headers)
        return (AWSClient(access: AWSTests.access, transport: transport, clock: { Date(timeIntervalSince1970: 1_795_448_400) }), transport)
    }

    private func pipeline(_ status: Int, _ body: String, headers: [HDOCClient.Header] = []) async throws -> DeploymentPipeline {
        try await client("codepipeline", status, body, headers: headers).0.pipeline(named: "main")
    }

    private static let failed = """
        {"pipelineName": "main", "stageStates": [
            {"stageName": "Source", "latestExecution": {"status": "Succeeded"}, "actionStates": [
                {"actionName": "A", "currentRevision": {"revisionId": "9fceb02d"}, "latestExecution": {"lastStatusChange": 1.7e9}},
                {"actionName": "B", "latestExecution": {"lastStatusChange": 1700000060.25}}]},
            {"stageName": "Deploy", "latestExecution": {"status": "Failed"}, "actionStates": [
                {"actionName": "Prepare", "latestExecution": {"status": "Succeeded"}},
                {"actionName": "Execute", "latestExecution": {
                    "status": "Failed", "summary": "short", "errorDetails": {"code": "JobFailed"}}}]},
            {"stageName": "Check", "latestExecution": {"status": "Odd"}, "actionStates": [
                {"actionName": "Old", "latestExecution": {"status": "Failed", "lastStatusChange": "never"}}]},
            {"stageName": "Last"}]}
        """

    @Test func `a pipeline has the status, last change, revision and failure of each stage`() async throws {
        let pipeline = try await pipeline(200, Self.failed)
        #expect(pipeline.name == "main")
        #expect(pipeline.steps.map(\.name) == ["Source", "Deploy", "Check", "Last"])
        #expect(pipeline.steps.map(\.status) == [.succeeded, .failed, .other("Odd"), nil])
        #expect(pipeline.steps.map(\.changedAt) == [Date(timeIntervalSince1970: 1_700_000_060.25), nil, nil, nil])
        #expect(pipeline.steps.map(\.revision) == ["9fceb02d", nil, nil, nil])
        #expect(
            pipeline.steps.map(\.failure) == [
                nil, DeploymentPipeline.Failure(action: "Execute", code: "JobFailed", message: "short", url: nil), nil, nil,
            ])
        #expect(pipeline.failed?.name == "Deploy")
    }

    @Test func `a JSON request names its operation, is signed for its service, and its description contains no secret`() async throws {
        let (client, transport) = client("codepipeline", 200, Self.failed)
        _ = try await client.pipeline(named: "ma\"in")
        let request = try #require(transport.received.first)
        #expect(request.signing?.service == "codepipeline" && request.signing?.region == "us-east-1")
        #expect(request.headers.first { $0.name == "X-Amz-Target" }?.value == "CodePipeline_20150709.GetPipelineState")
        #expect(String(decoding: request.body ?? [], as: UTF8.self) == #"{"name":"ma\"in"}"#)
        #expect(!"\(request)".contains("topsecret") && !"\(request)".contains("tokentoken"))
    }

    @Test(arguments: [
        ("ExpiredTokenException", AWSError.expired(profile: "work")), ("UnrecognizedClientException", .unknownKey(profile: "work")),
        ("InvalidSignatureException", .wrongSecret(profile: "work")), ("AccessDeniedException", .accessDenied("m")),
        ("ThrottlingException", .throttled), ("PipelineNotFoundException", .noSuchPipeline("main", region: "us-east-1")),
        ("ValidationException", .refused(code: "ValidationException", message: "m", status: 400)),
    ])
    func `an error of the JSON protocol is found in the body and in the header`(_ code: String, _ expected: AWSError) async {
        for type in [code, "com.amazonaws.codepipeline#\(code)", "\(code):http://internal.amazon.com/"] {
            await #expect(throws: expected) { try await pipeline(400, #"{"__type": "\#(type)", "Message": "m"}"#) }
            await #expect(throws: expected) {
                try await pipeline(400, #"{"message": "m"}"#, headers: [Header("x-amzn-ErrorType", type)])
            }
        }
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"pipelineName": "main", "stageStates": {}}"#, #"{"pipelineName": "x", "stageStates": [{}]}"#,
    ])
    func `a response without a pipeline is unreadable`(_ body: String) async {
        await #expect(throws: AWSError.unreadable(status: 200)) { try await pipeline(200, body) }
        await #expect(throws: AWSError.unreadable(status: 502)) { try await pipeline(502, body) }
    }

    @Test func `a stage without a stack, or with a stack that names no pipeline, has its own error`() async {
        let message = "Stack with id hdoc-pipeline-dev does not exist"
        let missing = "<ErrorResponse><Error><Code>ValidationError</Code><Message>\(message)</Message></Error></ErrorResponse>"
        await #expect(throws: AWSError.noPipelineStack("hdoc-pipeline-dev", region: "us-east-1")) {
            try await client("cloudformation", 400, missing).0.pipeline(ofStage: "dev")
        }
        let unnamed =
            "<R><DescribeStacksResult><Stacks><member><StackName>hdoc-pipeline-dev</StackName></member></Stacks></DescribeStacksResult></R>"
        await #expect(throws: AWSError.noPipelineOutput(stack: "hdoc-pipeline-dev")) {
            try await client("cloudformation", 200, unnamed).0.pipeline(ofStage: "dev")
        }
    }

    @Test func `source credentials are listed, also if there are none`() async throws {
        let body =
            #"{"sourceCredentialsInfos": [{"arn": "a:1", "serverType": "GITHUB", "authType": "OAUTH"}, {"arn": "a:2", "resource": "r"}]}"#
        #expect(
            try await client("codebuild", 200, body).0.sourceCredentials() == [
                SourceCredentials(arn: "a:1", serverType: "GITHUB", authType: "OAUTH"), SourceCredentials(arn: "a:2", resource: "r"),
            ])
        #expect(try await client("codebuild", 200, "{}").0.sourceCredentials() == [])
        for body in [#"{"sourceCredentialsInfos": 1}"#, #"{"sourceCredentialsInfos": [{"serverType": "GITHUB"}]}"#] {
            await #expect(throws: AWSError.unreadable(status: 200)) { try await client("codebuild", 200, body).0.sourceCredentials() }
        }
    }

    @Test func `deleting source credentials sends their ARN, and unknown ones have their own error`() async throws {
        let (client, transport) = client("codebuild", 200, #"{"arn": "a:1"}"#)
        try await client.deleteSourceCredentials("a:1")
        #expect(String(decoding: transport.received.first?.body ?? [], as: UTF8.self) == #"{"arn":"a:1"}"#)
        await #expect(throws: AWSError.noSuchCredentials("a:1", region: "us-east-1")) {
            try await self.client("codebuild", 400, #"{"__type": "ResourceNotFoundException"}"#).0.deleteSourceCredentials("a:1")
        }
    }

    @Test(arguments: [("main", true), ("A.b@c-d_9", true), ("", false), ("a b", false), ("é", false), ("a/b", false)])
    func `only names that CodePipeline allows are names of pipelines`(_ text: String, _ isName: Bool) {
        #expect(DeploymentPipeline.isName(text) == isName)
        #expect(!DeploymentPipeline.isName(String(repeating: "a", count: 101)))
    }
}
