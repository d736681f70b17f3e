import Foundation
import HDOCModels
import TestKit
import Testing

/// A copy of the community's journey repository: a README with its list of a hundred days, templates, and the sample of day 1.
struct JourneySample {
    let path: String
    private let home: String

    static let template = """
        <!-- This is a template you can use for quick progress days. -->

        # New post title here

        ## Cloud Research

        - ✍️ Document what you tried.

        ## Social Proof

        ✍️ Show that you shared your process

        [link](link)

        """

    static var list: String {
        Chapter.all.map { chapter in
            "## \(chapter.title)\n\n"
                + chapter.days.map {
                    "- [ ] ☁️ \($0) > [\($0 == 1 ? "My First Day" : "")](Journey/\(DayFolder.name($0))/Readme.md)\n"
                }.joined()
        }.joined(separator: "\n")
    }

    static let head = """
        <p align="center">
          <img src="banner.png">
        </p>

        ## The Challenge
        1. Read about the challenge  \n
        - [Twitter](https://twitter.com/username)


        """

    init(
        in home: String, _ name: String = "days", lineEnd: String = "\n", files: [String: String] = [:]
    ) throws {
        (path, self.home) = ("\(home)/\(name)", home)
        try write(Self.head + Self.list, to: "README.md", lineEnd: lineEnd)
        try write(Self.template, to: "Templates/000-DAY-ARTICLE-MICRO-TEMPLATE.md", lineEnd: lineEnd)
        try write(Self.template, to: "Journey/001/Readme.md", lineEnd: lineEnd)
        for (path, text) in files { try write(text, to: path) }
        try git("init", "--quiet", "--initial-branch=main")
        try git("config", "user.email", "ada@example.org")
        try git("config", "user.name", "Ada")
        try git("config", "core.autocrlf", "false")
        try commit("Start", at: "2026-11-01T10:00:00Z")
    }

    func write(_ text: String, to name: String, lineEnd: String = "\n") throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.replacingOccurrences(of: "\n", with: lineEnd).utf8).write(to: file)
    }

    func contents(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: "\(path)/\(name)").deletingLastPathComponent(),
            withIntermediateDirectories: true)
        try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    @discardableResult
    func git(at instant: String = "2026-11-23T10:00:00Z", _ arguments: String...) throws -> String {
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/git"), ["-C", path] + arguments,
            environment: [
                "HOME": home, "GIT_AUTHOR_DATE": instant, "GIT_COMMITTER_DATE": instant,
                "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin",
            ])
        try #require(run.status == 0, "git \(arguments): \(run.errors)")
        return run.output
    }

    func commit(_ message: String, at instant: String) throws {
        try git("add", "--all")
        try git(at: instant, "commit", "--quiet", "-m", message)
    }

    /// The lines that `git diff` shows as removed and added, and the names of new files.
    func changes() throws -> [String] {
        let lines = try git("diff", "--unified=0").split(separator: "\n").map(String.init)
        let new = try git("ls-files", "--others", "--exclude-standard").split(separator: "\n").map(
            String.init)
        return lines.filter {
            ($0.hasPrefix("+") || $0.hasPrefix("-")) && !$0.hasPrefix("+++") && !$0.hasPrefix("---")
        } + new
    }
}

/// The names of the days' folders, as the community writes them.
enum DayFolder {
    static func name(_ day: Int) -> String {
        String(("00" + String(day)).suffix(max(3, String(day).count)))
    }
}
