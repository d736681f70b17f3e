import Foundation
import HDOCDynamo
import HDOCModels
import HDOCService
import HTTPTransport
import TestKit

/// moto's DynamoDB, an independent emulation, in a process of its own. All tests of this process share it, each with its own tables.
final class DynamoDBServer: @unchecked Sendable {
    // Only `init` and `deinit` use the companion.
    private let companion: Companion
    let access: DynamoDBAccess
    private let definitions: RawJSON
    private let transport = CurlTransport(userAgent: "hdoc-tests", environment: [:])

    private static let started = Result { try DynamoDBServer() }

    static func shared() throws -> DynamoDBServer { try started.get() }

    /// A server for one test.
    static func own() throws -> DynamoDBServer { try DynamoDBServer() }

    private init() throws {
        let template = Checkout.root.appendingPathComponent("deploy/data.yml").path
        companion = try Companion(
            support: "dynamodb-server", [template], environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"])
        let line = try JSONReader.read(companion.nextLine().utf8)
        let keys = line["keys"]
        func text(_ json: RawJSON?) -> String { json?.string ?? "" }
        access = DynamoDBAccess(
            region: "us-east-1", endpoint: text(line["endpoint"]), keyID: text(keys?["id"]), secret: Secret(text(keys?["secret"])),
            sessionToken: Secret(text(keys?["token"])))
        definitions = line["tables"] ?? [:]
    }

    /// A client without patience limits, because one lock in the server makes requests wait for each other.
    func client(_ transport: (any Transport)? = nil, _ change: (inout DynamoDBRetries) -> Void = { _ in }) -> DynamoDBClient {
        var retries = DynamoDBRetries()
        (retries.attempt, retries.total) = (.seconds(60), .seconds(120))
        change(&retries)
        return DynamoDBClient(transport ?? self.transport, access, retries: retries)
    }

    /// Makes empty tables with names of their own.
    func tables() async throws -> TableNames {
        let suffix = "-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let client = client()
        for name in ["UsersTable", "AccountsTable", "EntriesTable"] {
            let definition = definitions[name]?.setting("TableName", .string(name + suffix)) ?? [:]
            _ = try await client.call("CreateTable", definition)
        }
        return TableNames(users: "UsersTable" + suffix, accounts: "AccountsTable" + suffix, entries: "EntriesTable" + suffix)
    }

    /// The number of connections that the server has accepted so far.
    func connections() async throws -> Int {
        let response = try await CurlTransport(userAgent: "hdoc-tests", environment: [:])
            .send(Request(.get, access.endpoint + "/connections"))
        return Int(String(decoding: response.body, as: UTF8.self)) ?? -1
    }
}
