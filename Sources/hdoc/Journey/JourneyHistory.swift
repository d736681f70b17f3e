import FoundationEssentials
import HDOCModels

/// What git knows of the files of a journey repository. Paths are relative to it.
struct JourneyHistory {
    let git: GitProgram
    let templates: TemplateLines

    /// When somebody first wrote the text of a file, whatever the case of its name. Nil if no commit has it.
    func firstWritten(_ path: String) async throws -> Date? {
        let outcome = try await git.run([
            "log", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=%x1e%at%x1f",
            "--no-show-signature", "--no-color",
            "--", ":(icase,literal)\(path)",
        ])
        guard outcome.status == 0 else { return nil }
        for record in outcome.output.split(separator: 0x1E) {
            let parts = record.split(separator: 0x1F, maxSplits: 1)
            guard parts.count == 2, let seconds = Double(String(decoding: parts[0], as: UTF8.self)) else {
                continue
            }
            for blob in Self.newBlobs(parts[1]) where try await isWritten(blob) {
                return Date(timeIntervalSince1970: seconds)
            }
        }
        return nil
    }

    /// The files among these that differ from the last commit, in the index or in the working tree.
    func changed(_ paths: [String]) async throws -> Set<String> {
        let outcome = try await git.run(
            ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"]
                + paths.map(Self.literal))
        guard outcome.status == 0 else {
            throw ProgramError.failed("git", complaint: outcome.complaint)
        }
        let prefix = try await git.line("rev-parse", "--show-prefix") ?? ""
        // Each record is two letters, a space, and a path relative to the top of the working tree.
        let all = outcome.output.split(separator: 0).map { String(decoding: $0.dropFirst(3), as: UTF8.self) }
        return Set(all.compactMap { $0.afterBytes(of: prefix).map(String.init) })
    }

    /// The content of a file in the last commit; nil if it is not there.
    func committed(_ path: String) async throws -> [UInt8]? {
        let outcome = try await git.run(["cat-file", "blob", "HEAD:./\(path)"])
        return outcome.status == 0 ? outcome.output : nil
    }

    /// What git is in the middle of, such as a merge; nil if nothing.
    func unfinishedOperation() async throws -> String? {
        let marks = [
            ("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
            ("rebase-merge", "rebase"),
            ("rebase-apply", "rebase"),
        ]
        for (name, operation) in marks {
            guard let path = try await git.line("rev-parse", "--path-format=absolute", "--git-path", name)
            else { continue }
            if FileManager.default.fileExists(atPath: path) { return operation }
        }
        return nil
    }

    /// Commits these files alone. Other changes stay as they are, also those in the index.
    func commit(_ paths: [String], message: String) async throws {
        let files = paths.map(Self.literal)
        for arguments in [
            ["add", "--"] + files, ["commit", "--quiet", "--only", "-m", message, "--"] + files,
        ] {
            let outcome = try await git.run(arguments)
            guard outcome.status == 0 else { throw JourneyError.notCommitted(detail: outcome.complaint) }
        }
    }

    /// The difference between a file and its new content, as `git diff` shows it.
    func difference(of path: String, isNew: Bool, to bytes: [UInt8]) async throws -> String {
        let outcome = try await git.run(
            [
                "diff", "--no-index", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--",
                isNew ? "/dev/null" : path, "-",
            ],
            input: bytes)
        // 1 means that there are differences.
        guard outcome.status <= 1 else {
            throw ProgramError.failed("git", complaint: outcome.complaint)
        }
        let hunks = outcome.text.split(separator: "\n", omittingEmptySubsequences: false).drop {
            !$0.hasPrefix("@@")
        }
        return (["--- \(isNew ? "/dev/null" : "a/" + path)", "+++ b/\(path)"] + hunks.map(String.init))
            .joined(separator: "\n")
    }

    private func isWritten(_ blob: String) async throws -> Bool {
        let outcome = try await git.run(["cat-file", "blob", blob])
        return outcome.status == 0 && !DayDocument.isUnwritten(outcome.text, templates: templates)
    }

    /// The hashes of the new contents in the output of `git log --raw -z`: `:100644 100644 OLD NEW M`.
    private static func newBlobs(_ output: some Collection<UInt8>) -> [String] {
        output.split(separator: 0).compactMap { field in
            let words = String(decoding: field.drop { $0 == UInt8(ascii: "\n") }, as: UTF8.self).split(
                separator: " ")
            guard words.count == 5, words[0].hasPrefix(":"), words[3].contains(where: { $0 != "0" })
            else { return nil }
            return String(words[3])
        }
    }

    private static func literal(_ path: String) -> String { ":(literal)" + path }
}
