import Foundation
import TestKit
import Testing

/// Whole sessions of the linear mode on a teletype: a real terminal whose every byte is recorded and checked.
@Suite("The linear mode on a teletype", .ownThreads, .timeLimit(.hang))
struct LinearModeEndToEndTests {
    private static let terms = ["dumb", "xterm-256color"]

    private func teletype(_ world: World, _ term: String, _ arguments: String..., extra: [String: String] = [:]) throws -> Teletype {
        let teletype = try Teletype()
        try teletype.start(World.hdoc, arguments, environment: world.environment.merging(["TERM": term]) { $1 }.merging(extra) { $1 })
        return teletype
    }

    private func expectPlain(_ teletype: Teletype) {
        let found = Teletype.violations(in: teletype.record)
        #expect(found.isEmpty, "\(found.prefix(10))\n\(teletype.text())")
    }

    @Test(arguments: terms)
    func `a person browses, searches, and pages through 300 journeyers`(term: String) throws {
        let world = try World()
        try world.startBackend("--users", "300")
        let teletype = try teletype(world, term, "--linear")
        #expect(teletype.text().hasPrefix("hdoc, linear mode. Type quit to leave. Without --linear, hdoc shows screens.\n"))
        #expect(try teletype.type("2").contains("1 of 300: "))
        // Page after page: each row is said once, with its number.
        var said: [String] = []
        for _ in 0..<29 { said.append(try teletype.type("more")) }
        for row in 11...300 { #expect(said.contains { $0.contains("\n\(row) of 300: ") }, "\(row)") }
        #expect(try teletype.type("more").contains("There are no more rows; the list has 300."))
        #expect(try teletype.type("first").contains("1 of 300: "))
        #expect(try teletype.type("next").contains("2 of 300: "))
        #expect(try teletype.type("j").contains("3 of 300: "))
        #expect(try teletype.type("previous").contains("2 of 300: "))
        #expect(try teletype.type("G").contains("300 of 300: "))
        #expect(try teletype.type("s").contains("Sorted by"))
        let found = try teletype.type("/ada okafor")
        #expect(found.contains("match") && found.contains("1 of 1: ada, Ada Okafor"), "\(found)")
        let profile = try teletype.type("open 1")
        #expect(profile.contains("Profile of ada, Ada Okafor.") && profile.contains("23 of 100 days."), "\(profile)")
        #expect(try teletype.type("back").contains("Back on Journeyers."))
        #expect(try teletype.type("3").contains("Leaderboard, screen 3 of 6."))
        #expect(try teletype.type("/ada okafor").contains("ada, Ada Okafor"))
        #expect(try teletype.type("articles tag aws").contains("with the tag aws"))
        #expect(try teletype.type("open 1").contains("Day "))
        #expect(try teletype.type("esc").contains("Back on Articles."))
        #expect(try teletype.type("6").contains("GET /users: available"))
        #expect(try teletype.type("users --sort score --limit 2").contains("Handle: "))
        #expect(try teletype.type("nonsense").contains("is not a word, a key or a command here"))
        #expect(try teletype.end(typing: "q\n") == 0)
        expectPlain(teletype)
    }

    @Test(arguments: terms)
    func `a person signs in, writes a day field by field, corrects it, reviews it and sends it`(term: String) throws {
        let world = try World()
        try world.startBackend("--users", "3")
        let teletype = try teletype(world, term, extra: ["HDOC_ACCESSIBLE": "1"])
        #expect(teletype.text().hasPrefix("hdoc, linear mode. Type quit to leave. Unset HDOC_ACCESSIBLE to get screens.\n"))
        #expect(try teletype.type("E").contains("Your GitHub username on dev?"))
        #expect(try teletype.type("not a name!").contains("A GitHub username has 1 to 39"))
        let opened = try teletype.type("ada")
        #expect(opened.contains("6 fields, then a review") && opened.contains("Day, 1 of 6: "), "\(opened)")
        #expect(try teletype.type("many").contains("the day must be a number"))
        #expect(try teletype.type("").contains("Date, 2 of 6: "))
        #expect(try teletype.type("").contains("Title, 3 of 6: empty."))
        #expect(try teletype.type("Queues at lsat").contains("Tags, 4 of 6: empty."))
        #expect(try teletype.type("aws sqs").contains("Link, 5 of 6: empty."))
        #expect(try teletype.type("").contains("Text, 6 of 6."))
        try teletype.type("A queue keeps what nobody has time for.")
        var answer = try teletype.type(".")
        while !answer.contains("Review.") { answer = try teletype.type("") }
        #expect(answer.contains("Title: Queues at lsat."))
        #expect(try teletype.type("change title").contains("Title: Queues at lsat"))
        #expect(try teletype.type("Queues at last").contains("Title: Queues at last."))
        #expect(try teletype.type("read").contains("A queue keeps what nobody has time for."))
        #expect(try teletype.type("send").contains("is queued."))
        #expect(try teletype.type("5").contains("Queues at last. Queued."))
        // A stage asks for a sign-in before it takes the day; after it, the day is sent by itself.
        let signIn = try teletype.type("i")
        #expect(signIn.contains("Sign"), "\(signIn)")
        var outbox = ""
        for _ in 0..<20 where !outbox.contains("Queues at last. Sent.") {
            usleep(200_000)
            outbox = try teletype.type("again")
        }
        #expect(outbox.contains("Queues at last. Sent."), "\(teletype.text())")
        #expect(try teletype.end(typing: "quit\n") == 0)
        expectPlain(teletype)
    }

    @Test func `the text of an open form survives the end of the input and a kill`() throws {
        let world = try World.signedIn()
        let first = try teletype(world, "dumb", "--linear", "--offline")
        try first.type("E")
        for line in ["", "", "Typed before Ctrl-D", "", "", "The first line of the text"] { try first.type(line) }
        #expect(try first.end(typing: "\u{4}") == 0)
        #expect(first.text().contains("The input has ended. Saved as a draft in the outbox."), "\(first.text())")
        expectPlain(first)
        let second = try teletype(world, "dumb", "--linear", "--offline")
        try second.type("E")
        for line in ["", "", "Typed before the kill", "", "", "read", "add", "The second line"] { try second.type(line) }
        try second.kill9()
        let outbox = try world.hdoc("outbox", "show", "--json", try draft(world)).output
        #expect(outbox.contains("Typed before the kill"), "\(outbox)")
        #expect(try world.hdoc("outbox", "show", try draft(world)).output.contains("The second line"))
    }

    private func draft(_ world: World) throws -> String {
        struct Row: Decodable { var id, state: String }
        let rows = try JSONDecoder().decode([Row].self, from: Data(try world.hdoc("outbox", "--json").output.utf8))
        return try #require(rows.first { $0.state == "draft" }).id
    }

    @Test func `without a network, without routes and in a narrow window, the mode says so in sentences`() throws {
        let world = try World()
        try world.startBackend("--users", "3", "--layer", "main")
        let online = try teletype(world, "dumb", "--linear")
        #expect(try online.type("4").contains("has no route GET /articles"))
        #expect(try online.type("6").contains("GET /articles: not available"))
        online.resize(columns: 40)
        let narrow = try online.type("actions")
        #expect(narrow.components(separatedBy: "\n").dropFirst().allSatisfy { $0.count <= 40 }, "\(narrow)")
        #expect(try online.type("more").contains("11 of "))
        try online.type("back")
        #expect(try online.end(typing: "quit\n") == 0)
        expectPlain(online)
        let offline = try teletype(world, "dumb", "--linear", "--offline")
        #expect(try offline.type("2").contains("hdoc runs with --offline."))
        #expect(try offline.type("r").contains("nothing is fetched or sent"))
        #expect(try offline.end(typing: "quit\n") == 0)
        expectPlain(offline)
    }

    @Test func `the configuration chooses the mode, and a pipe gets lines without prompts`() throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let path = world.path("config/hdoc/config.toml")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data((text + "[accessibility]\nlinear = true\n").utf8).write(to: URL(fileURLWithPath: path))
        #expect(try world.hdoc("login", "--handle", "ada").status == 0)
        let lines = [
            "2", "more", "open 1", "3", "4", "open 1", "back", "write A day in sentences", "5", "6", "actions", "back", "stage list",
            "quit",
        ]
        let run = try world.hdoc(input: lines.joined(separator: "\n"))
        #expect(run.status == 0, "\(run.errors)")
        for part in [
            "set linear = false under [accessibility] in", "1 of 20: ", "11 of 20: ", "Rank 1, ", "Newest first.",
            "A day in sentences. Sent.", "Stage: dev.", "GET /users: available", "1 of ",
        ] { #expect(run.output.replacingOccurrences(of: "\n", with: " ").contains(part), "\(part)\n--\n\(run.output)\n\(run.errors)") }
        #expect(!run.output.contains("> "))
        let found = Teletype.violations(in: Array(run.output.utf8))
        #expect(found.isEmpty, "\(found)\n\(run.output)")
    }
}
