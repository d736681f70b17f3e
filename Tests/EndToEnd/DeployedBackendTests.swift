import Foundation
import TestKit
import Testing

/// The built program against the functions and templates that are deployed, with moto in the place of DynamoDB.
@Suite("The deployable backend", .ownThreads, .timeLimit(.hang))
struct DeployedBackendTests {
    @Test func `an entry written without a backend is sent once when the backend is back, and others can read it`() throws {
        let world = try World(.deployed)
        try world.startBackend("--users", "3")
        #expect(try world.hdoc("login", "--handle", "ada").status == 0)
        let synced = try world.hdoc("sync")
        #expect(synced.status == 0, "\(synced.errors)")
        #expect(try world.hdoc("stage", "check").status == 0)
        world.stopBackend()
        let kept = try world.hdoc("log", "Written in a tunnel", "--tag", "aws", "--json")
        #expect(kept.status == 6 && kept.output.contains(#""state" : "queued""#), "\(kept)")

        try world.startBackend("--users", "3")
        let sent = try world.hdoc("outbox", "send", "--json")
        #expect(sent.status == 0 && sent.output.contains(#""state" : "sent""#), "\(sent)")
        let articles = try world.hdoc("articles", "--author", "ada", "--json").output
        #expect(articles.components(separatedBy: "Written in a tunnel").count == 2, "the entry must arrive exactly once")
        let log = try world.contents("functions.log")
        #expect(!log.contains("tunnel") && !log.contains("Bearer"), "\(log)")
    }

    @Test(arguments: ["504 after", "drop", "cut", "429 retry 1", "502"])
    func `an entry arrives once under a fault of the gateway`(fault: String) throws {
        let world = try World(.deployed)
        try world.startBackend("--users", "3", "--fault", "POST /*/article: \(fault), once")
        #expect(try world.hdoc("login", "--handle", "ada").status == 0)
        #expect(try world.hdoc("sync").status == 0)
        _ = try world.hdoc("log", "Under a fault")
        var outbox = ""
        for _ in 0..<20 where !outbox.contains(#""state" : "sent""#) {
            _ = try world.hdoc("outbox", "send")
            outbox = try world.hdoc("outbox", "--json").output
        }
        #expect(outbox.contains(#""state" : "sent""#), "\(outbox)")
        let articles = try world.hdoc("articles", "--author", "ada", "--json").output
        #expect(articles.components(separatedBy: "Under a fault").count == 2, "\(articles)")
    }
}
