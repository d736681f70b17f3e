import Glibc
import HDOCClient

/// The post-commit hook that notes commits.
enum GitHook {
    /// The command of the hook. A failure must not disturb git, and git must not wait for it.
    static let line = "hdoc note --commit >/dev/null 2>&1 || :"

    static let script = """
        #!/bin/sh
        # Written by `hdoc note --install-hook`: adds each commit of yours to today's draft. Delete this file to stop that.
        command -v hdoc >/dev/null || exit 0
        # A rebase repeats commits that are noted already.
        for directory in rebase-merge rebase-apply; do
            [ ! -d "$(git rev-parse --git-path "$directory")" ] || exit 0
        done
        \(line)

        """

    /// Writes the hook, and returns its path. An existing file is never replaced.
    static func install(in repository: GitRepository) async throws -> String {
        let hooks = try await repository.hooks()
        guard hooks.isOwn else { throw GitError.hooksOutside(path: hooks.path) }
        let path = hooks.path + "/post-commit"
        do throws(FileError) {
            if mkdir(hooks.path, 0o777) != 0, errno != EEXIST { throw FileError(hooks.path, errno: errno) }
            let file = try OpenFile.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o777)
            defer { file.close() }
            try file.write(Array(script.utf8))
        } catch {
            if error.reason == .exists { throw GitError.hookExists(path: path) }
            throw GitError.hookNotWritten(path: path, detail: error.reason.text)
        }
        return path
    }
}
