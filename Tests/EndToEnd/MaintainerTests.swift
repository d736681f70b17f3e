import Foundation
import TestKit
import Testing

/// The commands for maintainers, against an emulated AWS that verifies every signature and permission.
@Suite("Commands for maintainers of stages", .ownThreads, .serialized)
struct MaintainerTests {
    /// A profile with these keys, in the format of `~/.aws/credentials`.
    private static func profile(_ name: String, _ keys: Moto.Keys) -> String {
        "[\(name)]\naws_access_key_id = \(keys.id)\naws_secret_access_key = \(keys.secret)\n"
            + (keys.token.map { "aws_session_token = \($0)\n" } ?? "")
    }

    private static func environment(_ keys: Moto.Keys) -> [String: String] {
        ["AWS_ACCESS_KEY_ID": keys.id, "AWS_SECRET_ACCESS_KEY": keys.secret].merging(
            keys.token.map { ["AWS_SESSION_TOKEN": $0] } ?? [:]
        ) { $1 }
    }

    private func run(
        _ world: World, _ moto: Moto, _ arguments: String..., environment extra: [String: String] = [:]
    ) throws -> Program {
        let environment = world.environment.merging(["AWS_ENDPOINT_URL": moto.line.endpoint]) { $1 }.merging(extra) { $1 }
        let program = try Program.run(World.hdoc, arguments, environment: environment)
        for keys in [moto.line.allowed, moto.line.denied, moto.line.session] {
            for secret in [keys.secret, keys.token].compactMap(\.self) {
                #expect(!(program.output + program.errors).contains(secret), "hdoc must not print a secret")
            }
        }
        return program
    }

    private func credentials(_ world: World, _ text: String) throws -> URL {
        try FileManager.default.createDirectory(atPath: world.path(".aws"), withIntermediateDirectories: true)
        let file = URL(fileURLWithPath: world.path(".aws/credentials"))
        try Data(text.utf8).write(to: file)
        return file
    }

