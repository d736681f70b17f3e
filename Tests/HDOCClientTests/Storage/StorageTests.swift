import Foundation
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite struct StorageTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func mode(_ path: String) -> mode_t? { FileInfo(path)?.mode }

    @Test(arguments: [
        (ENOENT, FileError.Reason.missing), (EACCES, .permissionDenied), (EPERM, .permissionDenied), (EROFS, .readOnlyFileSystem),
        (ENOSPC, .diskFull), (EDQUOT, .diskFull), (EISDIR, .isDirectory), (EIO, .system(code: EIO)),
    ])
    func `each errno value has one reason, and every reason has a text`(_ code: Int32, _ reason: FileError.Reason) {
        #expect(FileError("/f", errno: code).reason == reason)
        #expect(!reason.text.isEmpty)
    }

    @Test func `reading the cache leaves the outbox closed, and what needs the outbox opens it`() throws {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
            rememberHandle: { _ in })
        let client = try Client(stage: Samples.stage, settings: settings, transport: FakeTransport(), opensOutbox: false)
        let file = scratch.paths.outbox(Samples.stage.name)
        #expect(try client.journeyers().value.isEmpty && client.readingNotices.isEmpty)
        #expect(mode(file) == nil)
        #expect(client.notices.isEmpty && mode(file) != nil)
        #expect(try client.outbox().isEmpty)
    }

    @Test func `each file error becomes the matching store error`() {
        #expect(StoreError(FileError("/f", .diskFull)) == .diskFull(path: "/f"))
        #expect(StoreError(FileError("/f", .permissionDenied)) == .readOnly(path: "/f"))
        #expect(StoreError(FileError("/f", .readOnlyFileSystem)) == .readOnly(path: "/f"))
        #expect(StoreError(FileError("/f", .notOwnFile)) == .failed(path: "/f", detail: "not a file of this user"))
    }

    @Test func `reading is limited in size, and text must be UTF-8`() throws {
        let path = scratch.path("file")
        try Data("grün".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try FileReading.text(path, limit: 5) == "grün")
        #expect(throws: FileError(path, .tooLarge(limit: 4))) { try FileReading.bytes(path, limit: 4) }
        try Data([0x66, 0xFC]).write(to: URL(fileURLWithPath: path))
        #expect(throws: FileError(path, .notUTF8)) { try FileReading.text(path, limit: 100) }
        #expect(try FileReading.bytes(path, limit: 100) == [0x66, 0xFC])
    }

    @Test func `a missing file is an error unless the file is optional, and a directory is an error`() throws {
        let path = scratch.path("missing")
        #expect(throws: FileError(path, .missing)) { try FileReading.bytes(path, limit: 1) }
        #expect(try FileReading.ifPresent { () throws(FileError) in try FileReading.bytes(path, limit: 1) } == nil)
        let directory = scratch.path("directory")
        try PrivateDirectory.make(directory)
        #expect(throws: FileError(directory, .isDirectory)) { try FileReading.bytes(directory, limit: 1) }
    }

    @Test func `reading a pipe without a writer does not wait`() throws {
        let path = scratch.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try FileReading.bytes(path, limit: 10).isEmpty)
    }

    @Test func `a replaced file has its new content and mode, and no temporary file remains`() throws {
        let directory = scratch.path("d")
        try PrivateDirectory.make(directory)
        let path = directory + "/f"
        try FileReplacement.write([1], to: path, mode: 0o644)
        try FileReplacement.write([2, 3], to: path, mode: 0o600)
        #expect(try FileReading.bytes(path, limit: 10) == [2, 3] && mode(path) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["f"])
    }

    @Test func `a file that cannot be replaced stays as it was`() throws {
        let path = scratch.path("taken")
        try PrivateDirectory.make(path + "/inside")
        #expect(throws: FileError.self) { try FileReplacement.write([1], to: path, mode: 0o600) }
        let names = try FileManager.default.contentsOfDirectory(atPath: PathParts.split(path).directory)
        #expect(FileInfo(path + "/inside")?.isDirectory == true && !names.contains { $0.contains(".tmp-") })
    }

    @Test func `a private directory is created with its parents, and the access of others is removed`() throws {
        let path = scratch.path("a/b/c")
        #expect(try PrivateDirectory.prepare(path) == nil)
        #expect(mode(path) == 0o700 && mode(scratch.path("a")) == 0o700)
        #expect(chmod(path, 0o755) == 0)
        #expect(try PrivateDirectory.prepare(path) == 0o755)
        #expect(mode(path) == 0o700)
    }

    @Test(arguments: [("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/", "a/b", ""), ("/é/f\u{301}", "/é", "f\u{301}")])
    func `a path is split into its directory and its name`(_ path: String, _ directory: String, _ name: String) {
        let parts = PathParts.split(path)
        #expect(parts.directory == directory && parts.name == name)
    }

    @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
    func `directories and databases that root creates in a user's directory belong to that user`() throws {
        #expect(chown(scratch.directory, 4321, 4321) == 0)
        try PrivateDirectory.make(scratch.path("config/hdoc"))
        _ = try Outbox(path: scratch.path("share/hdoc/o.sqlite"), clock: scratch.clock).save(Samples.entry())
        for path in ["config", "config/hdoc", "share", "share/hdoc", "share/hdoc/o.sqlite"] {
            #expect(FileInfo(scratch.path(path))?.owner == FileOwner(user: 4321, group: 4321), "\(path)")
            #expect(path.hasSuffix("sqlite") || mode(scratch.path(path)) == 0o700, "\(path)")
        }
    }

    @Test func `identifiers are compared by their bytes`() {
        #expect("K".hasSameBytes(as: "K") && !"K".hasSameBytes(as: "\u{212A}") && !"é".hasSameBytes(as: "e\u{301}"))
        #expect("K" == "\u{212A}", "Swift compares characters")
    }

    @Test func `a pipe is read to its end, even if its writer is slow`() async throws {
        let path = scratch.path("slow")
        #expect(mkfifo(path, 0o600) == 0)
        let keeper = open(path, O_RDWR)
        let writer = Task(executorPreference: OwnThreads.executor) {
            for part in ["one", "two"] {
                _ = part.withCString { write(keeper, $0, 3) }
                // The next part comes only after the reader has taken this one.
                var unread: Int32 = 1
                while unread > 0, ioctl(keeper, UInt(FIONREAD), &unread) == 0 { sched_yield() }
            }
            close(keeper)
        }
        #expect(try FileReading.bytes(path, limit: 10) == Array("onetwo".utf8))
        await writer.value
    }

    @Test func `only a file is replaced, never a pipe`() throws {
        let path = scratch.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: FileError(path, .notRegularFile)) { try FileReplacement.write([1], to: path, mode: 0o600) }
        #expect(FileInfo(path)?.isFile == false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.directory) == ["pipe"])
    }

    @Test func `a replaced file gets the given owner, or stays unchanged if that is not permitted`() throws {
        let path = scratch.path("mine")
        let owner = try #require(FileInfo(scratch.directory)).owner
        try FileReplacement.write([1], to: path, mode: 0o640, owner: owner)
        #expect(FileInfo(path)?.owner == owner && mode(path) == 0o640)
        let other = FileOwner(user: 12_345, group: 12_345)
        if geteuid() == 0 {
            try FileReplacement.write([2], to: path, mode: 0o640, owner: other)
            #expect(FileInfo(path)?.owner == other && mode(path) == 0o640)
        } else {
            #expect(throws: FileError(path, .permissionDenied)) {
                try FileReplacement.write([2], to: path, mode: 0o640, owner: other)
            }
            #expect(try FileReading.bytes(path, limit: 9) == [1])
        }
    }
}
