import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct StageCommandTests {
    @Test func `removing a production stage needs --yes`() async throws {
        let world = try CommandWorld(stage: Stage(name: "prod", api: "https://p.example/"))
        #expect(try await world.run("stage", "remove", "prod").status == .failed)
        #expect(try await world.run("stage", "list").out.contains("prod"))
        #expect(try await world.run("stage", "remove", "prod", "--yes").status == .done)
    }

    @Test func `stages can be added, chosen, listed and removed`() async throws {
        let world = try CommandWorld(configured: false)
        let added = try await world.run("stage", "add", "dev", "--api", "https://a.example", "--callback-port", "9000")
        #expect(added.status == .done)
        #expect(added.err == "Added dev, the current stage. Saved in \(world.directory)/config.toml.\n")
        let second = try await world.run("stage", "add", "prod", "--api", "https://p.example/", "--token", "access", "--json")
        #expect(try JSONProbe(second.out).object?["token"] == .string("access"))
        #expect(try await world.run("stage", "use", "prod").err == "prod is the current stage.\n")
        #expect(
            try await world.run("stage", "list", columns: 200).out == """
                   NAME  API                 SIGN-IN  HANDLE
                   dev   https://a.example/  no       -
                *  prod  https://p.example/  no       -

                """)
        #expect(try await world.run("stage", "remove", "dev").err == "dev is removed from the configuration.\n")
        #expect(try JSONProbe(try await world.run("stage", "--json").out).strings("name") == ["prod"])
        #expect(
            world.configuration == """
                stage = "prod"

                [stages.prod]
                api = "https://p.example/"
                token = "access"

                """)
    }

    @Test func `a stage can be imported from standard input, and importing it again changes nothing`() async throws {
        let text = """
            {"Stacks": [{"StackName": "hdoc-backend-dev", "Outputs": [{"OutputKey": "APIURL", "OutputValue": "https://n.example/Prod"}]}]}
            """
        let world = try CommandWorld(input: .init(bytes: Array(text.utf8)))
        #expect(try await world.run("stage", "import").err == "Updated dev. Saved in \(world.directory)/config.toml.\n")
        #expect(try await world.run("stage", "import", "-").err == "dev is already up to date.\n")
        let named = try await world.run("stage", "import", "--name", "mine", "--json")
        #expect(named.err == "Added mine. Saved in \(world.directory)/config.toml.\n")
        #expect(try JSONProbe(named.out).strings("change") == ["added"])
        #expect(
            world.configuration == """
                [stages.dev]
                api = "https://n.example/Prod/"
                issuer = "https://i.example"
                client_id = "c"

                [stages.mine]
                api = "https://n.example/Prod/"

                """)
    }

    @Test func `a hostile stack name is refused without control characters in the error, and nothing is saved`() async throws {
        let name = "hdoc-\\u001b[2Jbackend\\u202e\\n-dev"
        let text = "{\"Stacks\": [{\"StackName\": \"\(name)\", \"Outputs\": []}]}"
        let world = try CommandWorld(configured: false, input: .init(bytes: Array(text.utf8)))
        let run = try await world.run("stage", "import")
        #expect(run.status == .failed)
        #expect(run.err.hasSuffix("Name the stage with --name.\n"))
        #expect(!run.err.contains("\u{1B}") && !run.err.contains("\u{202E}"))
        #expect(world.configuration == "")
    }

    private static func report(_ verdict: RouteVerdict) -> StageCheckReport {
        StageCheckReport(
            stage: "dev", api: "https://a.example/", checkedAt: CommandWorld.now,
            routes: [
                RouteCheck(route: .users, request: "GET /users?limit=25", status: 200, verdict: .present, took: .milliseconds(34)),
                RouteCheck(route: .tags, request: "GET /tags?limit=25", status: 403, verdict: verdict, took: .milliseconds(7)),
            ])
    }

    @Test(
        arguments: [
            (.absent(status: 403, reason: "Missing Authentication Token"), .done, "absent"),
            (.drifted([.attribute("count", expected: [.number], found: .text, wrong: 2, of: 2), .emptyBody]), .failed, "drifted"),
            (.unanswered(TransportError(.interrupted, mayHaveArrived: true)), .unreachable, "unanswered"),
        ] as [(RouteVerdict, ExitStatus, String)])
    func `the exit status of stage check is 1 if a route has drifted, and 5 if a route is unanswered`(
        _ verdict: RouteVerdict, _ status: ExitStatus, _ state: String
    ) async throws {
        let world = try CommandWorld { $0.check = .success(Self.report(verdict)) }
        let run = try await world.run("stage", "check", "dev", "--json")
        #expect(run.status == status)
        let routes = try #require(try JSONProbe(run.out).object?["routes"]?.array)
        #expect(routes.compactMap { $0.object?["state"] } == [.string("present"), .string(state)])
        #expect(routes.first?.object?["milliseconds"] == .number(34))
    }

    @Test func `a drifted route is listed with the attribute, its type, and how many elements differ`() async throws {
        let verdict = RouteVerdict.drifted([.attribute("count", expected: [.number], found: .text, wrong: 2, of: 2)])
        let world = try CommandWorld { $0.check = .success(Self.report(verdict)) }
        let run = try await world.run("stage", "check", columns: 200)
        #expect(
            run.out == """
                ROUTE       STATE     TOOK  WHY
                GET /users  present  34 ms
                GET /tags   drifted   7 ms  count is text, not a number (2 of 2)

                """)
        #expect(run.err == "dev: 2 routes checked, 1 drifted.\n")
    }

    @Test func `the exit status of stage check is 5 if the stage is unreachable`() async throws {
        let world = try CommandWorld { $0.check = .failure(Failures.refused) }
        #expect(try await world.run("stage", "check").status == .unreachable)
    }

    @Test func `an invalid stage is a usage error, and nothing is saved`() async throws {
        let world = try CommandWorld(configured: false)
        for arguments in [["dev", "ftp://x"], ["demo", "https://x.example"], ["a/b", "https://x.example"]] {
            let run = try await world.run("stage", "add", arguments[0], "--api", arguments[1])
            #expect(run.status == .usage)
            #expect(run.out == "")
        }
        #expect(world.configuration == "")
    }

    @Test func `the error for an unknown stage suggests the most similar name`() async throws {
        let world = try CommandWorld()
        #expect(try await world.run("stage", "use", "dve").err == "hdoc: Unknown stage “dve”. Did you mean dev?\n")
        #expect(try await world.run("users", "--stage", "dve").err == "hdoc: Unknown stage “dve”. Did you mean dev?\n")
        #expect(try await world.run("users", "--stage", "dve").status == .failed)
    }

    @Test func `an invalid configuration makes every command exit with status 1 and name the file and the line`() async throws {
        let world = try CommandWorld()
        try world.configure("[stages.dev]\napi = \"http://a.example\"\n")
        for command in ["users", "whoami", "outbox", "stage", "screens"] {
            let run = try await world.run(command)
            #expect(run.status == .failed)
            #expect(
                run.err == """
                    hdoc: \(world.directory)/config.toml:2: `stages.dev.api`: “http://a.example” must begin with https://; \
                    plain http is allowed only for addresses of this machine.

                    """)
        }
    }

    @Test(arguments: [("sync = \"nokey\"", 4), ("refresh = \"x\"\nsync = \"x\"", 5), ("refesh = \"x\"", 4)])
    func `an invalid key binding is reported with its line`(_ keys: String, _ line: Int) async throws {
        let world = try CommandWorld()
        try world.configure("[stages.dev]\napi = \"https://a.example\"\n[keys]\n\(keys)\n")
        let run = try await world.run("whoami")
        #expect(run.status == .failed)
        #expect(run.err.hasPrefix("hdoc: \(world.directory)/config.toml:\(line): "), "\(run.err)")
    }

    @Test func `the screens open on the chosen stage, and need a terminal`() async throws {
        #expect(try await CommandWorld(input: .init(isTerminal: true)).run(columns: 80).status == .done)
        let piped = try await CommandWorld().run()
        #expect(piped.status == .failed)
        #expect(piped.err == "hdoc: The screens need a terminal. Use a command instead; `hdoc --help` lists them.\n")
        let empty = try await CommandWorld(configured: false).run()
        #expect(empty.status == .failed)
        #expect(empty.err.contains("Add one with `hdoc stage add NAME --api URL`, or try `hdoc demo`."))
    }
}
