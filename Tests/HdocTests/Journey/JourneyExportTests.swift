import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import hdoc

@Suite("hdoc journey export", .timeLimit(.hang))
struct JourneyExportTests {
    static func world(_ entries: OutboxEntry..., articles: [Article] = []) throws -> CommandWorld {
        try CommandWorld(environment: ["PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"]) { script in
            PostingCommandTests.ready(&script)
            script.articles = Snapshot(value: articles, fetchedAt: CommandWorld.now)
            let resource = Resource.articles(author: "ada", tag: nil)
            script.refresh[resource] = Samples.report(resource)
            script.outbox = entries
        }
    }

    static func entry(
        _ day: Int, _ title: String, _ body: String = "What I learned.", state: EntryState = .sent
    ) -> OutboxEntry {
        var row = Samples.entry("day-\(day)", day: day, state)
        (row.entry.title, row.entry.body) = (title, body)
        return row
    }

    private static let ticked = "- [x] ☁️ 11 > [Queues](Journey/011/Readme.md)"
    private static let open = "- [ ] ☁️ 11 > [](Journey/011/Readme.md)"
    private static let document =
        "# Queues\n\n## Cloud Research\n\nWhat I learned.\n\n## Social Proof\n"

    private func export(_ world: CommandWorld, _ sample: JourneySample, _ options: String...)
        async throws -> CommandWorld.Run
    {
        try await world.run(["journey", "export", "--repo", sample.path] + options)
    }

