import Foundation
import HDOCModels
import HDOCService
import TestKit
import Testing

@testable import HDOCLambda

@Suite("The built program", .timeLimit(.hang), .ownThreads)
struct BootstrapTests {
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("bootstrap")

    private func environment(_ server: RuntimeServer, _ more: [String: String] = [:]) -> [String: String] {
        LambdaDriver.environment.merging([
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)", "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:\(server.port)/",
            "_HANDLER": "users",
        ]) { $1 }.merging(more) { $1 }
    }

    @Test func `it answers events and writes one line of log for each`() async throws {
        let event = LambdaDriver.event("GET", "/users/{userID}", parameters: ["userID": "ada"]).text
        let user: RawJSON = ["Item": ["github_username": ["S": "ada"]], "ConsumedCapacity": ["CapacityUnits": 1]]
        let server = try await RuntimeServer(events: [event, "odd", event], database: user)
        let program = try Companion(Self.program.path, environment: environment(server), end: .kill)
        let answers = try await server.answers(3)
        #expect(answers.map(\.path) == ["id/response", "id/error", "id/response"])
        #expect(answers[2].body["body"]?.string == #"{"github_username": "ada"}"#)
        let log = try (0..<3).map { _ in try JSONReader.read(program.nextLine().utf8) }
        #expect(log.map { $0["level"] } == ["info", "error", "info"])
        #expect(log[0]["route"] == "GET /users/{userID}" && log[0]["read_units"] == 1 && log[0]["cold_start_ms"] != nil)
        program.stop()
    }

    @Test func `if a variable is missing, it reports that and ends`() async throws {
        let server = try await RuntimeServer(events: [], database: [:])
        let ended = try Program.run(Self.program, [], environment: environment(server, ["USERS_TABLE": ""]))
        #expect(ended.status == 1)
        #expect(ended.output.contains("USERS_TABLE is not set"))
        let answers = try await server.answers(1)
        #expect(answers.first?.path == "init/error")
        #expect(answers.first?.body["errorMessage"] == "USERS_TABLE is not set")
        #expect(try Program.run(Self.program, [], environment: [:]).status == 1)
    }
}
