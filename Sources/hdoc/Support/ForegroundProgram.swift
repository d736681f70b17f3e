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
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // `hdoc log --json > file` still shows the editor on the terminal.
        if isatty(1) == 0, isatty(2) == 1 { posix_spawn_file_actions_adddup2(&actions, 2, 1) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The editor must not inherit the signal settings of hdoc: the threads of the Swift runtime block nearly every signal, and hdoc
        // ignores SIGPIPE. With those settings the editor would notice neither Ctrl-C nor a new window size.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // The program must not inherit locks and sockets.
        InheritedDescriptors.close(&actions)

        var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { vector.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, program, &actions, &attributes, &vector, environ)
        guard code == 0 else { throw .notStarted(program, detail: String(cString: strerror(code))) }
        return process
    }

    private static func wait(_ process: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            DetachedThread.start {
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                // The shell's convention: 128 plus the signal, if a signal ended the program.
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
            }
        }
    }
}
