import Foundation
import TestKit
import Testing

@Suite("Without libcurl", .ownThreads, .timeLimit(.hang))
struct LibraryTests {
    /// The environment of a user on whose machine libcurl cannot be loaded.
    private func environmentWithoutCurl(_ world: World) throws -> [String: String] {
        try FileManager.default.createDirectory(atPath: world.path("lib"), withIntermediateDirectories: true)
        try Data("not a library".utf8).write(to: URL(fileURLWithPath: world.path("lib/libcurl.so.4")))
        return world.environment.merging(["LD_LIBRARY_PATH": world.path("lib")]) { $1 }
    }

    @Test(arguments: [["--version"], ["status"], ["users", "--offline"], ["log", "--draft", "Kept"], ["note", "Kept too"]])
    func `a command that sends nothing does not load it`(arguments: [String]) throws {
        let world = try World.signedIn()
        let run = try Program.run(World.hdoc, arguments, environment: try environmentWithoutCurl(world))
        #expect(run.status == 0, "\(run)")
    }

    @Test func `a command that needs it says what is missing and how to install it, and an entry stays queued`() throws {
        let world = try World.signedIn()
        let environment = try environmentWithoutCurl(world)
        let sync = try Program.run(World.hdoc, ["sync"], environment: environment)
        #expect(sync.status == 5 && sync.errors.contains("libcurl, which hdoc needs for every request, cannot be loaded"), "\(sync)")
        #expect(sync.errors.contains("Install it: on Debian, `sudo apt install libcurl4`."), "\(sync)")
        #expect(try Program.run(World.hdoc, ["log", "Kept"], environment: environment).status == 6)
        #expect(try world.hdoc("outbox", "send").status == 0)
    }

    @Test func `hdoc doctor names it`() throws {
        let world = try World.signedIn()
        let run = try Program.run(World.hdoc, ["doctor"], environment: try environmentWithoutCurl(world))
        #expect(run.status == 1 && run.output.contains("libcurl"), "\(run)")
    }
}
