import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import hdoc

@Suite("Other shapes of a journey repository", .timeLimit(.hang))
struct JourneyPlacesTests {
    private let world = try? JourneyExportTests.world(JourneyExportTests.entry(11, "Queues"))

    private func run(_ sample: JourneySample, _ arguments: String...) async throws -> CommandWorld.Run {
        try await #require(world).run(["journey"] + arguments + ["--repo", sample.path])
    }

    private func sample(_ name: String = "days", files: [String: String] = [:]) throws
        -> JourneySample
    {
        try JourneySample(in: #require(world).directory, name, files: files)
    }

    @Test(arguments: ["readme.md", "Readme.MD", "PROGRESS.md"])
    func `the list is found in a renamed README`(name: String) async throws {
        let sample = try sample(files: [
            "NOTES.md": "- [ ] buy milk\n- [ ] 11 > [x](Elsewhere/011/Readme.md)\n"
        ])
        try sample.git("mv", "README.md", name)
        #expect(try await run(sample, "export").err == "Wrote Journey/011/Readme.md, \(name).\n")
        #expect(try sample.contents(name).contains("- [x] ☁️ 11 > [Queues]"))
    }

    @Test func `folders and documents whose names differ in case or digits are used as they are`()
        async throws
    {
        let sample = try sample(files: ["Journey/11/README.md": JourneySample.template])
        try sample.git("mv", "Journey", "journey2")
        try sample.git("mv", "journey2", "journey")
        #expect(try await run(sample, "export").err == "Wrote journey/11/README.md, README.md.\n")
        #expect(!sample.exists("Journey") && !sample.exists("journey/011"))
    }

    @Test func `missing folders are made, and a missing list is said`() async throws {
        let sample = try sample()
        try sample.git("rm", "-r", "--quiet", "README.md", "Journey", "Templates")
        let run = try await run(sample, "export")
        #expect(run.status == .done)
        #expect(
            run.err
                == "The repository has no list of days, so no day was ticked.\nWrote Journey/011/Readme.md.\n"
        )
        #expect(sample.exists("Journey/011/Readme.md"))
    }

    @Test func `a day without a line, and lines within a block of code, are left alone`() async throws {
        let sample = try sample()
        let line = "- [ ] ☁️ 11 > [](Journey/011/Readme.md)\n"
        try sample.write("```\n\(line)```\n\n- [ ] ☁️ 1 > [](Journey/001/Readme.md)\n", to: "README.md")
        #expect(
            try await run(sample, "export").err
                == "The list has no line for day 11.\nWrote Journey/011/Readme.md.\n")
        #expect(try sample.contents("README.md").hasPrefix("```\n\(line)```\n"))
    }

    @Test(arguments: ["Journey", "Journey/011", "Journey/011/Readme.md", "README.md", "Templates"])
    func `a symbolic link is never followed`(name: String) async throws {
        let world = try #require(world)
        let sample = try sample()
        let outside = "\(world.directory)/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        let target = name.hasSuffix(".md") ? "\(outside)/file" : outside
        try Data("precious\n".utf8).write(to: URL(fileURLWithPath: "\(outside)/file"))
        try sample.link(name, to: target)
        for command in ["export", "status", "import"] {
            let run = try await run(sample, command)
            #expect(
                run.status == .failed
                    && run.err.hasPrefix("hdoc: \(name) is a symbolic link, and hdoc does not follow"),
                "\(run)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == ["file"])
        #expect(try String(contentsOfFile: "\(outside)/file", encoding: .utf8) == "precious\n")
    }

    @Test func `a link in the list to a place outside is not followed`() async throws {
        let sample = try sample()
        let list =
            "- [ ] ☁️ 11 > [](../../outside/011/Readme.md)\n- [ ] ☁️ 11 > [](Journey/../../011/Readme.md)\n"
        try sample.write(list, to: "README.md")
        _ = try await run(sample, "export")
        #expect(
            try sample.changes().filter { !$0.hasPrefix("-") && !$0.hasPrefix("+") } == [
                "Journey/011/Readme.md"
            ])
        #expect(
            try !FileManager.default.contentsOfDirectory(atPath: #require(world).directory).contains(
                "011"))
    }

    @Test func `a pipe or a folder in the place of a file is an error`() async throws {
        let sample = try sample()
        try FileManager.default.createDirectory(
            atPath: "\(sample.path)/Journey/011/Readme.md", withIntermediateDirectories: true)
        #expect(
            try await run(sample, "export").err.hasPrefix(
                "hdoc: Journey/011/Readme.md is not a regular file"))
        let piped = try self.sample("piped")
        try FileManager.default.createDirectory(
            atPath: "\(piped.path)/Journey/011", withIntermediateDirectories: true)
        try #require(mkfifo("\(piped.path)/Journey/011/Readme.md", 0o600) == 0)
        #expect(
            try await run(piped, "status").err.hasPrefix(
                "hdoc: Journey/011/Readme.md is not a regular file"))
    }

    @Test func `a path that is no git repository is refused`() async throws {
        let world = try #require(world)
        for path in [world.directory, "\(world.directory)/absent"] {
            let run = try await world.run("journey", "export", "--repo", path)
            #expect(run.status == .failed && run.err.contains("is not in a git repository"), "\(run)")
        }
        #expect(
            try !FileManager.default.contentsOfDirectory(atPath: world.directory).contains("Journey"))
    }

    @Test func `a repository within a repository, and a path below it, are found`() async throws {
        let world = try #require(world)
        let sample = try sample()
        #expect(
            try await world.run("journey", "export", "--repo", "\(sample.path)/Templates").err
                == "Wrote Journey/011/Readme.md, README.md.\n")
        let outer = try JourneySample(in: world.directory, "outer")
        try outer.write(JourneySample.list, to: "inner/README.md")
        try outer.write(JourneySample.template, to: "inner/Journey/001/Readme.md")
        try outer.commit("Inner", at: "2026-11-02T10:00:00Z")
        let run = try await world.run("journey", "export", "--commit", "--repo", "\(outer.path)/inner")
        #expect(run.status == .done && run.err.hasSuffix("Committed Journey/011/Readme.md, README.md.\n"), "\(run)")
        #expect(
            try outer.git("show", "--name-only", "--format=").split(separator: "\n") == [
                "inner/Journey/011/Readme.md", "inner/README.md",
            ])
    }
}
