import Foundation
import TestKit
import Testing

@Suite("Creating an account and a user", .ownThreads, .timeLimit(.hang))
struct SignUpTests {
    @Test func `a new participant creates an account and a user, and posts the first day`() throws {
        let world = try World()
        try world.startBackend("--users", "20")
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
        #expect(try world.hdoc("articles", "--author", "me", "--json").output.contains("The first day"))
        #expect(try world.hdoc("user", "me", "--json").output.contains(#""days_completed" : 1"#))
    }
}
