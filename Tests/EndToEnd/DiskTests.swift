import Foundation
import TestKit
import Testing

/// File permissions do not restrict root. If root runs the tests, `asUser` starts hdoc as the user nobody.
@Suite("Read-only and full disks", .ownThreads, .timeLimit(.hang))
struct DiskTests {
    private let world: World
    private var data: String { world.path("data/hdoc") }
    private var cache: String { world.path("cache/hdoc") }

    init() throws {
        world = try World()
        try world.startBackend("--users", "20")
        _ = try world.hdoc("login")
        _ = try world.hdoc("sync")
        _ = try world.hdoc("log", "--draft", "Before")
        world.stopBackend()
    }

    private func asUser(_ arguments: String..., extra: [String: String] = [:]) throws -> Program {
        let environment = world.environment.merging(extra) { $1 }
        guard geteuid() == 0 else { return try Program.run(World.hdoc, arguments, environment: environment) }
        let prefix = ["--reuid", "65534", "--regid", "65534", "--clear-groups", World.hdoc.path]
        return try Program.run(URL(fileURLWithPath: "/usr/bin/setpriv"), prefix + arguments, environment: environment)
    }

    private func shell(_ script: String) throws { #expect(try Program.run(URL(fileURLWithPath: "/bin/sh"), ["-c", script]).status == 0) }

    /// An editor that creates a file when it starts, so that a test can check whether hdoc opened it.
    private func editor() throws -> [String: String] {
        let editor = world.path("editor")
        try Data("#!/bin/sh\ntouch '\(world.path("open"))/started'\n".utf8).write(to: URL(fileURLWithPath: editor))
        try shell("mkdir -p '\(world.path("open"))'; chmod 777 '\(world.path("open"))'; chmod 755 '\(editor)'")
        return ["EDITOR": editor]
    }
    private var editorStarted: Bool { FileManager.default.fileExists(atPath: world.path("open") + "/started") }

    @Test func `with a read-only home, hdoc shows cached data, and refuses to write before it opens the editor`() throws {
        let editor = try editor()
        if geteuid() == 0 { try shell("chown -R 65534 '\(world.directory)'") }
        try shell("chmod 700 '\(world.directory)'; chmod -R a-w '\(data)' '\(cache)'")
        defer { _ = try? shell("chmod -R u+w '\(data)' '\(cache)'") }
        let users = try asUser("users", "--offline", "--json")
        #expect(users.status == 0 && users.output.contains("github_username"), "\(users.status) \(users.errors)")
        #expect(try asUser("outbox").output.contains("Before"))
        let log = try asUser("log", extra: editor)
        #expect(log.status == 1 && log.errors.contains("cannot be written") && !editorStarted, "\(log)")
    }

    /// Whether a file system can be mounted. A container may forbid that even to root.
    private static let canMount: Bool = {
        let place = NSTemporaryDirectory() + "hdoc-mount-\(UUID().uuidString)"
        let script = "mkdir '\(place)' && mount -t tmpfs -o size=64k none '\(place)' && umount '\(place)'; s=$?; rmdir '\(place)'; exit $s"
        return geteuid() == 0 && (try? Program.run(URL(fileURLWithPath: "/bin/sh"), ["-c", script]).status) == 0
    }()

    @Test(.enabled(if: canMount, "a small disk cannot be mounted here"))
    func `on a full disk, hdoc shows cached data, and refuses to write before it opens the editor`() throws {
        let kept = world.path("kept")
        try shell("cp -a '\(data)' '\(kept)'")
        try shell("mount -t tmpfs -o size=256k none '\(data)'")
        defer { _ = try? shell("umount '\(data)'") }
        try shell("cp -a '\(kept)/.' '\(data)/'; dd if=/dev/zero of='\(data)/ballast' bs=1k 2>/dev/null || true")
        #expect(try world.hdoc("users", "--offline").status == 0)
        #expect(try world.hdoc("outbox").output.contains("Before"))
        let log = try Program.run(World.hdoc, ["log"], environment: world.environment.merging(try editor()) { $1 })
        #expect(log.status == 1 && log.errors.contains("disk is full") && !editorStarted, "\(log)")
        #expect(try world.hdoc("outbox").output.contains("Before"))
    }
}
