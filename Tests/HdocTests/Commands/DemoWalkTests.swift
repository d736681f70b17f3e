import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// Runs the steps of `hdoc demo` without a terminal, with the real client and the real backend.
@Suite struct DemoWalkTests {
    private func walk(_ change: (inout BackendOptions) throws -> Void = { _ in }) async throws -> CommandWorld.Run {
        let (out, err) = (CommandWorld.Sink(), CommandWorld.Sink())
        let context = CommandContext(
            environment: ["HOME": "/nonexistent"], console: Console(output: out, errors: err), input: CommandWorld.Input(),
            zone: .utc, now: { Date() }, openClient: Wiring.openClient, runProgram: { _ in 1 }, runScreens: { _, _ in .failed })
        var options = BackendOptions()
        options.users = 20
        options.callbackPorts = [try FreePort.find()]
        try change(&options)
        let status = try await DemoWalk(context: context, options: options).run()
        return CommandWorld.Run(status: status, out: out.text, err: err.text)
    }

    @Test func `all steps of the demo succeed`() async throws {
        let run = try await walk()
        #expect(run.status == .done, "\(run.err)")
        #expect(
            run.out.split(separator: "\n").filter { $0.hasPrefix("→") } == [
                "→ Sign in", "→ Sync", "→ List the leaderboard", "→ Post a day", "→ Go offline", "→ List again, from the cache",
                "→ Write another day, offline",
            ])
        #expect(run.out.hasSuffix("All steps succeeded.\n"))
        #expect(run.out.contains(" 24  ") && run.out.contains("Queues with SQS and a dead letter"))
    }

    @Test(arguments: ["/oauth2/token: 500", "/login: 503", "GET /tags: 500", "POST /*/article: 500"])
    func `a step that fails ends the demo and gives the reason`(_ fault: String) async throws {
        let run = try await walk { $0.faults = try Fault.parse(fault) }
        #expect(run.status == .failed)
        #expect(run.err.contains("hdoc: "))
        #expect(!run.out.contains("All steps succeeded."))
    }

    @Test func `the hosted sign-in form is parsed as a browser parses it`() throws {
        let form = try #require(
            HostedForm(
                """
                <p>x</p><form method=post action="/login?a=1&amp;b=2">
                <input type="hidden" name="_csrf" value="a&quot;b"><input name='username' value='' required autofocus>
                <input name="password" type="password" required></form>
                """))
        #expect(form.action == "/login?a=1&b=2")
        #expect(form.fields == ["_csrf": "a\"b", "username": "", "password": ""])
        #expect(HostedForm("<p>no form</p>") == nil)
        #expect(HostedForm.problem("<p id=\"problem\" role=\"alert\">Wrong &lt;name&gt;</p>") == "Wrong <name>")
    }
}
