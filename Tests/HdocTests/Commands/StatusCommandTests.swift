import Foundation
import HDOCClient
import HDOCModels
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("hdoc status", .serialized, .timeLimit(.hang))
struct StatusCommandTests {
    /// Ada's last posted day is day 23, one day before.
    private func machine() async throws -> Machine {
        let machine = try await Machine(at: "2026-11-23T12:00:00Z", zone: "UTC")
        try #require(await machine.hdoc("login").status == .done)
        try #require(await machine.hdoc("sync").status == .done)
        return machine
    }

    /// The names, times and contents of all files below a directory, without the backend's.
    private func files(_ directory: String) throws -> [String: String] {
        let names = try #require(FileManager.default.enumerator(atPath: directory)).compactMap { $0 as? String }
        return try Dictionary(
            uniqueKeysWithValues: names.filter { !$0.hasPrefix("backend") }.map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
                let content = FileManager.default.contents(atPath: "\(directory)/\(name)")?.hashValue ?? 0
                return (name, "\(attributes[.modificationDate] ?? "") \(attributes[.systemFileNumber] ?? "") \(content)")
            })
    }

    @Test func `it prints the days of the cache and the outbox, and agrees with the screens`() async throws {
        let machine = try await machine()
        let client = try machine.client()
        let before = try client.journey(today: try #require(CalendarDay("2026-11-23")))
        #expect(await machine.hdoc("status").out == "Day 23 of 100, streak \(before.streak.current) days, at risk: 12 h left\n")
        await machine.stopBackend()
        #expect(await machine.hdoc("log", "Kept").status == .kept)
        let after = try client.journey(today: try #require(CalendarDay("2026-11-23")))
        #expect(after.streak.current == before.streak.current + 1)
        #expect(
            await machine.hdoc("status").out
                == "Day 24 of 100, streak \(after.streak.current) days, today is logged, 1 entry queued\n")
        let format = "{day}|{next_day}|{days_logged}|{streak}|{longest_streak}|{risk}|{logged}|{hours_left}|{time_left}|{queued}|{unknown}"
        #expect(
            await machine.hdoc("status", "--format", format + "|{rejected}|{drafts}|{date}|{day_ends}|{stage}|{handle}").out
                == "24|25|\(after.daysLogged)|\(after.streak.current)|\(after.streak.longest)||logged|12|12 h|1|0|0|0|2026-11-23|00:00"
                + "|dev|ada\n")
        #expect(await machine.hdoc("status", "--format", "{{x}} {queued:↑}{risk:!}{logged:✓} {rejected:?}").out == "{x} ↑✓ \n")
    }

    @Test func `with --json it prints every field`() async throws {
        let machine = try await machine()
        try machine.configure(#"day_ends = "04:00""#)
        let run = await machine.hdoc("status", "--json")
        let members = try #require(try JSONParser.read(run.out.utf8).object)
        #expect(Set(members.keys) == Set(StatusField.allCases.map(\.rawValue)))
        #expect(members["day"]?.integer == 23 && members["risk"] == .bool(true) && members["logged"] == .bool(false))
        #expect(members["day_ends"] == .string("2026-11-24T04:00:00.000Z") && members["hours_left"]?.integer == 16)
        await machine.stopBackend()
    }

    @Test func `the handle of the session is used if the configuration has none`() async throws {
        let machine = try await machine()
        await machine.stopBackend()
        let path = "\(machine.directory)/config.toml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing("handle = \"ada\"", with: "").utf8).write(to: URL(fileURLWithPath: path))
        #expect(await machine.hdoc("status", "--format", "{handle} {day}").out == "ada 23\n")
        try Data(text.replacing("handle = \"ada\"", with: "client_id = \"other\"").replacing(/client_id = "(?!other).*/, with: "").utf8)
            .write(to: URL(fileURLWithPath: path))
        #expect(await machine.hdoc("status", "--format", "{handle} {day}").out == " 0\n", "a session of another client")
    }

    @Test func `it works without any file, and creates none`() async throws {
        let world = try CommandWorld()
        #expect(try await world.run("status").out == "Day 0 of 100, streak 0 days\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.directory) == ["config.toml"])
        let run = try await CommandWorld(configured: false).run("status")
        #expect(run.status == .failed && run.out == "" && run.err.contains("No stage is configured"))
    }

    @Test func `it changes no file, and waits for no other process`() async throws {
        let machine = try await machine()
        await machine.stopBackend()
        #expect(await machine.hdoc("log", "Kept").status == .kept)
        let holder = Process()
        let (input, output) = (Pipe(), Pipe())
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        holder.arguments = [
            "python3", "-c",
            """
            import sqlite3, sys
            held = [sqlite3.connect(path, isolation_level=None) for path in sys.argv[1:]]
            for connection in held: connection.execute('BEGIN EXCLUSIVE')
            print('held', flush=True)
            sys.stdin.read()
            """, "\(machine.directory)/data/hdoc/dev.outbox.sqlite", "\(machine.directory)/cache/hdoc/dev.sqlite",
        ]
        (holder.standardInput, holder.standardOutput) = (input, output)
        try holder.run()
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).hasPrefix("held"))
        let held = try files(machine.directory)
        let begun = ContinuousClock.now
        #expect(await machine.hdoc("status", "--format", "{day} {queued}").out == "24 1\n")
        #expect(ContinuousClock.now - begun < .seconds(3), "a lock would be waited for by up to 5 seconds")
        #expect(try files(machine.directory) == held)
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        let before = try files(machine.directory)
        #expect(await machine.hdoc("status", "--format", "{day} {queued}").out == "24 1\n")
        #expect(try files(machine.directory) == before)
    }

    @Test func `it reads changes in a write-ahead log, and files of the first version without migrating them`() async throws {
        let machine = try await machine()
        await machine.stopBackend()
        // This client keeps the cache open, so that its changes stay in the write-ahead log.
        let client = try machine.client()
        try client.setHandle("ada")
        #expect(await machine.hdoc("status", "--format", "{day}").out == "23\n")
        let outbox = "\(machine.directory)/data/hdoc/dev.outbox.sqlite"
        let old = Process()
        old.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        old.arguments = [
            "python3", "-c",
            """
            import os, sqlite3, sys
            os.remove(sys.argv[1])
            db = sqlite3.connect(sys.argv[1])
            columns = 'id TEXT PRIMARY KEY, day INTEGER, date TEXT, zone TEXT, title TEXT, state TEXT, created_at REAL'
            db.execute(f'CREATE TABLE entry ({columns})')
            db.execute("INSERT INTO entry VALUES ('a', 30, '2026-11-23', 'UTC', 't', 'queued', 0)")
            db.commit()
            """, outbox,
        ]
        try old.run()
        old.waitUntilExit()
        let before = FileManager.default.contents(atPath: outbox)
        #expect(await machine.hdoc("status", "--format", "{day} {queued} {logged}").out == "30 1 logged\n")
        #expect(FileManager.default.contents(atPath: outbox) == before)
        try Data("not a database, but a text that is long enough".utf8).write(to: URL(fileURLWithPath: outbox))
        let damaged = await machine.hdoc("status")
        #expect(damaged.status == .failed && damaged.out == "" && damaged.err.contains(outbox))
        #expect(FileManager.default.contents(atPath: outbox)?.first == UInt8(ascii: "n"), "it repairs nothing")
    }

    @Test(arguments: [
        ("{days}", "hdoc: The format has an unknown field {days}. Did you mean {day}? The fields are day, next_day, days_logged, streak,"),
        ("{x:y}", "hdoc: The format has an unknown field {x}. The fields are day,"),
        ("{day", "hdoc: A { in the format has no }."), ("day}", "hdoc: A } in the format has no {."),
    ])
    func `a wrong format is one clear error`(format: String, error: String) async throws {
        let run = try await CommandWorld().run("status", "--format", format)
        #expect(run.status == .usage && run.out == "" && run.err.hasPrefix(error), "\(run.err)")
    }
}
