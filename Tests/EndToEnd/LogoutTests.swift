import Foundation
import TestKit
import Testing

/// `hdoc logout` with a token file that it cannot delete completely, and a provider in trouble. There is no session bus.
@Suite("Signing out, and a provider in trouble", .ownThreads, .timeLimit(.hang))
struct LogoutTests {
    /// Changes the token file as text.
    private func change(_ world: World, _ body: (String) -> String) throws -> String {
        let path = world.path(Canaries.store)
        let changed = body(try String(contentsOfFile: path, encoding: .utf8))
        try changed.write(toFile: path, atomically: false, encoding: .utf8)
        return changed
    }

    @Test func `without a session bus, logout does not claim that the keyring is empty, and keeps the mark`() throws {
        let world = try World.signedIn()
        _ = try change(world) { text in
            let session = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
            let marked = session.filter { $0.key != "live" }.merging(["keyring": true]) { $1 }
            return String(decoding: (try? JSONSerialization.data(withJSONObject: marked)) ?? Data(), as: UTF8.self)
        }
        for _ in 0..<2 {
            let out = try world.hdoc("logout")
            #expect(out.status == 1 && !out.errors.contains("Signed out"))
            #expect(out.errors.hasPrefix("hdoc: Still signed in on dev: the desktop's keyring could not be used: it does not answer."))
            #expect(out.errors.contains("sign out there again"))
            #expect(try world.contents(Canaries.store).contains("keyring"))
        }
    }

    @Test(arguments: [
        ("{\n  \"clientID\" : \"x", "To finish, delete ", "not a token file"), ("", "Nothing was deleted.", "not a token file"),
        (nil, "Nothing was deleted. Sign out with the newer hdoc.", "was written by a newer version of hdoc"),
    ])
    func `logout deletes no token file that it cannot read, and says how to finish`(
        text: String?, remedy: String, reason: String
    ) throws {
        let world = try World.signedIn()
        let changed = try change(world) { text ?? $0.replacing("\"version\" : 1", with: "\"version\" : 2") }
        for _ in 0..<2 {
            let out = try world.hdoc("logout")
            #expect(out.status == 1 && !out.errors.contains("Signed out"))
            #expect(out.errors.hasPrefix("hdoc: Still signed in on dev: ") && out.errors.contains(reason) && out.errors.contains(remedy))
            #expect(try world.contents(Canaries.store) == changed)
        }
    }

    @Test(arguments: ["client_id", "issuer"])
    func `after a change of the issuer or the client, logout still ends the stored session`(key: String) throws {
        let world = try World.signedIn()
        let configuration = world.path("config/hdoc/config.toml")
        let lines = try String(contentsOfFile: configuration, encoding: .utf8).split(separator: "\n").map(String.init)
        let changed = lines.map { $0.hasPrefix(key) ? "\(key) = \"https://issuer.example/pool\"" : $0 }
        try changed.joined(separator: "\n").write(toFile: configuration, atomically: true, encoding: .utf8)
        let who = try world.hdoc("whoami")
        #expect(who.status == 4 && who.output.contains("The stored session of ada belongs to another issuer or client"))
        let out = try world.hdoc("logout")
        #expect(out.status == 0 && out.errors.hasPrefix("Signed out of dev.\n"), "\(out.errors)")
        #expect(!out.errors.contains("could not be revoked"), "the session is revoked at the provider that issued it")
        #expect(!FileManager.default.fileExists(atPath: world.path(Canaries.store)))
        #expect(try world.hdoc("logout").errors == "You are not signed in on dev.\n")
    }

    @Test(arguments: [
        "POST /oauth2/token: 503", "POST /oauth2/token: 429", "POST /oauth2/token: cut", "POST /oauth2/token: close",
        "POST /oauth2/token: 302",
        "* /**: 503",
    ])
    func `if the provider is in trouble, the entry is kept and hdoc log exits with 6; nobody is asked to sign in`(fault: String) throws {
        let world = try World.signedIn()
        world.stopBackend()
        try world.startBackend("--users", "3", "--fault", fault)
        _ = try change(world) { text in text.replacing(/("(?:id|access)Expires" : )[0-9.]+/) { "\($0.1)1000" } }
        let log = try world.hdoc("log", "Written while the provider was down", "--json")
        #expect(log.status == 6, "\(log)")
        #expect(log.output.contains(#""state" : "queued""#) && log.output.contains("next_attempt"), "\(log.output)")
        #expect(!log.errors.contains("hdoc login"), "\(log.errors)")
        #expect(try world.contents(Canaries.store).contains("refreshToken"), "the session is kept")
    }
}