    @Test func `an entry becomes a document and a ticked line, and no other byte changes`()
        async throws
    {
        let world = try Self.world(Self.entry(11, "Queues"))
        let sample = try JourneySample(in: world.directory)
        let run = try await export(world, sample)
        #expect(
            run.status == .done && run.out == ""
                && run.err == "Wrote Journey/011/Readme.md, README.md.\n", "\(run)")
        #expect(try sample.contents("Journey/011/Readme.md") == Self.document)
        let expected = (JourneySample.head + JourneySample.list).replacingOccurrences(
            of: Self.open, with: Self.ticked)
        #expect(Array(try sample.contents("README.md").utf8) == Array(expected.utf8))
        #expect(try sample.changes() == ["-" + Self.open, "+" + Self.ticked, "Journey/011/Readme.md"])
    }

    @Test func `a second export writes nothing`() async throws {
        let world = try Self.world(Self.entry(11, "Queues [1] *and* `topics` \\ C#"))
        let sample = try JourneySample(in: world.directory)
        #expect(try await export(world, sample).status == .done)
        let (document, list) = (
            try sample.contents("Journey/011/Readme.md"), try sample.contents("README.md")
        )
        let run = try await export(world, sample)
        #expect(
            run.status == .done && run.err == "Nothing to write: the repository has these entries.\n",
            "\(run)")
        #expect(
            try sample.contents("Journey/011/Readme.md") == document
                && sample.contents("README.md") == list)
        #expect(
            try await export(world, sample, "--force").err
                == "Nothing to write: the repository has these entries.\n")
    }

    @Test
    func `carriage returns, a missing last line break and bytes that are not UTF-8 stay as they are`()
        async throws
    {
        let world = try Self.world(Self.entry(100, "The last"))
        let sample = try JourneySample(in: world.directory, lineEnd: "\r\n")
        let file = URL(fileURLWithPath: "\(sample.path)/README.md")
        var bytes = [UInt8](try Data(contentsOf: file))
        bytes = [0xEF, 0xBB, 0xBF, 0xFF, 0x0D] + bytes.dropLast(2)
        try Data(bytes).write(to: file)
        #expect(try await export(world, sample).status == .done)
        let line = "- [ ] ☁️ 100 > [](Journey/100/Readme.md)"
        let at = try #require(bytes.firstRange(of: Array(line.utf8)))
        bytes.replaceSubrange(at, with: Array("- [x] ☁️ 100 > [The last](Journey/100/Readme.md)".utf8))
        #expect([UInt8](try Data(contentsOf: file)) == bytes)
    }

    @Test func `a document with the lines of a template only is replaced, with its line ends`()
        async throws
    {
        let world = try Self.world(Self.entry(1, "Hello"))
        let sample = try JourneySample(in: world.directory, lineEnd: "\r\n")
        #expect(try await export(world, sample).status == .done)
        let text = "# Hello\n\n## Cloud Research\n\nWhat I learned.\n\n## Social Proof\n"
        #expect(
            try sample.contents("Journey/001/Readme.md")
                == text.replacingOccurrences(of: "\n", with: "\r\n"))
        #expect(
            try sample.contents("README.md").contains("- [x] ☁️ 1 > [Hello](Journey/001/Readme.md)\r\n"))
    }

    @Test func `a person's text and title stay without --force`() async throws {
        let world = try Self.world(Self.entry(11, "Queues"))
        let own = "# My queues\n\n## Cloud Research\n\n- ✍️ I tried SQS.\n"
        let sample = try JourneySample(in: world.directory, files: ["Journey/011/Readme.md": own])
        let list = try sample.contents("README.md").replacingOccurrences(
            of: "11 > []", with: "11 > [My queues]")
        try sample.write(list, to: "README.md")
        let run = try await export(world, sample)
        #expect(run.status == .done)
        #expect(
            run.err == """
                Day 11: Journey/011/Readme.md has another text, which stays. To replace it, pass --force.
                Day 11: the list has another title, which stays. To replace it, pass --force.
                Wrote README.md.

                """)
        #expect(try sample.contents("Journey/011/Readme.md") == own)
        #expect(
            try sample.contents("README.md")
                == list.replacingOccurrences(of: "- [ ] ☁️ 11 >", with: "- [x] ☁️ 11 >"))
        #expect(try await export(world, sample, "--day", "11").status == .failed)
        #expect(try await export(world, sample, "--force").status == .done)
        #expect(try sample.contents("Journey/011/Readme.md") == Self.document)
        #expect(try sample.contents("README.md").contains(Self.ticked + "\n"))
    }

    @Test func `a document in which a person wrote only a title stays, and one without a text is exported once`() async throws {
        let world = try Self.world(Self.entry(2, "Title only", ""), Self.entry(3, "Queues"))
        let own = JourneySample.template.replacingOccurrences(of: "New post title here", with: "My own title")
        let sample = try JourneySample(in: world.directory, files: ["Journey/003/Readme.md": own])
        let run = try await export(world, sample)
        #expect(
            run.err.contains("Day 3: Journey/003/Readme.md has another text")
                && run.err.hasSuffix("Wrote Journey/002/Readme.md, README.md.\n"))
        #expect(try sample.contents("Journey/003/Readme.md") == own)
        #expect(try sample.contents("Journey/002/Readme.md") == "# Title only\n\n## Cloud Research\n\n## Social Proof\n")
        #expect(try await export(world, sample).err.hasSuffix("Nothing to write: the repository has these entries.\n"))
        let status = try await world.run("journey", "--repo", sample.path, columns: 100).out
        #expect(status.contains("  2  written   ticked  sent    -               Title only\n"), "\(status)")
    }

    @Test func `--dry-run shows the differences and writes nothing`() async throws {
        let world = try Self.world(Self.entry(11, "Queues"))
        let sample = try JourneySample(in: world.directory)
        let run = try await export(world, sample, "--dry-run")
        #expect(
            run.status == .done && run.err == "Would write Journey/011/Readme.md, README.md.\n", "\(run)")
        #expect(
            run.out.hasPrefix(
                "--- /dev/null\n+++ b/Journey/011/Readme.md\n@@ -0,0 +1,7 @@\n+# Queues\n+\n"), "\(run.out)"
        )
        #expect(run.out.contains("--- a/README.md\n+++ b/README.md\n@@ "))
        #expect(run.out.contains("\n-\(Self.open)\n+\(Self.ticked)\n"))
        #expect(try sample.changes() == [])
        #expect(try await export(world, sample, "--dry-run", "--commit").status == .usage)
        try sample.write(run.out, to: "change.patch")
        try sample.git("apply", "change.patch")
        try FileManager.default.removeItem(atPath: "\(sample.path)/change.patch")
        #expect(try await export(world, sample).err == "Nothing to write: the repository has these entries.\n")
        let shown = try await world.run(["journey", "export", "--repo", sample.path, "--force", "--dry-run"], columns: 80)
        #expect(shown.out == "" && shown.status == .done)
    }

    @Test func `drafts are exported only if their day is named`() async throws {
        let world = try Self.world(
            Self.entry(3, "Draft", state: .draft), Self.entry(4, "Queued", state: .queued))
        let sample = try JourneySample(in: world.directory)
        #expect(try await export(world, sample).err == "Wrote Journey/004/Readme.md, README.md.\n")
        #expect(
            try await export(world, sample, "--day", "3").err
                == "Wrote Journey/003/Readme.md, README.md.\n")
        let none = try await export(world, sample, "--day", "9")
        #expect(
            none.status == .failed && none.err.hasPrefix("hdoc: There is no entry for day 9."), "\(none)")
    }

    @Test func `a structured text keeps its sections, and the link becomes the social proof`()
        async throws
    {
        var row = Self.entry(
            7, "Roles", "## Introduction\n\nWhy\n\n## Cloud Research\n\nHow\n\n## Social Proof")
        (row.entry.template, row.entry.link, row.entry.subtitle) = (
            .short, "https://example.com/r", "At last"
        )
        let world = try Self.world(row)
        let sample = try JourneySample(in: world.directory)
        #expect(try await export(world, sample).status == .done)
        #expect(
            try sample.contents("Journey/007/Readme.md") == """
                # Roles

                At last

                ## Introduction

                Why

                ## Cloud Research

                How

                ## Social Proof

                <https://example.com/r>

                """)
    }
}
