import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import TestKit
import Testing

@testable import hdoc

@Suite("hdoc announce", .timeLimit(.hang))
struct AnnounceCommandTests {
    private static let text = "[2/100] #100DaysOfCloud Day 2's title"

    private func world(_ environment: [String: String] = [:]) throws -> CommandWorld {
        try CommandWorld(environment: environment) { script in
            PostingCommandTests.ready(&script)
            script.articles = Snapshot(value: [], fetchedAt: CommandWorld.now)
            script.outbox = [Samples.entry("queued", day: 2, .queued)]
        }
    }

    /// Writes a program `tmux` that records its arguments and its input, and returns the directory.
    private func fakeTmux(_ world: CommandWorld, status: Int) throws -> String {
        let directory = "\(world.directory)/bin"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let script = "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'\(world.directory)/calls'\ncat >'\(world.directory)/buffer'\nexit \(status)\n"
        try Data(script.utf8).write(to: URL(fileURLWithPath: "\(directory)/tmux"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(directory)/tmux")
        return directory
    }

    @Test func `--copy sends the text to the terminal, and the text stays on standard output`() async throws {
        let world = try world()
        let run = try await world.run("announce", "--copy", columns: 80)
        let sequence = "\u{1B}]52;c;" + Data(Self.text.utf8).base64EncodedString() + "\u{7}"
        #expect(run.status == .done && run.out == Self.text + "\n" + sequence && run.err == "Copied the announcement.\n", "\(run)")
    }

    @Test func `--copy uses the terminal of the process if standard output is a file`() async throws {
        let world = try world()
        let run = try await world.run("announce", "--copy")
        #expect(run.status == .failed && run.out == Self.text + "\n")
        #expect(
            run.err
                == "hdoc: hdoc has no terminal whose clipboard it could use: No such file or directory. Run the command in a terminal.\n")
        try Data().write(to: URL(fileURLWithPath: world.terminalPath))
        #expect(try await world.run("announce", "--copy").status == .done)
        #expect(try String(contentsOfFile: world.terminalPath, encoding: .utf8).hasPrefix("\u{1B}]52;c;"))
    }

    @Test func `in tmux, --copy gives the text to tmux`() async throws {
        let world = try world(["TMUX": "/tmp/tmux-0/default,1,0"])
        let path = try fakeTmux(world, status: 0)
        let run = try await world.run(["announce", "--copy"], columns: 80, environment: ["PATH": path + ":/usr/bin:/bin"])
        #expect(run.status == .done && run.out == Self.text + "\n", "\(run)")
        #expect(try String(contentsOfFile: "\(world.directory)/calls", encoding: .utf8) == "load-buffer -w -\n")
        #expect(try String(contentsOfFile: "\(world.directory)/buffer", encoding: .utf8) == Self.text)
    }

    @Test(arguments: [true, false])
    func `if tmux is too old or on another machine, --copy sends both sequences`(isInstalled: Bool) async throws {
        let world = try world(["TMUX": "/tmp/tmux-0/default,1,0"])
        let path = isInstalled ? try fakeTmux(world, status: 1) + ":/usr/bin:/bin" : world.directory
        let run = try await world.run(["announce", "--copy"], columns: 80, environment: ["PATH": path])
        let coded = Data(Self.text.utf8).base64EncodedString()
        let sequences = "\u{1B}]52;c;\(coded)\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;\(coded)\u{7}\u{1B}\\"
        #expect(run.status == .done && run.out == Self.text + "\n" + sequences, "\(run)")
    }

    @Test func `--open opens the page of the network with the text, and says that nothing is posted yet`() async throws {
        let world = try world()
        let opened = Mutex<[String]>([])
        for (network, name) in [("twitter", "Twitter"), ("linkedin", "LinkedIn")] {
            let run = try await world.run(
                ["announce", "--open", "--for", network],
                openLink: { page in
                    opened.withLock { $0.append(page) }
                    return .success("firefox")
                })
            #expect(run.status == .done && run.err == "Opened \(name) in firefox. Nothing is posted until you post it there.\n", "\(run)")
        }
        let text = "%5B2%2F100%5D%20%23100DaysOfCloud%20Day%202%27s%20title"
        #expect(
            opened.withLock { $0 } == [
                "https://twitter.com/intent/tweet?text=\(text)", "https://www.linkedin.com/feed/?shareActive=true&text=\(text)",
            ])
    }

    @Test func `without a browser, --open says where the page is`() async throws {
        let run = try await world().run(["announce", "--open"], openLink: { _ in .failure(.noDisplay) })
        #expect(run.status == .failed && run.err.hasPrefix("hdoc: No browser was opened: there is no display. Open this address: https://"))
    }

    @Test func `an announcement that is too long for an address is not opened`() async throws {
        let world = try CommandWorld { script in
            PostingCommandTests.ready(&script)
            script.articles = Snapshot(value: [], fetchedAt: CommandWorld.now)
            script.outbox = [Samples.entry("queued", day: 2, .queued)]
            script.outbox[0].entry.title = String(repeating: "雲", count: 120)
            script.outbox[0].entry.link = "https://example.com/" + String(repeating: "a/", count: 600)
        }
        let run = try await world.run(["announce", "--day", "2", "--open"], openLink: { _ in .success("firefox") })
        #expect(run.status == .failed && run.err.contains("The announcement is too long for the address of a page. Use --copy"), "\(run)")
    }

    @Test func `an unknown network is a usage error`() async throws {
        #expect(try await world().run("announce", "--for", "mastodon").status == .usage)
    }
}
