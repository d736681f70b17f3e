import Foundation
import HDOCModels
import HDOCService
import HTTPTransport
import TestKit
import Testing

@testable import HDOCLambda

@Suite("The functions behind the Runtime API", .timeLimit(.hang))
struct RuntimeLoopTests {
    private static let ada: RawJSON = ["Item": ["github_username": ["S": "ada"], "days_completed": ["N": "5"]]]

    @Test func `a request is answered, and logged without texts`() async throws {
        let event = LambdaDriver.event("GET", "/users/{userID}", parameters: ["userID": "ada"], headers: ["X-Private": ["token-1"]])
        let transport = LambdaTransport(events: [event.text, event.text]) { operation, parameters in
            #expect(operation == "GetItem" && parameters["Key"]?["github_username"]?["S"] == "ada")
            return (200, Self.ada.setting("ConsumedCapacity", ["CapacityUnits": 1]))
        }
        let (answers, log) = try await LambdaDriver.run(.users, transport)
        #expect(answers.map(\.path) == ["id-1/response", "id-2/response"])
        let reply = try #require(answers.first).body
        #expect(reply["statusCode"] == 200 && reply["isBase64Encoded"] == false)
        #expect(reply["body"]?.string == #"{"github_username": "ada", "days_completed": 5}"#)
        #expect(reply["headers"]?["Content-Type"] == "application/json")
        #expect(reply["headers"]?["Access-Control-Allow-Origin"] == "*")

        #expect(log.count == 2 && log[0]["cold_start_ms"] != nil && log[1]["cold_start_ms"] == nil)
        #expect(log[0]["route"] == "GET /users/{userID}" && log[0]["status"] == 200 && log[0]["read_units"] == 1)
        #expect(log[0]["request_id"] == "id-1" && log[0]["level"] == "info" && log[0]["function"] == "users")
        #expect(log.allSatisfy { !$0.text.contains("ada") && !$0.text.contains("token") })
    }

    @Test func `queries, bodies in base64, headers in any case and claims reach the service`() async throws {
        let body: RawJSON = ["github_username": "grace", "bio": "ä"]
        let encoded = Data(body.text.utf8).base64EncodedString()
        let event = LambdaDriver.event(
            "POST", "/signup", headers: ["IDEMPOTENCY-KEY": ["k"]], body: .string(encoded), isBase64: true, subject: "sub-1")
        let signUp = LambdaTransport(events: [event.text]) { operation, parameters in
            #expect(operation == "TransactWriteItems")
            #expect(parameters.text.contains("SUB#sub-1") && parameters.text.contains("HANDLE#grace"))
            #expect(parameters.text.contains(#""signup_key": {"S": "k"}"#))
            return (200, [:])
        }
        #expect(try await LambdaDriver.run(.signup, signUp).answers.first?.body["statusCode"] == 201)

        let list = LambdaDriver.event("GET", "/users", query: ["limit": ["7"], "other": ["a", "b"]])
        let users = LambdaTransport(events: [list.text]) { operation, parameters in
            #expect(operation == "Scan" && parameters["Limit"] == 7)
            return (200, ["Items": []])
        }
        let reply = try await LambdaDriver.run(.users, users).answers.first?.body
        #expect(reply?["statusCode"] == 200)
        #expect(reply?["headers"]?["Link"]?.string?.contains("rel=\"changes\"") == true)
    }

    @Test func `a write without claims is answered with 401, and a route of another function with 403`() async throws {
        let post = LambdaDriver.event("POST", "/{userID}/article", parameters: ["userID": "ada"], body: "{}")
        let transport = LambdaTransport(events: [post.text, LambdaDriver.event("GET", "/tags").text])
        let (answers, _) = try await LambdaDriver.run(.post, transport)
        #expect(answers.map { $0.body["statusCode"] } == [401, 403])
    }

    @Test func `a preflight request is answered`() async throws {
        let transport = LambdaTransport(events: [LambdaDriver.event("OPTIONS", "/signup").text])
        let reply = try await LambdaDriver.run(.signup, transport).answers.first?.body
        #expect(reply?["statusCode"] == 200)
        #expect(reply?["headers"]?["Access-Control-Allow-Methods"]?.string?.contains("DELETE") == true)
    }

