import Foundation
import HDOCModels
import HDOCService
import TestKit
import Testing

@testable import HDOCLambda

@Suite("Malformed events", .timeLimit(.hang))
struct MalformedEventTests {
    private static let request = LambdaDriver.event(
        "PUT", "/{userID}/article/{articleID}", parameters: ["userID": "ada", "articleID": "a1"], query: ["limit": ["5"]],
        headers: ["Content-Type": ["application/json"], "If-Match": ["\"1\""]], body: "{}", subject: "sub-ada")
    private static let records: RawJSON = [
        "Records": [
            [
                "eventSourceARN": "arn:aws:dynamodb:us-east-1:1:table/Entries/stream/x",
                "dynamodb": [
                    "Keys": ["PK": ["S": "A#1"], "SK": ["S": "A"]], "SequenceNumber": "1",
                    "NewImage": ["created_at": ["S": "2026-11-23"], "tags": ["L": [["S": "aws"]]]],
                ],
            ]
        ]
    ]
    private static let odd: [RawJSON] = [
        nil, true, 0, .number("1e999"), "", "\u{0}☁️", [], [[]], [:], ["a": nil], .string(String(repeating: "x", count: 10_000)),
    ]

    /// Copies of a value in which one part, at any depth, is missing or replaced by an odd value.
    private static func mutations(of json: RawJSON) -> [RawJSON] {
        switch json {
        case .object(let members):
            odd
                + members.flatMap { member in
                    [json.setting(member.name, nil)] + mutations(of: member.value).map { json.setting(member.name, $0) }
                }
        case .array(let elements):
            odd
                + elements.indices.flatMap { index in
                    mutations(of: elements[index]).map { element in
                        var copy = elements
                        copy[index] = element
                        return RawJSON.array(copy)
                    }
                }
        default: odd
        }
    }

    @Test(arguments: FunctionName.allCases)
    func `every event has one answer, and the next event is answered as well`(function: FunctionName) async throws {
        let texts = ["", "{", "nul", "\u{FEFF}{}", String(repeating: "[", count: 100_000), #"{"httpMethod": "GET", "path": "/users"}"#]
        let events = (Self.mutations(of: Self.request) + Self.mutations(of: Self.records)).map(\.text) + texts
        let (answers, log) = try await LambdaDriver.run(function, LambdaTransport(events: events))
        #expect(answers.count == events.count && log.count == events.count)
        for (number, answer) in answers.enumerated() {
            let id = "id-\(number + 1)"
            #expect(answer.path == id + "/response" || answer.path == id + "/error")
            if answer.path.hasSuffix("/error") { #expect(answer.body["errorType"]?.string != nil) }
        }
    }

    @Test func `truncated events have an answer`() async throws {
        let text = Self.request.text
        let events = stride(from: 0, to: text.utf8.count, by: 3).map { String(decoding: Array(text.utf8.prefix($0)), as: UTF8.self) }
        let (answers, _) = try await LambdaDriver.run(.post, LambdaTransport(events: events))
        #expect(answers.count == events.count)
        #expect(answers.allSatisfy { $0.body["errorType"] == "MalformedEvent" })
    }

    @Test func `odd replies of the database have an answer`() async throws {
        let event = Self.request.setting("body", .string(#"{"id": "x"}"#)).text
        let item: RawJSON = ["Item": ["PK": ["S": "A#a1"], "SK": ["S": "A"], "handle": ["S": "ada"], "version": ["N": "1"]]]
        for reply in Self.mutations(of: item) {
            let transport = LambdaTransport(events: [event]) { _, _ in (200, reply) }
            #expect(try await LambdaDriver.run(.post, transport).answers.count == 1)
        }
    }

    @Test func `a body that is not valid base64 is answered with 400`() async throws {
        let event = Self.request.setting("body", "%%%").setting("isBase64Encoded", true).text
        #expect(try await LambdaDriver.run(.post, LambdaTransport(events: [event])).answers.first?.body["statusCode"] == 400)
    }
}
