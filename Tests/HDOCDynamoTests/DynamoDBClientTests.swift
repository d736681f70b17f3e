import Foundation
import HDOCModels
import HDOCService
import HTTPTransport
import Synchronization
import TestKit
import Testing

@testable import HDOCDynamo

@Suite("The client of DynamoDB", .timeLimit(.hang))
struct DynamoDBClientTests {
    private static let access = DynamoDBAccess(
        region: "us-east-1", endpoint: "http://127.0.0.1:1", keyID: "id", secret: Secret("secret"), sessionToken: nil)

    private func client(_ transport: ScriptedTransport, delays: Delays = Delays()) -> DynamoDBClient {
        var retries = DynamoDBRetries()
        retries.sleep = { delays.add($0) }
        retries.random = { $0.upperBound }
        return DynamoDBClient(transport, Self.access, retries: retries)
    }

    /// Collects the delays instead of waiting.
    private final class Delays: Sendable {
        private let collected = Mutex<[Duration]>([])
        func add(_ delay: Duration) { collected.withLock { $0.append(delay) } }
        var all: [Duration] { collected.withLock { $0 } }
    }

    private let write = ItemWrite("T", .put(["k": .string("v")]), if: .absent("k"))

    @Test func `throttling is retried with growing delays, and reported after the last attempt`() async throws {
        let delays = Delays()
        let limited = ScriptedTransport.error("ProvisionedThroughputExceededException")
        let transport = ScriptedTransport([limited, ScriptedTransport.error("ThrottlingException"), .reply(200, [:])])
        try await client(transport, delays: delays).write(write)
        #expect(transport.requests.count == 3)
        #expect(delays.all == [.milliseconds(25), .milliseconds(50)])

        let always = ScriptedTransport(Array(repeating: limited, count: 6))
        await #expect(throws: DynamoDBError.throttled) { try await client(always).write(write) }
        #expect(always.stepsLeft == 0)
    }

    @Test func `a delay is a random part of a limit, and the limit does not exceed one second`() {
        var retries = DynamoDBRetries()
        retries.random = { range in
            #expect(range == 0...1)
            return 0.5
        }
        #expect(retries.delay(after: 0) == .milliseconds(12.5))
        #expect(retries.delay(after: 60) == .milliseconds(500))
    }

    @Test func `a request that got lost is sent again, and a refused one is not`() async throws {
        let transport = ScriptedTransport([
            .fail(ScriptedTransport.lost), .reply(500, [:]), .reply(503, "x"), ScriptedTransport.error("ValidationException"),
        ])
        await #expect(throws: DynamoDBError.refused(type: "ValidationException", status: 400)) { try await client(transport).write(write) }
        #expect(transport.stepsLeft == 0)
        #expect(Set(transport.requests.map(\.body)).count == 1)
    }

    @Test func `if a write may have been stored, a later refusal does not say that it was not`() async throws {
        let limited = ScriptedTransport.error("ThrottlingException")
        let transport = ScriptedTransport([.fail(ScriptedTransport.lost)] + Array(repeating: limited, count: 5))
        await #expect(throws: DynamoDBError.noResponse(.interrupted)) { try await client(transport).write(write) }
    }

    @Test func `a conflict of transactions is retried, and a failed condition is reported with the old item`() async throws {
        let old: RawJSON = ["k": ["S": "v"], "n": ["N": "5"]]
        let failed: RawJSON = ["CancellationReasons": [["Code": "None"], ["Code": "ConditionalCheckFailed", "Item": old]]]
        let transport = ScriptedTransport([
            ScriptedTransport.cancelled("None", "TransactionConflict"), ScriptedTransport.cancelled("ThrottlingError", "None"),
            ScriptedTransport.error("TransactionCanceledException", failed),
        ])
        let reasons = [CancellationReason(.none), CancellationReason(.conditionFailed, old: ["k": .string("v"), "n": .number("5")])]
        await #expect(throws: DynamoDBError.transactionCancelled(reasons)) { try await client(transport).transact([write, write]) }
    }

