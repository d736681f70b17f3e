import Foundation

/// A finished program: what it printed and how it ended.
struct Program {
    let output: String
    let errors: String
    /// The exit status; 128 and the signal's number where a signal ended it.
    let status: Int32

    struct CannotStart: Error { let code: Int32 }

    /// By `posix_spawn` and `waitpid`, with files for its streams: Foundation's `Process` waits for ever for a program
    /// that leaves a daemon behind, as tmux does.
    static func run(
        _ program: URL, _ arguments: [String], environment: [String: String]? = nil, input: String = ""
    ) throws -> Program {
        let base = NSTemporaryDirectory() + "hdoc-run-" + UUID().uuidString
        let files = [".in", ".out", ".err"].map { base + $0 }
        defer { for file in files { unlink(file) } }
        try Data(input.utf8).write(to: URL(fileURLWithPath: files[0]))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT, 0o600)
        // Whatever this process has open besides is not its business, nor that of a daemon that it leaves behind.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of the pool block every signal, and a program would inherit that: tmux could not even end.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let settings = environment ?? ProcessInfo.processInfo.environment
        var process: pid_t = 0
        let code = withCStrings([program.path] + arguments) { argv in
            withCStrings(settings.map { "\($0)=\($1)" }) { posix_spawn(&process, program.path, &actions, &attributes, argv, $0) }
        }
        guard code == 0 else { throw CannotStart(code: code) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        let text = files.map { String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self) }
        return Program(output: text[1], errors: text[2], status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F)
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(&pointers)
    }
}
