import HDOCClient
import HDOCModels
import Testing

@testable import HDOCTUI

@Suite struct StageCommandTests {
    @Test func `stages are added, chosen, listed and removed`() async throws {
        let world = try CommandWorld(configured: false)
        let added = try await world.run("stage", "add", "dev", "--api", "https://a.example", "--callback-port", "9000")
        #expect(added.status == .done)
        #expect(added.err == "Added dev, the current stage. Kept in \(world.directory)/config.toml.\n")
        let second = try await world.run("stage", "add", "prod", "--api", "https://p.example/", "--token", "access", "--json")
        #expect(try JSONProbe(second.out).object?["token"] == .string("access"))
        #expect(try await world.run("stage", "use", "prod").err == "prod is the current stage.\n")
        #expect(try await world.run("stage", "list").out == """
               NAME  API                 SIGN-IN  HANDLE
               dev   https://a.example/  no       -
            *  prod  https://p.example/  no       -

            """)
        #expect(try await world.run("stage", "remove", "dev").err == "dev is no longer configured.\n")
        #expect(try JSONProbe(try await world.run("stage", "--json").out).strings("name") == ["prod"])
        #expect(world.configuration == """
            stage = "prod"

            [stages.prod]
            api = "https://p.example/"
            token = "access"

            """)
    }

    @Test func `a bad stage is a usage error, and nothing is written`() async throws {
        let world = try CommandWorld(configured: false)
        for arguments in [["dev", "ftp://x"], ["demo", "https://x.example"], ["a/b", "https://x.example"]] {
            let run = try await world.run("stage", "add", arguments[0], "--api", arguments[1])
            #expect(run.status == .usage)
            #expect(run.out == "")
        }
        #expect(world.configuration == "")
    }

    @Test func `stages that do not exist are named with the nearest`() async throws {
        let world = try CommandWorld()
        #expect(try await world.run("stage", "use", "dve").err == "hdoc: There is no stage “dve”. Did you mean dev?\n")
        #expect(try await world.run("users", "--stage", "dve").err == "hdoc: There is no stage “dve”. Did you mean dev?\n")
        #expect(try await world.run("users", "--stage", "dve").status == .failed)
    }

    @Test func `a bad configuration exits 1 with file and line, whatever the command`() async throws {
        let world = try CommandWorld()
        try world.configure("[stages.dev]\napi = \"http://a.example\"\n")
        for command in ["users", "whoami", "outbox", "stage", "screens"] {
            let run = try await world.run(command)
            #expect(run.status == .failed)
            #expect(run.err == """
                hdoc: \(world.directory)/config.toml:2: `stages.dev.api`: “http://a.example” must be https; plain http is for this machine only.

                """)
        }
    }

    @Test(arguments: [("sync = \"nokey\"", 4), ("refresh = \"x\"\nsync = \"x\"", 5), ("refesh = \"x\"", 4)])
    func `keys that cannot be used are named with their line`(_ keys: String, _ line: Int) async throws {
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
        #expect(piped.err == "hdoc: The screens need a terminal. `hdoc --help` lists the commands that do not.\n")
        let empty = try await CommandWorld(configured: false).run()
        #expect(empty.status == .failed)
        #expect(empty.err.contains("Add one with `hdoc stage add NAME --api URL`, or try `hdoc demo`."))
    }
}
