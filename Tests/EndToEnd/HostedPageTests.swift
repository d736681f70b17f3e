import Foundation
import TestKit
import Testing

/// The embedded backend's hosted page in Debian's chromium. `HDOC_TEST_BROWSER=0` skips this suite.
@Suite(
    "The hosted page in a real browser", .ownThreads, .timeLimit(.hang),
    .enabled(if: ProcessInfo.processInfo.environment["HDOC_TEST_BROWSER"] != "0", "HDOC_TEST_BROWSER=0"))
struct HostedPageTests {
    @Test func `sign-in, sign-up and a wrong password work by keyboard alone and at a width of 320 pixels`() throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let stage = try #require(world.stage)
        let ports = stage.callback_ports.reversed().map(String.init).joined(separator: ",")
        let base = String(stage.issuer.prefix { $0 != "d" })  // ends before the pool's name, demo_pool
        let address =
            base + "oauth2/authorize?response_type=code&client_id=\(stage.client_id)"
            + "&redirect_uri=http%3A%2F%2Flocalhost%3APORT%2Fcallback&scope=openid%20email%20profile&state=a-state"
            + "&nonce=a-nonce&code_challenge=4Q_mxmIkqGK0xaMHe4Eqs-KmgA26DHs7333zaZQm21Q&code_challenge_method=S256"
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/python3"),
            [World.support.appendingPathComponent("hosted_page.py").path, address, ports, stage.username, stage.password, world.directory],
            environment: world.environment)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 13, "\(run.output)")
    }
}
