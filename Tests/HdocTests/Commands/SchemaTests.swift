import Foundation
import HDOCClient
import HDOCModels
import TestKit
import Testing

@testable import HDOCTUI
@testable import hdoc

@Suite(.ownThreads, .timeLimit(.hang)) struct SchemaTests {
    /// Runs commands on a machine and collects their JSON.
    private final class Recorder {
        let machine: Machine
        var check = SchemaCheck()

        init(_ machine: Machine) { self.machine = machine }

        /// Runs a command with `--json`, and collects its output and its error.
        @discardableResult
        func run(_ arguments: String..., as schema: String?, status: ExitStatus = .done) async throws -> JSONValue {
            let run = await machine.hdoc(arguments + ["--json"])
            #expect(run.status == status, "\(arguments): \(run)")
            if let schema { check.add(run.out, as: schema) } else { #expect(run.out == "", "\(arguments)") }
            if status != .done { check.add(String(try #require(run.err.split(separator: "\n").last)), as: "error") }
            return try schema == nil ? .null : JSONParser.read(run.out.utf8)
        }
    }

    @Test func `what the reading commands print with --json matches the schemas in docs`() async throws {
        let recorder = Recorder(try await Machine())
        try await recorder.run("whoami", as: "session", status: .signInNeeded)
        try await recorder.run("users", "--offline", as: nil, status: .unreachable)
        #expect(await recorder.machine.hdoc("login").status == .done)
        for (arguments, schema) in [
            (["whoami"], "session"), (["sync"], "sync"), (["users"], "journeyers"), (["user", "me"], "journeyer"),
            (["leaderboard"], "leaderboard"), (["articles"], "articles"), (["articles", "--author", "me"], "articles"),
            (["health"], "health"), (["tags"], "tags"), (["status"], "status"), (["stats"], "statistics"), (["stage", "list"], "stages"),
            (["stage", "check"], "stage-check"), (["doctor"], "doctor"), (["help"], "help"), (["help", "outbox", "show"], "help"),
            (["help", "formats"], "help-topic"),
        ] {
            let run = await recorder.machine.hdoc(arguments + ["--json"])
            #expect(run.status == .done && run.out.utf8.count > 20, "\(arguments): \(run)")
            recorder.check.add(run.out, as: schema)
        }
        let handles = (try await recorder.run("users", as: "journeyers").array ?? []).compactMap { $0.object?["github_username"]?.text }
        let other = try #require(handles.first { $0 != "ada" })
        try await recorder.run("stats", "me", other, as: "statistics")
        recorder.check.add(await recorder.machine.hdoc("export", "--format", "json").out, as: "export")
        let journey = try JourneySample(in: recorder.machine.directory)
        try journey.write("# Day 90\n\ntext\n", to: "Journey/090/Readme.md")
        try await recorder.run("journey", "status", "--repo", journey.path, as: "journey")
        let problems = try recorder.check.problems()
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test func `what the writing commands print with --json matches the schemas in docs`() async throws {
        let recorder = Recorder(try await Machine())
        let draft = try await recorder.run("log", "Kept for later", "--draft", "--tag", "aws", as: "entry")
        let id = try #require(draft.object?["id"]?.text)
        try await recorder.run("note", "Also this", as: "entry")
        try await recorder.run("outbox", "edit", id, "--day", "77", as: "entry")
        try await recorder.run("outbox", "list", as: "entries")
        try await recorder.run("outbox", "show", id, as: "entry-text")
        try await recorder.run("outbox", "show", "ffff", as: nil, status: .failed)
        try await recorder.run("outbox", "send", id, as: "entries", status: .signInNeeded)
        #expect(await recorder.machine.hdoc("login").status == .done)
        try await recorder.run("outbox", "send", as: "entries")
        try await recorder.run("outbox", "correct", id, "--title", "Corrected", "--draft", as: "entry")
        try await recorder.run("outbox", "show", id, as: "entry-text")
        try await recorder.run("outbox", "send", id, as: "entries")
        try await recorder.run("outbox", "remove", id, "--yes", as: "entry")
        try await recorder.run("log", "Offline", "--date", "2026-01-02", "--offline", as: "entry", status: .kept)
        let waiting = try await recorder.run("outbox", "list", as: "entries").array ?? []
        let queued = try #require(waiting.first { $0.object?["state"]?.text == "queued" }?.object?["id"]?.text)
        try await recorder.run("outbox", "discard", queued, as: "entry")
        try await recorder.run("stage", "add", "new", "--api", "https://new.example/", as: "stage")
        try await recorder.run("stage", "use", "new", as: "stage")
        try await recorder.run("stage", "use", "absent", as: nil, status: .failed)
        try await recorder.run("stage", "remove", "new", as: "stage")
        let stacks = "\(recorder.machine.directory)/stacks.json"
        try Data(
            """
            {"Stacks": [{"StackName": "hdoc-backend-test", "StackStatus": "CREATE_COMPLETE",
             "Outputs": [{"OutputKey": "APIURL", "OutputValue": "https://abc.execute-api.us-east-1.amazonaws.com/Prod/"}]}]}
            """.utf8
        ).write(to: URL(fileURLWithPath: stacks))
        try await recorder.run("stage", "import", stacks, as: "stage-changes")
        let problems = try recorder.check.problems()
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test func `the validator reports missing, additional and wrong members`() throws {
        var check = SchemaCheck()
        check.add(#"[{"tag": "aws"}]"#, as: "tags")
        check.add(#"[{"tag": "aws", "count": 1, "more": 2}]"#, as: "tags")
        check.add(#"{"error": {"code": "no such code", "message": "x", "remedy": null}}"#, as: "error")
        check.add(#"{"expires_at": "soon", "profile": "mfa", "file": "f"}"#, as: "aws-session")
        check.add("not JSON", as: "tags")
        let problems = try check.problems()
        #expect(problems.count == 5, "\(problems)")
        #expect(problems[0].contains("'count' is a required property") && problems[1].contains("'more' was unexpected"))
    }

    @Test func `each command with --json has a schema, and each schema is used`() throws {
        var found = Set<String>()
        func visit(_ command: JSONValue) {
            let options = command.object?["options"]?.array ?? []
            let printsJSON = options.contains { $0.object?["names"]?.array?.contains(.string("--json")) == true }
            let name = (command.object?["name"]?.text ?? "").split(separator: " ").dropFirst().joined(separator: " ")
            if printsJSON { found.insert(name) }
            #expect((command.object?["json_schema"] != .null) == printsJSON, "\(name)")
            command.object?["commands"]?.array?.forEach(visit)
        }
        visit(try CommandTree.document(of: []))
        #expect(found == OutputSchema.commands)
        let folder = Checkout.root.appendingPathComponent("docs/schemas").path
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".schema.json") })
        #expect(files == Set(OutputSchema.all.map { "\($0).schema.json" }))
    }
}
