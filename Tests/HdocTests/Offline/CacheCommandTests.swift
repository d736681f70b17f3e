import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("Commands with the real cache", .timeLimit(.hang))
struct CacheCommandTests {
    @Test func `sync shows its progress only on a terminal`() async throws {
        let machine = try await Machine()
        let seen = await machine.hdoc("sync", columns: 80)
        #expect(seen.status == .done)
        #expect(
            seen.err == """
                journeyers (0 of 5)
                articles (1 of 5)
                tags (2 of 5)
                journeyer ada (3 of 5)
                articles by ada (4 of 5)

                """)
        #expect(await machine.hdoc("sync").err == "")
        await machine.stopBackend()
    }

    @Test func `a search uses the cache without a network, and accepts any text`() async throws {
        let machine = try await Machine() { $0.users = 40 }
        #expect(await machine.hdoc("sync").status == .done)
        await machine.stopBackend()
        let people = await machine.hdoc("users", "--search", "KAFOR weath", "--json")
        #expect(try people.status == .done && JSONProbe(people.out).strings("github_username") == ["ada"], "\(people)")
        let mine = try machine.client().articles(author: "ada", tag: nil).value
        let article = try #require(mine.first { $0.day == 23 })
        let words: [Substring] = (article.title ?? "").split(separator: " ")
        let word = try #require(words.max { $0.count < $1.count })
        let found = await machine.hdoc("articles", "--author", "me", "--search", word.uppercased(), "--offline", "--json")
        #expect(try JSONProbe(found.out).strings("id").contains(article.id), "\(word): \(found)")
        #expect(await machine.hdoc("articles", "--search", "qqqq", "--offline").err.hasSuffix("No article matches.\n"))
        for text in ["\"", "NEAR(", "*", "AND OR NOT", "a\0b", ""] {
            #expect(await machine.hdoc("users", "--search", text, "--offline").status == .done, "\(text.debugDescription)")
            #expect(await machine.hdoc("articles", "--search", text, "--offline").status == .done, "\(text.debugDescription)")
        }
    }

    @Test func `files of a newer hdoc are refused with an error and not changed`() async throws {
        let machine = try await Machine()
        #expect(await machine.hdoc("sync").status == .done)
        #expect(await machine.hdoc("log", "--draft", "Kept").status == .done)
        let (cache, outbox) = ("\(machine.directory)/cache/hdoc/dev.sqlite", "\(machine.directory)/data/hdoc/dev.outbox.sqlite")
        for file in [cache, outbox] {
            let sqlite = Process()
            sqlite.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            sqlite.arguments = [
                "-c",
                "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); "
                    + "db.execute(\"INSERT INTO grdb_migrations VALUES ('v999')\"); db.commit()",
                file,
            ]
            try sqlite.run()
            sqlite.waitUntilExit()
            #expect(sqlite.terminationStatus == 0)
        }
        let before = FileManager.default.contents(atPath: outbox)
        let run = await machine.hdoc("outbox")
        #expect(
            run.status == .failed
                && run.err.contains("\(outbox) was written by a newer version of hdoc. Update hdoc. The file was not changed."),
            "\(run)")
        #expect(await machine.hdoc("log", "More").status == .failed)
        let users = await machine.hdoc("users")
        #expect(
            users.status == .done && users.out.contains("ada") && users.err.contains("\(cache) was written by a newer version of hdoc"),
            "the users are still shown")
        #expect(FileManager.default.contents(atPath: outbox) == before)
        await machine.stopBackend()
    }

    @Test func `the log has one line for a request of stage discover, without credentials`() async throws {
        let world = try CommandWorld(environment: [
            "HDOC_LOG": "debug", "AWS_ACCESS_KEY_ID": "AKIACANARY", "AWS_SECRET_ACCESS_KEY": "canary", "AWS_REGION": "us-east-1",
            // No server listens at this address.
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        ])
        #expect(try await world.run("stage", "discover").status == .unreachable)
        let log = try String(contentsOfFile: "\(world.directory)/state/hdoc/hdoc.log", encoding: .utf8)
        #expect(log.split(separator: "\n").count == 1 && log.contains("POST /") && log.contains("refused"), "\(log)")
        #expect(!log.lowercased().contains("canary"))
    }
}
