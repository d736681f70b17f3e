import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// A git repository on this machine, read with git itself. Its configuration may come from somebody else, so settings that start
/// programs are switched off.
struct GitRepository: Sendable {
    /// The top directory of the working tree.
    let path: String
    /// The configured `user.email`.
    let email: String
    /// The repository's page, from the address of the remote `origin`.
    let forge: ForgeLink?
    private let git: GitProgram

    /// The name of the directory.
    var name: String { path.split(atByte: "/").last.map(String.init) ?? path }

    /// Of all branches, newest first. git's `--since` would stop at the first older commit, although newer ones may come after it.
    private static let mostCommits = 5_000

    /// Opens the repository that contains a directory.
    static func open(_ path: String, _ context: CommandContext) async throws -> GitRepository {
        let (top, git) = try await top(of: path, context)
        return try await GitRepository(top: top, git: GitProgram(directory: top, environment: git.environment))
    }

    /// The top directory of the working tree that contains a directory, and git in that directory.
    static func top(of path: String, _ context: CommandContext) async throws -> (path: String, git: GitProgram) {
        var environment = context.environment
        // A hook has variables that name its own repository. They do not apply to a path that somebody gave.
        if path != "." { for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] { environment[name] = nil } }
        let git = GitProgram(directory: path, environment: environment)
        guard let top = try await git.line("rev-parse", "--show-toplevel") else { throw GitError.noRepository(path) }
        return (top, git)
    }

    /// The repository that contains a directory; if there is none, the repositories directly below it.
    static func find(_ path: String, _ context: CommandContext) async throws -> [GitRepository] {
        do {
            return [try await open(path, context)]
        } catch GitError.noRepository(let path) {
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
            var found: [GitRepository] = []
            for name in names where FileInfo("\(path)/\(name)/.git") != nil { found.append(try await open("\(path)/\(name)", context)) }
            if found.isEmpty { throw GitError.noRepository(path) }
            return found
        }
    }

    private init(top: String, git: GitProgram) async throws {
        (path, self.git) = (top, git)
        guard let email = try await git.line("config", "--get", "user.email"), !email.isBlank else { throw GitError.noEmail(top) }
        self.email = email
        forge = try await git.line("config", "--get", "remote.origin.url").flatMap { ForgeLink(remote: $0) }
    }

    /// The configured user's own commits of a date on all local branches, oldest first. Merges are left out.
    func ownCommits(on date: CalendarDay, _ calendar: JourneyCalendar) async throws -> CommitGroup {
        let (begin, end) = (calendar.end(of: date.adding(days: -1)), calendar.end(of: date))
        let output = try await log(["--branches", "--no-merges", "--max-count=\(Self.mostCommits)", "HEAD", "--"])
        let commits = output.filter { isOwn($0) && begin <= $0.authoredAt && $0.authoredAt < end }.sorted { $0.authoredAt < $1.authoredAt }
        return CommitGroup(name: name, forge: forge, commits: commits)
    }

    /// The last commit; nil if it is not the configured user's own, or if there is none.
    func lastOwnCommit() async throws -> GitCommit? {
        try await log(["--max-count=1", "HEAD", "--"]).first.flatMap { isOwn($0) ? $0 : nil }
    }

    func markdown(_ commit: GitCommit) -> String { CommitGroup.markdown(commit, forge: forge) }

    /// The directory of the repository's hooks, and whether it is part of this repository.
    func hooks() async throws -> (path: String, isOwn: Bool) {
        let absolute = ["rev-parse", "--path-format=absolute"]
        guard let hooks = try await git.line(absolute + ["--git-path", "hooks"]),
            let common = try await git.line(absolute + ["--git-common-dir"])
        else { throw GitError.noRepository(path) }
        return (hooks, [common, path].contains { hooks.beginsWithBytes(of: $0 + "/") })
    }

    private func isOwn(_ commit: GitCommit) -> Bool { commit.email.isSameIgnoringASCIICase(as: email) }

    private func log(_ arguments: [String]) async throws -> [GitCommit] {
        let options = ["log", "-z", "--format=\(GitCommit.format)", "--no-show-signature", "--no-mailmap", "--no-color", "--no-patch"]
        let outcome = try await git.run(options + arguments)
        // A repository without a commit has no HEAD.
        if outcome.status != 0, try await git.line("rev-parse", "--verify", "--quiet", "HEAD") == nil { return [] }
        guard outcome.status == 0 else { throw ProgramError.failed("git", complaint: outcome.complaint) }
        return GitCommit.read(outcome.output)
    }
}

/// Runs git in a directory.
struct GitProgram: Sendable {
    let directory: String
    let environment: [String: String]

    /// Settings of a repository that could start a program or change the output.
    private static let safety = [
        "core.fsmonitor=false", "core.pager=cat", "log.showSignature=false", "i18n.logOutputEncoding=UTF-8", "core.quotePath=false",
    ]

    func run(_ arguments: [String], input: [UInt8] = []) async throws(ProgramError) -> CapturedProgram.Outcome {
        let settings = Self.safety.flatMap { ["-c", $0] }
        let environment = environment.merging(["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"]) { $1 }
        return try await CapturedProgram.run(
            ["git", "-C", directory, "--no-pager"] + settings + arguments, input: input, environment: environment)
    }

    /// What git prints, without the line break at its end; nil if git reports an error.
    func line(_ arguments: [String]) async throws(ProgramError) -> String? {
        let outcome = try await run(arguments)
        guard outcome.status == 0 else { return nil }
        return outcome.text.hasSuffix("\n") ? String(outcome.text.dropLast()) : outcome.text
    }

    func line(_ arguments: String...) async throws(ProgramError) -> String? { try await line(arguments) }
}

/// Why commits cannot be read, or a hook cannot be installed.
enum GitError: Error, Sendable, Equatable {
    case noRepository(String)
    case noEmail(String)
    case noCommits(CalendarDay, email: String, repositories: [String])
    /// The repository has a post-commit hook already.
    case hookExists(path: String)
    /// The repository uses the hooks of a directory outside.
    case hooksOutside(path: String)
    /// The hook cannot be written. `detail` is the system's message.
    case hookNotWritten(path: String, detail: String)
}

extension GitError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .noRepository(let path): ErrorDescription("\(path) is not in a git repository", "Give the path of a repository.")
        case .noEmail(let path):
            ErrorDescription(
                "Git does not know which commits in \(path) are yours", "Set your address: `git config --global user.email ADDRESS`.")
        case .noCommits(let date, let email, let names):
            ErrorDescription("There is no commit by \(email) on \(date) in \(names.joined(separator: ", "))")
        case .hookExists(let path):
            ErrorDescription(
                "There is a hook already, and hdoc leaves it as it is: \(path)", "To note commits, add this line to it: `\(GitHook.line)`")
        case .hooksOutside(let path):
            ErrorDescription(
                "The setting core.hooksPath names a directory outside this repository: \(path)",
                "To note the commits of all repositories that use it, add this line to its post-commit hook: `\(GitHook.line)`")
        case .hookNotWritten(let path, let detail): ErrorDescription("\(path) could not be written: \(detail)")
        }
    }
}
