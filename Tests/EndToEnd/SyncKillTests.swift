import Foundation
import TestKit
import Testing

/// Kills `hdoc sync` while it fetches and stores a list in pages, and looks at what it leaves.
@Suite("A sync that is killed", .ownThreads, .timeLimit(.hang))
struct SyncKillTests {
    /// The users of the stage. They fill eight pages of 500, and the malformed ones another.
    private static let users = "4000"

    /// What a killed sync has left in the cache.
    private struct Remains: Decodable, Equatable {
        /// `ok`, or what `PRAGMA integrity_check` says.
        var integrity = ""
        /// The complete pages that are stored.
        var pages = 0
        /// The users that are stored.
        var users = 0
        /// Whether the whole list is stored.
        var isComplete = false
    }

    private let world: World

    init() throws {
        world = try World()
        try world.startBackend("--users", Self.users)
    }

    // MARK: While the next page is awaited

    @Test(arguments: [4, 7]) func `a sync that is killed while it waits for a page keeps the pages before`(page: Int) async throws {
        world.stopBackend()
        try world.startBackend("--users", Self.users, "--fault", "GET /users: hang, after \(page)")
        let sync = try Companion(World.hdoc.path, ["sync"], environment: environment("home"), end: .kill)
        while try remains("home").pages < page / 2 { await Task.yield() }
        sync.stop()
        let remains = try remains("home")
        #expect(remains.integrity == "ok" && remains.pages <= page && remains.users >= 500 * remains.pages - 100, "\(remains)")
        world.stopBackend()
        try world.startBackend("--users", Self.users)
        try expectRest(after: remains, "home")
    }

    // MARK: At a system call

    /// The numbers count the calls of each thread. They are so small that one thread reaches them, however the threads share the work.
    @Test(
        .enabled(if: !Sanitizer.isOn, "The program must make no system calls but its own."),
        arguments: [("pwrite64", 3), ("pwrite64", 60), ("pwrite64", 200), ("fdatasync", 2), ("unlink", 2)])
    func `a sync that is killed at any call of the system damages nothing`(call: String, number: Int) async throws {
        let inject = ["-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)"]
        let killed = try Program.run(
            URL(fileURLWithPath: "/usr/bin/strace"), ["-f", "-qq", "-o", "/dev/null"] + inject + [World.hdoc.path, "sync"],
            environment: environment("home"))
        #expect(killed.status == 128 + SIGKILL, "\(killed)")
        let remains = try remains("home")
        #expect(remains.integrity == "ok" && remains.users >= 500 * remains.pages - 100, "\(remains)")
        try expectRest(after: remains, "home")
    }

    // MARK: What must be true

    /// Synchronises again: asks for the pages that are missing, and has the same users as somebody who was not interrupted.
    private func expectRest(after remains: Remains, _ home: String) throws {
        let (whole, rest) = (try requestsOfSync("whole"), try requestsOfSync(home))
        #expect(whole > 8 && rest == (remains.isComplete ? 1 : whole - remains.pages), "\(rest) of \(whole) requests after \(remains)")
        #expect(try self.remains(home).integrity == "ok")
        let (list, expected) = (try list(home), try list("whole"))
        #expect(list == expected && expected.utf8.count > 1_000_000)
    }

    /// Synchronises, and returns the number of requests for the list of users.
    private func requestsOfSync(_ home: String) throws -> Int {
        let log = world.path(home) + "/state/hdoc/hdoc.log"
        try? FileManager.default.removeItem(atPath: log)
        let sync = try Program.run(World.hdoc, ["sync"], environment: environment(home))
        #expect(sync.status == 0, "\(sync)")
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").filter {
            $0.contains("GET /Prod/users → 200") || $0.contains("GET /Prod/users?")
        }.count
    }

    private func environment(_ home: String) -> [String: String] {
        world.environment(in: world.path(home)).merging(["HDOC_LOG": "debug"]) { $1 }
    }

    private func list(_ home: String) throws -> String {
        let users = try Program.run(World.hdoc, ["users", "--json", "--offline", "--sort", "handle"], environment: environment(home))
        #expect(users.status == 0, "\(users.errors)")
        return users.output
    }

    /// Reads a copy, because SQLite would mend the files.
    private func remains(_ home: String) throws -> Remains {
        let program = """
            import glob, json, pathlib, shutil, sqlite3, sys, tempfile
            with tempfile.TemporaryDirectory() as directory:
                for file in glob.glob(sys.argv[1] + "*"):
                    if not file.endswith("-shm"): shutil.copy(file, directory)
                rest = {"integrity": "ok", "pages": 0, "users": 0, "isComplete": False}
                copy = pathlib.Path(directory, pathlib.Path(sys.argv[1]).name)
                if copy.exists():
                    database = sqlite3.connect(copy)
                    rest["integrity"] = database.execute("PRAGMA integrity_check").fetchone()[0]
                    tables = [name for name, in database.execute("SELECT name FROM sqlite_schema")]
                    if "list_memory" in tables:
                        rest["users"], = database.execute("SELECT count(*) FROM journeyer").fetchone()
                        for tally, changes in database.execute("SELECT tally, changes FROM list_memory WHERE name = 'journeyers'"):
                            rest["pages"] = json.loads(tally)["pages"] if tally else 0
                            rest["isComplete"] = changes is not None
                print(json.dumps(rest))
            """
        let database = world.path(home) + "/cache/hdoc/dev.sqlite"
        let run = try Program.run(URL(fileURLWithPath: Checkout.python), ["-c", program, database])
        return try JSONDecoder().decode(Remains.self, from: Data(run.output.utf8))
    }
}
