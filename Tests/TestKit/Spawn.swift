import Foundation

/// Starts programs with `posix_spawn`. Foundation's `Process` waits forever for a program that leaves a daemon behind, as tmux does.
/// It also passes on the blocked signals of the pool's threads, so that SIGTERM does not end the program.
public enum Spawn {
    public enum Stream: Sendable {
        case file(String, flags: Int32)
        case descriptor(Int32)
        public static let null = file("/dev/null", flags: O_RDWR)
    }

    struct CannotStart: Error {
        let program: String
        let code: Int32
    }

    /// Starts a program and returns its process id.
    /// - Parameter streams: standard input, output and error. The program inherits no other descriptor, because an inherited socket
    ///   of another test would keep that test's port open.
    public static func start(
        _ program: String, _ arguments: [String], environment: [String: String]?, streams: [Stream]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            switch stream {
            case .file(let path, let flags): posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0o600)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            }
        }
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let own = ProcessInfo.processInfo.environment
        let settings = (environment ?? own).merging(Sanitizer.settings) { $1 }
        var process: pid_t = 0
        let code = withCStrings([program] + arguments) { argv in
            withCStrings(settings.map { "\($0)=\($1)" }) { posix_spawn(&process, program, &actions, &attributes, argv, $0) }
        }
        guard code == 0 else { throw CannotStart(program: program, code: code) }
        return process
    }

    /// Waits until the process ends, and returns its exit status, or 128 plus the signal's number if a signal ended it.
    @discardableResult
    public static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(&pointers)
    }
}
