import FoundationEssentials
import Glibc
import HDOCClient

/// Starts other programs with their arguments directly, never through a shell, and waits until they end.
enum ChildProcess {
    /// Starts a program.
    /// - Parameters:
    ///   - program: a path, or a name to look up in the `PATH` of hdoc.
    ///   - environment: nil means that of hdoc.
    ///   - hasTerminal: whether the program may use the terminal of hdoc. Otherwise it cannot even open `/dev/tty`, so that it
    ///     neither draws over the screens nor takes keys.
    ///   - streams: sets the program's standard input, output and error; by default, it shares those of hdoc.
    /// - Returns: the process, or the error number of the system.
    static func start(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, hasTerminal: Bool = true,
        streams: (inout posix_spawn_file_actions_t) -> Void = { _ in }
    ) -> (process: pid_t, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        streams(&actions)
        // The program must not inherit locks and sockets.
        InheritedDescriptors.close(&actions)
        resetSignals(&attributes)
        let session = hasTerminal ? 0 : newSession
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | session))
        var vector = arguments.map { strdup($0) } + [nil]
        var variables = (environment ?? [:]).map { strdup("\($0)=\($1)") } + [nil]
        defer { (vector + variables).forEach { free($0) } }
        var process: pid_t = 0
        let code =
            environment == nil
            ? posix_spawnp(&process, program, &actions, &attributes, &vector, environ)
            : posix_spawnp(&process, program, &actions, &attributes, &vector, &variables)
        return (process, code)
    }

    /// `POSIX_SPAWN_SETSID` of `<spawn.h>`, which Swift does not import: the program begins a session without a terminal.
    private static let newSession: Int32 = 0x80

    /// Waits until a program has ended. Returns its exit status; as in a shell, 128 plus the signal if a signal ended it. Blocks the
    /// thread.
    static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Gives the program no blocked signals, and the default handling of every signal. The threads of the Swift runtime block nearly
    /// every signal, and hdoc ignores SIGPIPE. With those settings an editor would notice neither Ctrl-C nor a new window size.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
    }
}
