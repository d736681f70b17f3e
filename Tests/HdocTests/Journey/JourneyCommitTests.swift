import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import hdoc

@Suite("hdoc journey export --commit", .timeLimit(.hang))
struct JourneyCommitTests {
    private let world = try? JourneyExportTests.world(JourneyExportTests.entry(11, "Queues"))

    private func sample() throws -> JourneySample { try JourneySample(in: #require(world).directory) }

    private func export(_ sample: JourneySample, _ options: String...) async throws
        -> CommandWorld.Run
    {
        try await #require(world).run(["journey", "export", "--repo", sample.path] + options)
    }

    private func head(_ sample: JourneySample) throws -> [String] {
        try sample.git("show", "--name-only", "--format=%s").split(separator: "\n").map(String.init)
    }

    @Test func `without --commit nothing is committed or staged`() async throws {
        let sample = try sample()
        #expect(try await export(sample).status == .done)
        #expect(try head(sample).first == "Start" && sample.git("diff", "--cached") == "")
    }

    @Test func `only the exported files are committed, in a repository with other changes`()
        async throws
    {
        let sample = try sample()
        try sample.write("staged\n", to: "staged.txt")
        try sample.git("add", "staged.txt")
        try sample.write("untracked\n", to: "untracked.txt")
        try sample.write("changed\n", to: "Journey/001/Readme.md")
        let run = try await export(sample, "--commit")
        let files = "Journey/011/Readme.md, README.md"
        #expect(run.status == .done && run.err == "Wrote \(files).\nCommitted \(files).\n", "\(run)")
        #expect(try head(sample) == ["Day 11: Queues", "Journey/011/Readme.md", "README.md"])
        #expect(
            try sample.git("status", "--porcelain").split(separator: "\n") == [
                " M Journey/001/Readme.md", "A  staged.txt", "?? untracked.txt",
            ])
    }

    @Test func `an earlier export is committed later`() async throws {
        let sample = try sample()
        #expect(try await export(sample).status == .done)
        #expect(try await export(sample, "--commit").status == .done)
        #expect(try head(sample) == ["Day 11: Queues", "Journey/011/Readme.md", "README.md"])
        let count = try sample.git("rev-list", "--count", "HEAD")
        #expect(try await export(sample, "--commit").status == .done)
        #expect(
            try sample.git("rev-list", "--count", "HEAD") == count
                && sample.git("status", "--porcelain") == "")
    }

    @Test func `a file with somebody's own changes is not committed, and nothing is written`()
        async throws
    {
        let sample = try sample()
        try sample.write("# My journey\n\n" + JourneySample.list, to: "README.md")
        let run = try await export(sample, "--commit")
        #expect(run.status == .failed)
        #expect(
            run.err == """
                hdoc: Nothing was written, because these files have changes that are not committed: README.md. \
                Commit them first, or leave out --commit.

                """)
        #expect(!sample.exists("Journey/011"))
        // Without --commit, the change stays and the line is ticked.
        #expect(try await export(sample).status == .done)
        #expect(
            try sample.contents("README.md").hasPrefix("# My journey\n")
                && sample.contents("README.md").contains("- [x] ☁️ 11 > [Queues]"))
    }

    @Test func `a repository in the middle of a merge is left alone`() async throws {
        let sample = try sample()
        try sample.git("checkout", "--quiet", "-b", "other")
        try sample.git("commit", "--quiet", "--allow-empty", "-m", "Other")
        try sample.git("checkout", "--quiet", "main")
        try sample.git("merge", "--quiet", "--no-ff", "--no-commit", "other")
        let run = try await export(sample, "--commit")
        #expect(
            run.status == .failed
                && run.err.hasPrefix(
                    "hdoc: The repository is in the middle of a merge, so nothing was written."),
            "\(run)")
        #expect(!sample.exists("Journey/011"))
    }

    @Test func `a hook that refuses the commit is reported, and the files stay written`() async throws {
        let sample = try sample()
        try sample.write(
            "#!/bin/sh\necho 'no commits on Mondays' >&2\nexit 1\n", to: ".git/hooks/pre-commit")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(sample.path)/.git/hooks/pre-commit")
        let run = try await export(sample, "--commit")
        #expect(run.status == .failed)
        #expect(
            run.err == """
                Wrote Journey/011/Readme.md, README.md.
                hdoc: The files are written, but git did not commit them: no commits on Mondays. Commit them with git.

                """)
        #expect(sample.exists("Journey/011/Readme.md"))
    }
}
