import Foundation
import HDOCDynamo
import HDOCModels
import HDOCService
import HTTPTransport
import Synchronization

@testable import HDOCLambda

/// Runs a function over events and returns its answers and its log.
enum LambdaDriver {
    static let environment = [
        "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "USERS_TABLE": "Users",
        "ACCOUNTS_TABLE": "Accounts", "ENTRIES_TABLE": "Entries",
    ]

    static func run(_ name: FunctionName, _ transport: LambdaTransport) async throws -> (answers: [RuntimeAnswer], log: [RawJSON]) {
        let function = try LambdaFunction(
            environment: environment.merging(["HDOC_FUNCTION": name.rawValue]) { $1 }, transport: transport)
        let log = Mutex<[RawJSON]>([])
        let loop = RuntimeLoop(RuntimeAPI(transport, address: "runtime"), function, started: .now) { line in
            log.withLock { $0.append(line.json) }
        }
        do { try await loop.run() } catch is TransportError {}
        return (transport.answers, log.withLock { $0 })
    }

    /// An event of API Gateway for a request.
    static func event(
        _ method: String, _ resource: String, parameters: [String: String] = [:], query: RawJSON = nil, headers: RawJSON = [:],
        body: RawJSON = nil, isBase64: Bool = false, subject: String? = nil
    ) -> RawJSON {
        let claims: RawJSON = subject.map { ["claims": ["sub": .string($0)]] } ?? [:]
        return [
            "resource": .string(resource), "path": "/ignored", "httpMethod": .string(method), "multiValueHeaders": headers,
            "multiValueQueryStringParameters": query,
            "pathParameters": .object(parameters.map { RawJSON.Member(name: $0.key, value: .string($0.value)) }),
            "requestContext": ["authorizer": claims, "stage": "Prod"], "body": body, "isBase64Encoded": .bool(isBase64),
        ]
    }
}