    @Test func `a failure of the database is reported to the runtime by name, and throttling is answered with 429`() async throws {
        let event = LambdaDriver.event("GET", "/articles/{articleID}", parameters: ["articleID": "x"]).text
        let denied = LambdaTransport(events: [event]) { _, _ in
            (400, ["__type": "x#AccessDeniedException", "message": "User: arn:aws:sts::1:secret is not authorized"])
        }
        let (answers, log) = try await LambdaDriver.run(.articles, denied)
        #expect(
            answers == [
                RuntimeAnswer(
                    path: "id-1/error", body: ["errorType": "Database", "errorMessage": "AccessDeniedException", "stackTrace": []])
            ])
        #expect(log.first?["level"] == "error" && log.first?["error"] == "Database")

        let limited = LambdaTransport(events: [event]) { _, _ in (400, ["__type": "x#ThrottlingException"]) }
        #expect(try await LambdaDriver.run(.articles, limited).answers.first?.body["statusCode"] == 429)
    }

    @Test func `before Lambda's deadline the function answers 503`() async throws {
        let event = LambdaDriver.event("GET", "/users/{userID}", parameters: ["userID": "ada"]).text
        let transport = LambdaTransport(events: [event], time: 500) { _, _ in
            try await Task.sleep(for: .seconds(600))
            return (200, [:])
        }
        let (answers, log) = try await LambdaDriver.run(.users, transport)
        #expect(answers.first?.body["statusCode"] == 503)
        #expect(log.first?["error"] == "Timeout")
    }

    @Test func `if a response is not accepted, an error is reported`() async throws {
        let event = LambdaDriver.event("OPTIONS", "/user").text
        let (answers, log) = try await LambdaDriver.run(.users, LambdaTransport(events: [event], acceptance: 413))
        #expect(answers.map(\.path) == ["id-1/response", "id-1/error"])
        #expect(log.first?["error"] == "Response")
    }

    @Test func `the stream reports the first record that failed, and skips records that cannot be read`() async throws {
        func record(_ number: Int) -> RawJSON {
            let key: RawJSON = ["PK": ["S": .string("A#\(number)")], "SK": ["S": "A"]]
            return [
                "eventSourceARN": "arn:aws:dynamodb:us-east-1:1:table/Entries/stream/x",
                "dynamodb": ["Keys": key, "SequenceNumber": .string(String(number)), "NewImage": key],
            ]
        }
        let event: RawJSON = ["Records": [record(1), "odd", ["dynamodb": []], record(2), record(3)]]
        let transport = LambdaTransport(events: [event.text]) { _, parameters in
            parameters["Key"]?["PK"]?["S"] == "A#2" ? (400, ["__type": "x#AccessDeniedException"]) : (200, [:])
        }
        let (answers, log) = try await LambdaDriver.run(.stream, transport)
        #expect(answers.first?.body == ["batchItemFailures": [["itemIdentifier": "2"]]])
        #expect(log.first?["records"] == 5 && log.first?["error"] == "AccessDeniedException")
    }

    @Test func `the schedule refreshes the ranking of the tags`() async throws {
        let transport = LambdaTransport(events: [#"{"source": "aws.events"}"#]) { operation, parameters in
            if operation == "PutItem" {
                #expect(parameters["Item"]?["tags"]?["L"] == [["M": ["count": ["N": "32"], "tag": ["S": "aws"]]]])
                return (200, [:])
            }
            return (200, ["Items": [["PK": ["S": "C#0"], "SK": ["S": "aws"], "count": ["N": "2"]]]])
        }
        #expect(try await LambdaDriver.run(.tags, transport).answers.first == RuntimeAnswer(path: "id-1/response", body: [:]))
    }

    @Test func `a wrong environment is named`() {
        let transport = LambdaTransport(events: [])
        func problem(_ change: [String: String]) -> String? {
            do {
                _ = try LambdaFunction(environment: LambdaDriver.environment.merging(change) { $1 }, transport: transport)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(problem([:]) == "HDOC_FUNCTION or _HANDLER must be one of users, articles, signup, post, stream, tags")
        #expect(problem(["_HANDLER": "post", "ACCOUNTS_TABLE": ""]) == "ACCOUNTS_TABLE is not set")
        #expect(problem(["_HANDLER": "users", "ACCOUNTS_TABLE": ""]) == nil)
        #expect(problem(["_HANDLER": "x", "HDOC_FUNCTION": "tags", "AWS_REGION": ""]) == "AWS_REGION is not set")
    }
}
