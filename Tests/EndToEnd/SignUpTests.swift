import Foundation
import HDOCModels
import TestKit
import Testing

@Suite("A new participant", .ownThreads, .timeLimit(.hang))
struct SignUpTests {
    @Test(arguments: World.Kind.allCases)
    func `a new participant creates an account and a user, posts, corrects, goes offline and comes back`(backend: World.Kind) throws {
        let world = try World(backend)
        try world.startBackend("--users", "3")
        #expect(try world.hdoc("stage", "check").status == 0)
        let browser = "'\(World.support.path)/browser' --sign-up newcomer Newcomer-2026! %s"
        let login = try Program.run(World.hdoc, ["login"], environment: world.environment.merging(["BROWSER": browser]) { $1 })
        #expect(login.status == 0 && login.errors.contains("newcomer"), "\(login)")
        #expect(try world.hdoc("user", "newcomer").status != 0, "the stage must not have this user yet")

        let signUp = try world.hdoc("signup", "--github-username", "newcomer", "--full-name", "Neu Ankömmling", "--json")
        #expect(signUp.status == 0 && signUp.output.contains(#""full_name" : "Neu Ankömmling""#), "\(signUp)")
        let again = try world.hdoc("signup", "--github-username", "somebody-else")
        #expect(again.status == 1 && again.errors.contains("already owns the user newcomer"), "\(again)")

        let log = try world.hdoc("log", "The first day", "--json")
        #expect(log.status == 0 && log.output.contains(#""day" : 1"#), "\(log)")
        #expect(try world.hdoc("user", "me", "--json").output.contains(#""days_completed" : 1"#))
        try correct(in: world)
        try readAsAnother(in: world)
        try goOffline(in: world)
        if backend == .deployed {
            let functions = try world.contents("functions.log")
            #expect(functions.contains(#""route""#), "\(functions)")
            for text in ["first day", "tunnel", "Bearer", "eyJ"] { #expect(!functions.contains(text)) }
        }
    }

    /// Corrects the first entry.
    private func correct(in world: World) throws {
        let articles = try JSONParser.read(Data(try world.hdoc("articles", "--author", "me", "--json").output.utf8)).array ?? []
        #expect(articles.count == 1)
        let article = try #require(articles.first.flatMap(Article.init(json:)))
        #expect(try put(article.id, title: "The very first day", version: 1, in: world) == "HTTP 200")
        #expect(try put(article.id, title: "The very first day", version: 1, in: world) == "HTTP 200", "a repetition changes nothing")
        #expect(try put(article.id, title: "Too late", version: 1, in: world) == "HTTP 412")
        let corrected = try world.hdoc("articles", "--author", "me", "--json").output
        #expect(corrected.contains("The very first day") && !corrected.contains("Too late"), "\(corrected)")
    }

    /// The first line of the response to a correction.
    private func put(_ id: String, title: String, version: Int, in world: World) throws -> String? {
        let body = #"{"id": "\#(id)", "day": 1, "date": "2026-11-23", "title": "\#(title)", "body": "", "tags": ["aws"]}"#
        try Data(body.utf8).write(to: URL(fileURLWithPath: world.path("body.json")))
        let run = try world.hdoc(
            "api", "PUT", "/newcomer/article/\(id)", "--input", world.path("body.json"), "-H", "If-Match: \"\(version)\"", "-i")
        return run.output.split(separator: "\n").first.map(String.init)
    }

    /// A second person on another machine, with the sample account.
    private func readAsAnother(in world: World) throws {
        let environment = world.environment(in: world.path("reader"))
        for arguments in [["login"], ["user", "newcomer", "--json"], ["articles", "--author", "newcomer", "--json"]] {
            let run = try Program.run(World.hdoc, arguments, environment: environment)
            #expect(run.status == 0, "\(arguments) \(run)")
            if arguments[0] == "user" { #expect(run.output.contains(#""days_completed" : 1"#), "\(run)") }
            if arguments[0] == "articles" { #expect(run.output.contains("The very first day"), "\(run)") }
        }
    }

    private func goOffline(in world: World) throws {
        world.stopBackend()
        let kept = try world.hdoc("log", "From a tunnel", "--day", "2", "--yes", "--json")
        #expect(kept.status == 6 && kept.output.contains(#""state" : "queued""#), "\(kept)")
        #expect(try world.hdoc("articles", "--author", "me", "--json").output.contains("The very first day"), "from the cache")
        try world.startBackend("--users", "3")
        let sent = try world.hdoc("outbox", "send", "--json")
        #expect(sent.status == 0 && sent.output.contains(#""state" : "sent""#), "\(sent)")
        #expect(try world.hdoc("user", "me", "--json").output.contains(#""days_completed" : 2"#))
    }
}
