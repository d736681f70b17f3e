import Foundation
import TestKit
import Testing

/// The section Configure of the README, against an emulated AWS.
@Suite("The examples of the README's section Configure", .ownThreads, .timeLimit(.hang))
struct ConfigureExampleTests {
    /// The environment of a maintainer: a default profile with keys, and `aws`, of which the example uses one command.
    private func environment(_ world: World, _ moto: Moto) throws -> [String: String] {
        let keys = moto.line.allowed
        let python = Checkout.root.appendingPathComponent(".build-python/bin/python3").path
        let script = """
            mkdir -p bin .aws && ln -s '\(World.hdoc.path)' bin/hdoc
            printf '[default]\\naws_access_key_id = \(keys.id)\\naws_secret_access_key = \(keys.secret)\\n' >.aws/credentials
            cat >bin/aws <<'EOF'
            #!/bin/sh
            [ "$*" = "cloudformation describe-stacks" ] || exit 1
            exec '\(python)' -c 'import boto3, json
            stacks = boto3.client("cloudformation").get_paginator("describe_stacks").paginate().build_full_result()
            print(json.dumps(stacks, default=str))'
            EOF
            chmod +x bin/aws
            """
        let made = try Program.run(
            URL(fileURLWithPath: "/bin/bash"), ["-ec", "cd '\(world.directory)'\n\(script)"], environment: world.environment)
        try #require(made.status == 0, "\(made.errors)")
        return world.environment.merging([
            "PATH": world.path("bin") + ":/usr/bin:/bin", "AWS_ENDPOINT_URL": moto.line.endpoint, "AWS_DEFAULT_REGION": "us-east-1",
        ]) { $1 }
    }

    /// Gives the profile mfa the keys of another session: the emulation does not know the keys that it has handed out for a code.
    private func useKnownSession(_ world: World, _ moto: Moto) throws {
        let file = URL(fileURLWithPath: world.path(".aws/credentials"))
        let text = try String(contentsOf: file, encoding: .utf8)
        let (kept, keys) = (try #require(text.components(separatedBy: "[mfa]").first), moto.line.session)
        let profile = "[mfa]\naws_access_key_id = \(keys.id)\naws_secret_access_key = \(keys.secret)\n"
        try Data((kept + profile + "aws_session_token = \(keys.token ?? "")\n").utf8).write(to: file)
    }

    @Test func `the commands work as they are written, and hdoc asks for the code of the MFA device`() async throws {
        let (world, moto) = (try World(), try Moto())
        let environment = try environment(world, moto)
        for line in try CommandExample.readme("Configure").lines {
            let command = "set -eo pipefail; cd '\(world.directory)'; \(line)"
            if line.hasPrefix("hdoc stage mfa") {
                let terminal = try Tmux(
                    in: world, columns: 100, rows: 10, environment: environment,
                    command: "bash -c \"\(command)\necho ended with $?; exec cat\"")
                try await terminal.wait(for: "Enter the MFA code")
                try terminal.press("123456", "Enter")
                #expect(try await terminal.wait(for: "ended with").contains("The AWS profile mfa is valid until"))
                try useKnownSession(world, moto)
            } else {
                let run = try Program.run(URL(fileURLWithPath: "/bin/bash"), ["-c", command], environment: environment)
                #expect(run.status == 0, "\(line)\n\(run.output)\(run.errors)")
            }
        }
        let stages = try Program.run(World.hdoc, ["stage", "list"], environment: environment)
        #expect(stages.output.contains("dev") && stages.output.contains("prod"), "\(stages)")
    }

    @Test func `the configuration is one that hdoc reads`() throws {
        let world = try World()
        let lines = try CommandExample.block(of: "Configure").drop { $0 != "stage = \"dev\"" }
        try #require(lines.count == 8)
        let file = world.path("example.toml")
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
        let environment = world.environment.merging(["HDOC_CONFIG": file]) { $1 }
        let stages = try Program.run(World.hdoc, ["stage", "list", "--json"], environment: environment)
        #expect(stages.status == 0 && stages.output.contains("https://abc123.execute-api.us-east-1.amazonaws.com/Prod/"), "\(stages)")
    }
}
