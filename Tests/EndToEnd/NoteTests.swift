import Foundation
import TestKit
import Testing

@Suite("Notes of several processes, and after a kill", .ownThreads, .timeLimit(.hang))
struct NoteTests {
    private let world: World

    init() throws {
        world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
    }

    /// The notes in the drafts, one text for each draft.
    private func drafts() throws -> [String] {
        struct Row: Decodable {
            let id: String
            let body: String?
        }
        let list = try JSONDecoder().decode([Row].self, from: Data(try world.hdoc("outbox", "--json").output.utf8))
        return try list.map { row in
            try JSONDecoder().decode(Row.self, from: Data(try world.hdoc("outbox", "show", row.id, "--json").output.utf8)).body ?? ""
        }
    }

    @Test func `notes of twelve processes at once are all in one draft`() async throws {
        let environment = world.environment
        let runs = try await withThrowingTaskGroup(of: Program.self) { group in
            for number in 1...12 {
                group.addTask { try Program.run(World.hdoc, ["note", "Note \(number)."], environment: environment) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for run in runs { #expect(run.status == 0, "\(run)") }
        let drafts = try drafts()
        #expect(drafts.count == 1)
        for number in 1...12 { #expect(drafts.first?.components(separatedBy: "- Note \(number).\n").count == 2, "\(number): \(drafts)") }
    }

    @Test func `notes that were confirmed survive SIGKILL of the next ones`() throws {
        var random = SystemRandomNumberGenerator()
        var confirmed: [Int] = []
        for number in 1...15 {
            let path = world.path("said")
            let process = try Spawn.start(
                World.hdoc.path, ["note", "Note \(number)."], environment: world.environment,
                streams: [.null, .null, .file(path, flags: O_WRONLY | O_CREAT | O_TRUNC)])
            if number % 3 > 0 { usleep(UInt32.random(in: 1_000...120_000, using: &random)); kill(process, SIGKILL) }
            let status = Spawn.wait(process)
            if status == 0 || (try? world.contents("said").contains("Noted")) == true { confirmed.append(number) }
        }
        let drafts = try drafts()
        #expect(drafts.count == 1 && confirmed.count >= 5)
        for number in confirmed { #expect(drafts.first?.contains("- Note \(number).\n") == true, "\(number): \(drafts)") }
    }

    @Test func `a commit in a repository with the hook is noted, and a rebase does not note it again`() throws {
        try FileManager.default.createDirectory(atPath: world.path("bin"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: world.path("queues"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: world.path("bin/hdoc"), withDestinationPath: World.hdoc.path)
        var environment = world.environment
        environment["PATH"] = world.path("bin") + ":" + (environment["PATH"] ?? "")
        let script = """
            set -e
            cd '\(world.path("queues"))'
            git init -q -b main; git config user.email ada@example.org; git config user.name Ada
            git commit -q --allow-empty -m 'Before the hook'
            hdoc note --install-hook
            echo 1 >a; git add a; git commit -q -m 'Add queues'
            git checkout -q -b side HEAD^; echo 2 >b; git add b; git commit -q -m 'Add topics'
            git rebase -q main
            HDOC_STAGE=absent git commit -q --allow-empty -m 'hdoc fails, git does not'
            PATH=/usr/bin:/bin git commit -q --allow-empty -m 'Without hdoc'
            """
        let run = try Program.run(URL(fileURLWithPath: "/bin/sh"), ["-c", script], environment: environment)
        #expect(run.status == 0, "\(run)")
        #expect(try drafts() == ["- queues: Add queues\n- queues: Add topics\n"])
    }
}
