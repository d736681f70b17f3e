import Foundation
import TestKit
import Testing

/// `hdoc stage pipeline` and `hdoc stage credentials`, against emulated services that verify signatures and shapes.
@Suite("Pipelines and source credentials of stages", .ownThreads, .serialized)
struct MaintenanceTests {
    let world: World
    let services: MaintenanceServices

    init() throws { (world, services) = (try World(), try MaintenanceServices()) }

    private func run(_ arguments: String..., key: String = "AKIAALLOWED", token: Bool = false) throws -> Program {
        try run(arguments, key: key, token: token)
    }

    private func run(_ arguments: [String], key: String = "AKIAALLOWED", token: Bool = false) throws -> Program {
        let environment = world.environment.merging(services.environment(key, token: token)) { $1 }
        let program = try Program.run(World.hdoc, arguments, environment: environment)
        let text = program.output + program.errors
        #expect(!text.contains(services.line.secret) && !text.contains(services.line.token), "hdoc must not print a secret")
        #expect(!text.contains("StandInMismatch"), "\(text)")
        return program
    }

    private func json(_ program: Program) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any])
    }

    @Test func `a pipeline is found through its stack or by its name, with keys and with a session token`() throws {
        for arguments in [["succeeded"], ["--name", "succeeded"]] {
            for token in [false, true] {
                let shown = try run(["stage", "pipeline"] + arguments, token: token)
                #expect(shown.status == 0, "\(shown.errors)")
                #expect(shown.errors == "succeeded: all 3 stages succeeded.\n")
                let lines = shown.output.split(separator: "\n")
                #expect(
                    lines.map { $0.split(separator: "\t").prefix(2) } == [
                        ["Source", "succeeded"], ["Build", "succeeded"], ["Deploy", "succeeded"],
                    ])
                #expect(lines.first?.contains("\t2026-11-20T") == true)
                #expect(lines.first?.contains("\t9fceb02d") == true)
            }
        }
    }

    @Test func `a failed pipeline exits with 1 and names the action, its message and the revision`() throws {
        let shown = try run("stage", "pipeline", "failed")
        #expect(shown.status == 1)
        #expect(shown.errors == "failed: Deploy failed.\n")
        #expect(shown.output.contains("ExecuteChanges: The change set rolled back: the alarm is active"))
        #expect(!shown.output.contains("an older failure"))
        let described = try run("stage", "pipeline", "failed", "--json")
        #expect(described.status == 1)
        let object = try json(described)
        #expect(
            object["pipeline"] as? String == "failed" && object["stage"] as? String == "failed"
                && object["region"] as? String == "us-east-1")
        let stages = try #require(object["stages"] as? [[String: Any]])
        #expect(stages.map { $0["state"] as? String } == ["succeeded", "succeeded", "failed", "cancelled"])
        #expect(stages.map { $0["changed_at"] as? String }.first == "2026-11-20T09:01:30.000Z")
        #expect(stages.first?["revision"] as? String == "9fceb02d0ae598e95dc970b74767f19372d61af8")
        let action = try #require(stages[2]["failed_action"] as? [String: String])
        #expect(
            action == [
                "name": "ExecuteChanges", "code": "ActionExecutionFailed", "message": "The change set rolled back: the alarm is active",
                "url": "https://console.aws.amazon.com/cloudformation/home",
            ])
        #expect(stages[3]["failed_action"] is NSNull)
        var check = SchemaCheck()
        check.add(described.output, as: "pipeline")
        check.add(String(described.errors.split(separator: "\n").last ?? ""), as: "error")
        check.add(try run("stage", "credentials", "list", "--json").output, as: "credentials")
        let problems = try check.problems()
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test func `a running pipeline shows which stage is in progress and which was never run`() throws {
        let shown = try run("stage", "pipeline", "running")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.errors == "running: Build is in progress.\n")
        #expect(shown.output.contains("in progress") && shown.output.contains("never run"))
        let stages = try #require(try json(run("stage", "pipeline", "running", "--json"))["stages"] as? [[String: Any]])
        #expect(stages.map { $0["state"] as? String } == ["succeeded", "in_progress", nil])
    }

    @Test func `the message of a failed action cannot control the terminal`() throws {
        for extra in [[], ["--json"]] as [[String]] {
            let shown = try run(["stage", "pipeline", "hostile"] + extra)
            #expect(shown.status == 1)
            #expect(shown.output.contains("rolled back"))
            for scalar in ["\u{1B}", "\u{7}", "\u{202E}"] as [Unicode.Scalar] { #expect(!shown.output.unicodeScalars.contains(scalar)) }
        }
        #expect(try run("stage", "pipeline", "hostile").output.split(separator: "\n").count == 4, "one line for each stage")
    }

    @Test func `a stage without a pipeline exits with 7 and says what is missing`() throws {
        let none = try run("stage", "pipeline", "none")
        #expect(none.status == 7)
        #expect(none.errors.hasPrefix("hdoc: No pipeline found: CloudFormation has no stack hdoc-pipeline-none in us-east-1."))
        let unnamed = try run("stage", "pipeline", "unnamed")
        #expect(unnamed.status == 7)
        #expect(unnamed.errors.hasPrefix("hdoc: The stack hdoc-pipeline-unnamed has no output Pipeline."))
        let missing = try run("stage", "pipeline", "--name", "missing")
        #expect(missing.status == 7)
        #expect(missing.errors.hasPrefix("hdoc: CodePipeline has no pipeline “missing” in us-east-1."))
        #expect(try run("stage", "pipeline", "--name", "a b").status == 64)
        #expect(try run("stage", "pipeline", "a/b").status == 64)
    }

    @Test(arguments: [
        ("AKIADENIED", 1, "hdoc: AWS does not allow this: User: arn:aws:iam::123456789012:user/denied is not authorized"),
        ("AKIAEXPIRED", 1, "hdoc: The AWS session from the environment has expired. Start a new session with `hdoc stage mfa`."),
        ("AKIATHROTTLED", 1, "hdoc: AWS limits the request rate. Try again in a minute."),
        ("AKIAMALFORMED", 1, "hdoc: The response of AWS could not be decoded (status 200)."),
    ])
    func `errors of AWS have the same texts in all three services`(_ key: String, _ status: Int32, _ text: String) throws {
        for arguments in [["pipeline", "succeeded"], ["pipeline", "--name", "succeeded"], ["credentials", "list"]] {
            let refused = try run(["stage"] + arguments, key: key)
            #expect(refused.status == status && refused.output == "")
            #expect(refused.errors.hasPrefix(text), "\(refused.errors)")
        }
    }

    @Test func `a wrong secret and an unreachable endpoint are reported`() throws {
        let environment = world.environment.merging(services.environment("AKIAALLOWED")) { $1 }
        let away = try Program.run(
            World.hdoc, ["stage", "pipeline", "--name", "x"],
            environment: environment.merging(["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]) { $1 })
        #expect(away.status == 5)
        #expect(away.errors.hasPrefix("hdoc: Could not reach AWS: the connection was refused."))
        let wrong = try Program.run(
            World.hdoc, ["stage", "pipeline", "--name", "succeeded"],
            environment: environment.merging(["AWS_SECRET_ACCESS_KEY": "wrong"]) { $1 })
        #expect(wrong.errors.contains("StandInMismatch: AssertionError: wrong signature"), "the stand-in verifies signatures")
    }

    /// Runs hdoc on a terminal on which somebody types this line.
    private func answering(_ line: String, _ arguments: String...) throws -> Program {
        let command = "'\(World.hdoc.path)' " + arguments.map { "'\($0)'" }.joined(separator: " ")
        let environment = world.environment.merging(services.environment("AKIAALLOWED")) { $1 }
        return try Program.run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "echo \(line) | exec /usr/bin/script -qec \"\(command)\" /dev/null"],
            environment: environment)
    }

    @Test func `source credentials can be deleted after a yes on the terminal`() throws {
        let arn = "arn:aws:codebuild:us-east-1:123456789012:token/connection"
        let kept = try answering("no", "stage", "credentials", "delete", arn)
        #expect(kept.status == 2)
        #expect(kept.output.contains("To delete the source credentials \(arn) (GITLAB, CODECONNECTIONS), type yes:"))
        let deleted = try answering("yes", "stage", "credentials", "delete", arn)
        #expect(deleted.status == 0 && deleted.output.contains("Deleted \(arn)."), "\(deleted)")
    }

    @Test func `source credentials are listed, and deleted only after a confirmation`() throws {
        let arn = "arn:aws:codebuild:us-east-1:123456789012:token/github"
        let listed = try run("stage", "credentials", "list")
        #expect(listed.status == 0, "\(listed.errors)")
        #expect(listed.output.contains("\(arn)\tGITHUB\tPERSONAL_ACCESS_TOKEN\t-"))
        #expect(listed.output.contains("GITLAB\tCODECONNECTIONS\tarn:aws:codeconnections:us-east-1:123456789012:connection/8f"))
        let unasked = try run("stage", "credentials", "delete", arn)
        #expect(unasked.status == 1)
        let question = "hdoc: This needs a confirmation, and there is no terminal to ask for it."
        #expect(unasked.errors == "\(question) To delete the source credentials \(arn), pass --yes.\n")
        let deleted = try run("stage", "credentials", "delete", arn, "--yes", "--json", token: true)
        #expect(deleted.status == 0)
        #expect(deleted.errors == "Deleted \(arn).\n")
        #expect(try json(deleted)["auth_type"] as? String == "PERSONAL_ACCESS_TOKEN")
        var check = SchemaCheck()
        check.add(deleted.output, as: "credential")
        #expect(try check.problems() == [])
        let again = try run("stage", "credentials", "delete", arn, "--yes")
        #expect(again.status == 1)
        #expect(
            again.errors
                == "hdoc: CodeBuild has no source credentials “\(arn)” in us-east-1. List them with `hdoc stage credentials list`.\n")
        let rest = try JSONSerialization.jsonObject(with: Data(run("stage", "credentials", "--json").output.utf8)) as? [[String: Any]]
        #expect(rest?.count == 1 && rest?.first?["server_type"] as? String == "GITLAB")
    }
}
