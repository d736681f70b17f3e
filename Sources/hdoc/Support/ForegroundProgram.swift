import FoundationEssentials
import Glibc
import HDOCClient
import HDOCTUI
import TerminalKit

/// Runs a program, such as an editor, on this terminal and waits until it ends. The program is started with its arguments directly,
/// never through a shell.
enum ForegroundProgram {
    static func run(_ arguments: [String]) async throws -> Int32 {
        let process = try spawn(arguments)
        // While the editor runs, the editor handles Ctrl-C, and hdoc ignores it.
        return await Interruption.suspended { await wait(process) }
    }

    private static func spawn(_ arguments: [String]) throws(EditorError) -> pid_t {
        guard let program = arguments.first else { throw .noEditor }
        let (process, code) = ChildProcess.start(program, arguments) { actions in
            // `hdoc log --json > file` still shows the editor on the terminal.
            if isatty(1) == 0, isatty(2) == 1 { posix_spawn_file_actions_adddup2(&actions, 2, 1) }
        }
        guard code == 0 else { throw .notStarted(program, detail: String(cString: strerror(code))) }
        return process
    }

    private static func wait(_ process: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            DetachedThread.start { continuation.resume(returning: ChildProcess.wait(process)) }
        }
    }
}