    @Test func `a failed condition of a single write is reported with the old item`() async throws {
        let transport = ScriptedTransport([
            ScriptedTransport.error("ConditionalCheckFailedException", ["Item": ["k": ["S": "v"]]]),
            ScriptedTransport.error("ConditionalCheckFailedException"),
        ])
        await #expect(throws: DynamoDBError.conditionFailed(old: ["k": .string("v")])) { try await client(transport).write(write) }
        await #expect(throws: DynamoDBError.conditionFailed(old: nil)) { try await client(transport).write(write) }
    }

    @Test func `a response in an unknown form is an error`() async throws {
        for body: RawJSON in [[], "text", 5] {
            let transport = ScriptedTransport([.reply(200, body)])
            await #expect(throws: DynamoDBError.malformedResponse) { try await client(transport).write(write) }
        }
        let transport = ScriptedTransport([.reply(200, ["Items": [["k": ["S": "a"]], ["k": "?"], 7, ["k": ["S": "b"]]]])])
        let page = try await client(transport).scan("T", limit: nil, start: nil)
        #expect(page.items == [["k": .string("a")], ["k": .string("b")]], "the other items are not hidden")
    }

    @Test func `all types of values survive`() async throws {
        let stage = try await TestStage()
        let item: DynamoDBItem = [
            "PK": .string("types"), "SK": .string("x"), "s": .string("ä\n\u{1}☁️"), "n": .number("-1.5"), "b": .binary("AAE="),
            "t": .bool(true), "z": .null, "l": .list([.string(""), .number("1")]), "m": .map(["x": .list([])]),
            "ss": .stringSet(["a", "b"]), "ns": .numberSet(["1"]), "bs": .binarySet(["AA=="]),
        ]
        try await stage.put(item, in: stage.tables.entries)
        #expect(try await stage.item(["PK": .string("types"), "SK": .string("x")]) == item)
    }

    @Test func `requests are signed, and a wrong secret is refused`() async throws {
        let server = try DynamoDBServer.shared()
        let wrong = DynamoDBAccess(
            region: "us-east-1", endpoint: server.access.endpoint, keyID: server.access.signing.keyID, secret: Secret("wrong"),
            sessionToken: server.access.signing.sessionToken)
        let client = DynamoDBClient(CurlTransport(userAgent: "test", environment: [:]), wrong)
        await #expect(throws: DynamoDBError.malformedResponse) { try await client.call("ListTables", [:]) }
        #expect(try await server.client().call("ListTables", [:])["TableNames"] != nil)
    }

    @Test func `connections are kept, and one connection serves one request after the other`() async throws {
        let server = try DynamoDBServer.own()
        let client = server.client(CurlTransport(userAgent: "test", environment: [:]))
        _ = try await client.call("ListTables", [:])
        let before = try await server.connections()
        for _ in 0..<20 { _ = try await client.call("ListTables", [:]) }
        // Asking for the number opens a connection.
        #expect(try await server.connections() == before + 1)
    }

    @Test func `the environment of a function says how to reach DynamoDB`() throws {
        var environment = ["AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": ""]
        let access = try DynamoDBAccess(environment: environment)
        #expect(access.endpoint == "https://dynamodb.eu-central-1.amazonaws.com" && access.signing.sessionToken == nil)
        environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:5"
        #expect(try DynamoDBAccess(environment: environment).endpoint == "http://127.0.0.1:5")
        environment["AWS_SECRET_ACCESS_KEY"] = nil
        #expect(throws: MissingVariable("AWS_SECRET_ACCESS_KEY")) { try DynamoDBAccess(environment: environment) }
    }

    @Test func `units are counted for the task that consumes them`() async throws {
        let transport = ScriptedTransport([
            .reply(200, ["ConsumedCapacity": ["CapacityUnits": .number("0.5")]]),
            .reply(200, ["ConsumedCapacity": [["CapacityUnits": 3, "WriteCapacityUnits": 2, "ReadCapacityUnits": 1]]]),
            .reply(200, ["ConsumedCapacity": ["CapacityUnits": 4]]),
        ])
        let client = client(transport)
        let units = ConsumedUnits()
        try await ConsumedUnits.$current.withValue(units) {
            _ = try await client.get("T", [:], isConsistent: false)
            try await client.transact([write])
            try await client.write(write)
        }
        #expect(units.amounts.reads == 1.5 && units.amounts.writes == 6)
    }
}
