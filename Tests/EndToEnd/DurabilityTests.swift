import Foundation
import TestKit
import Testing

@Suite("Durability, concurrent processes and idle screens", .ownThreads, .timeLimit(.hang))
struct DurabilityTests {
    private let world: World

    init() throws { world = try World.signedIn() }

    /// The system calls of `hdoc log`, as strace prints them, with the names of files.
    private func calls() async throws -> [Substring] {
        let log = world.path("strace")
        let trace = ["-f", "-qq", "-y", "-s", "200", "-o", log, "-e", "trace=pwrite64,write,fdatasync,fsync,unlink"]
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/strace"), trace + [World.hdoc.path, "log", "On disk"], environment: world.environment)
        #expect(run.status == 6 && run.output.contains("queued"), "\(run)")
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
    }

    @Test func `hdoc prints that an entry is queued only after the database and its directory are synced to the disk`() async throws {
        world.stopBackend()
        let calls = try await calls()
        func last(_ name: String, _ file: String, before end: Int) -> Int? {
            calls[..<end].lastIndex { $0.contains(" \(name)(") && $0.contains(file) }
        }
        let said = try #require(calls.firstIndex { $0.contains(" write(1<") && $0.contains("queued") })
        let written = try #require(last("pwrite64", "dev.outbox.sqlite>", before: said))
        let synced = try #require(last("fdatasync", "dev.outbox.sqlite>", before: said))
        let committed = try #require(last("unlink", "dev.outbox.sqlite-journal", before: said))
        let named = try #require(last("fdatasync", "/data/hdoc>", before: said) ?? last("fsync", "/data/hdoc>", before: said))
        #expect(written < synced && synced < committed && committed < named && named < said)
    }

    @Test func `commands that run at the same time wait for each other, and none reports a lock`() async throws {
        let environment = world.environment
        @Sendable func hdoc(_ arguments: String...) async throws -> Program {
            try Program.run(World.hdoc, arguments, environment: environment)
        }
        let runs = try await withThrowingTaskGroup(of: Program.self) { group in
            for number in 1...4 {
                group.addTask { try await hdoc("log", "--draft", "--day", "\(100 + number)", "Draft \(number)") }
                group.addTask { try await hdoc("log", "--day", "\(200 + number)", "Post \(number)") }
                group.addTask { try await hdoc(number % 2 == 0 ? "sync" : "outbox") }
                group.addTask { try await hdoc("users", "--search", "ad") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for run in runs {
            // Status 6: another process was sending at that moment. It sends this entry too, or the entry stays in the outbox.
            #expect([0, 6].contains(run.status), "\(run)")
            #expect(!run.errors.contains("locked") && !run.errors.contains("in use"), "\(run.errors)")
        }
        _ = try world.hdoc("outbox", "send")
        let articles = try world.hdoc("articles", "--author", "me", "--json").output
        for number in 1...4 { #expect(articles.components(separatedBy: "\"Post \(number)\"").count == 2, "sent exactly once") }
    }

    /// As many keys as somebody presses in a day. script/soak takes half an hour, with faults of the stage.
    @Test(.enabled(if: !Sanitizer.isOn, "A checker has memory of its own."))
    func `the memory does not grow in a day of use`() async throws {
        let terminal = try world.terminal()
        try await terminal.wait(for: "write day 24")
        let table = ProcessTable(world: world)
        let hdoc = try #require(table.hdoc)
        func use(_ rounds: Int) async throws -> Int {
            for round in 1...rounds {
                try terminal.type("2jjksS/ada")
                try terminal.press("Escape", "Escape")
                try terminal.type("3jkG/1")
                try terminal.press("Escape")
                try terminal.type("4jj5j6j1jk?")
                try terminal.press("Escape")
                // The word shows that all keys before it were read.
                try terminal.type("2/round\(round)")
                try await terminal.wait(for: "/round\(round)")
                try terminal.press("Escape", "Escape")
            }
            return table.memory(of: hdoc)
        }
        let warm = try await use(60)
        let used = try await use(120)
        #expect(used - warm < 2048, "\(warm) KiB, then \(used) KiB")
    }

    @Test(.enabled(if: !Sanitizer.isOn, "A checker has threads that wake up."))
    func `no thread wakes up for 10 seconds on any screen while nothing happens`() async throws {
        let terminal = try world.terminal()
        try await terminal.wait(for: "write day 24")
        let table = ProcessTable(world: world)
        let hdoc = try #require(table.hdoc)
        for screen in 1...6 {
            try terminal.press("\(screen)")
            // Started work must end first, which takes longer on a loaded machine, and a shown age or time changes once a minute. A program
            // that polls would never be quiet.
            var wakings: [Int] = []
            repeat {
                let before = table.wakings(of: hdoc)
                try await Task.sleep(for: .seconds(10))
                wakings.append(table.wakings(of: hdoc) - before)
            } while wakings.last != 0 && wakings.count < 5
            #expect(wakings.last == 0, "screen \(screen): \(wakings)")
        }
    }
}