    @Test func `stage discover finds stages on several pages of results, with keys, a profile or a session token`() throws {
        let (world, moto) = (try World(), try Moto())
        let first = try run(world, moto, "stage", "discover", environment: Self.environment(moto.line.allowed))
        #expect(first.status == 0, "\(first.errors)")
        let text = try world.contents("config/hdoc/config.toml")
        #expect(
            text == """
                stage = "dev"

                [stages.dev]
                api = "https://dev123.execute-api.us-east-1.amazonaws.com/Prod/"
                issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf"
                client_id = "4fclient"
                auth = "https://dev.auth.us-east-1.amazoncognito.com"

                [stages.prod]
                api = "https://prod456.execute-api.us-east-1.amazonaws.com/Prod/"

                """)
        _ = try credentials(world, Self.profile("work", moto.line.allowed) + Self.profile("mfa", moto.line.session))
        for profile in ["work", "mfa"] {
            let again = try run(world, moto, "stage", "discover", "--profile", profile, "dev")
            #expect(again.errors == "dev is already up to date.\n")
        }
        let session = try run(world, moto, "stage", "discover", environment: Self.environment(moto.line.session))
        #expect(session.status == 0, "\(session.errors)")
        #expect(try world.contents("config/hdoc/config.toml") == text)
    }

    @Test func `errors of AWS and of profiles say what happened and what to do`() throws {
        let (world, moto) = (try World(), try Moto())
        _ = try credentials(world, Self.profile("default", moto.line.denied) + "[sso]\nsso_session = x\n")
        let denied = try run(world, moto, "stage", "discover")
        #expect(denied.status == 1)
        #expect(denied.errors.hasPrefix("hdoc: AWS does not allow this: User: arn:aws:iam::123456789012:user/denied is not authorized"))
        #expect(denied.errors.contains("Ask for the permission"))
        var wrong = Self.environment(moto.line.allowed)
        wrong["AWS_SECRET_ACCESS_KEY"] = "wrong"
        #expect(
            try run(world, moto, "stage", "discover", environment: wrong).errors
                == "hdoc: The AWS secret from the environment does not match its key id. Copy the key id and the secret again.\n")
        #expect(
            try run(world, moto, "stage", "discover", "--profile", "soo").errors
                == "hdoc: Unknown AWS profile “soo”. Did you mean sso?\n")
        #expect(
            try run(world, moto, "stage", "discover", "--profile", "sso").errors.hasPrefix(
                "hdoc: The AWS profile sso signs in by `sso_session`; hdoc supports access keys only. Export temporary keys first"))
        let keys = Self.environment(moto.line.allowed)
        #expect(
            try run(world, moto, "stage", "discover", "staging", environment: keys).errors
                == "hdoc: No stack of the stage “staging” was found. Available: dev, prod.\n")
        let elsewhere = keys.merging(["AWS_ENDPOINT_URL": "http://aws.example/"]) { $1 }
        #expect(
            try run(world, moto, "stage", "discover", environment: elsewhere).errors
                == "hdoc: AWS_ENDPOINT_URL: “http://aws.example/” cannot be used. It must be https, or http on this machine.\n")
        let away = try run(world, moto, "stage", "discover", environment: keys.merging(["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]) { $1 })
        #expect(away.status == 5)
        #expect(away.errors.hasPrefix("hdoc: Could not reach AWS: the connection was refused."))
        #expect(!FileManager.default.fileExists(atPath: world.path("config/hdoc/config.toml")), "errors must not write it")
    }

    @Test func `stage mfa adds the profile mfa, changes nothing else in the file, and keeps mode 0600`() throws {
        let (world, moto) = (try World(), try Moto())
        let others = "# mine\r\n" + Self.profile("default", moto.line.allowed) + "\n; later\n[other]\naws_access_key_id=AKIAOTHER"
        let file = try credentials(world, others)
        chmod(file.path, 0o600)
        let serial = "arn:aws:iam::123456789012:mfa/ada"
        let begun = try run(world, moto, "stage", "mfa", "--serial", serial, "--code", "123456")
        #expect(begun.status == 0, "\(begun.errors)")
        #expect(begun.errors.hasPrefix("The AWS profile mfa is valid until "))
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written.hasPrefix(others + "\r\n\r\n[mfa]\r\naws_access_key_id = "))
        #expect(written.contains("aws_session_token = "))
        #expect(!begun.errors.contains("wJalr") && !begun.output.contains("wJalr"))
        var info = stat()
        #expect(stat(file.path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.path(".aws")) == ["credentials"])
        let again = try run(world, moto, "stage", "mfa", "--serial", serial, "--code", "123456", "--json")
        #expect(again.status == 0 && again.output.contains("\"profile\" : \"mfa\""))
        var check = SchemaCheck()
        check.add(again.output, as: "aws-session")
        #expect(try check.problems() == [])
        #expect(try String(contentsOf: file, encoding: .utf8).components(separatedBy: "[mfa]").count == 2)
        #expect(
            try run(world, moto, "stage", "mfa", "--serial", serial).errors
                == "hdoc: No MFA code was given, and there is no terminal to ask for one. Pass it with --code.\n")
        #expect(
            try run(world, moto, "stage", "mfa", "--serial", serial, "--code", "12345").errors
                == "hdoc: An MFA code has six digits. Enter the code that your device shows now.\n")
    }

    @Test func `stage check exits with 0 without drift, with 1 on drift, and with 5 if the stage does not answer`() throws {
        let world = try World()
        try world.startBackend("--layer", "dev")
        let fine = try world.hdoc("stage", "check", "--json")
        #expect(fine.status == 0, "\(fine.errors)")
        #expect(fine.errors == "dev: 11 routes checked, 9 absent.\n")
        #expect(fine.output.contains("\"drifted\" : 0"))
        world.stopBackend()
        #expect(try world.hdoc("stage", "check").status == 5)
        try world.startBackend("--fault", "GET /tags: 500")
        let drifted = try world.hdoc("stage", "check", "dev")
        #expect(drifted.status == 1)
        #expect(drifted.output.contains("status 500, not 200"))
    }
}
