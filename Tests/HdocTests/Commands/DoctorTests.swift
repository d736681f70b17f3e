import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct DoctorTests {
    /// A response after 40 ms with a certificate, from a server whose clock differs from that of the commands.
    private static func response(clock: TimeInterval = 0, certificateDays: Double = 90, status: Int = 200) -> Response {
        let now = CommandWorld.now
        let formatter = DateFormatter()
        (formatter.locale, formatter.timeZone) = (Locale(identifier: "en_US_POSIX"), TimeZone(identifier: "UTC"))
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        var response = Response(status: status, headers: [Header("date", formatter.string(from: now.addingTimeInterval(clock)))])
        response.connection = ConnectionDetails(
            nameLookup: .milliseconds(3), connected: .milliseconds(10), secured: .milliseconds(25), firstByte: .milliseconds(38),
            total: .milliseconds(40), address: "192.0.2.1",
            certificate: ServerCertificate(
                subject: "CN = a.example\u{1B}[31m", issuer: "CN = Test", end: now.addingTimeInterval(certificateDays * 86_400)))
        return response
    }

    private func world(
        _ network: CommandWorld.Network = CommandWorld.Network { _ in .success(response()) },
        environment: [String: String] = [:], widths: [WidthProbe.Measurement]? = nil,
        _ fill: (inout ScriptedClient.Script) -> Void = { _ in }
    ) throws -> CommandWorld {
        try CommandWorld(environment: environment, network: network, widths: widths) { script in
            (script.session, script.handle, script.routes, script.outbox) = (Samples.signedIn, "ada", [], [])
            fill(&script)
        }
    }

    private func check(_ run: CommandWorld.Run, _ name: String) throws -> [String: JSONValue] {
        let checks = try JSONProbe(run.out).object?["checks"]?.array ?? []
        return try #require(checks.first { $0.object?["name"]?.text == name }?.object, "\(name): \(run.out)")
    }

    @Test func `a healthy machine gets exit status 0, and the timings, the certificate and the clock are measured`() async throws {
        let run = try await world().run("doctor", "--json")
        #expect(run.status == .done && run.err == "", "\(run)")
        let network = try #require(try check(run, "network")["data"]?.object)
        let expected = ["name_lookup_ms": 3, "connect_ms": 10, "tls_ms": 25, "first_byte_ms": 38, "total_ms": 40, "status": 200]
        for (key, value) in expected { #expect(network[key]?.integer == value, "\(key)") }
        #expect(network["address"]?.text == "https://a.example/tags?limit=1" && network["ip_address"]?.text == "192.0.2.1")
        let certificate = try check(run, "certificate")
        #expect(certificate["data"]?.object?["days_left"]?.integer == 90 && certificate["state"]?.text == "ok")
        #expect(try check(run, "clock")["data"]?.object?["skew_seconds"]?.integer == 0)
        #expect(
            try check(run, "sign_in_page")["state"]?.text == "ok" && check(run, "zone")["detail"]?.text?.hasPrefix("Europe/Berlin") == true)
        #expect(ConsoleTests.isClean(run.out))
        var schemas = SchemaCheck()
        schemas.add(run.out, as: "doctor")
        let problems = try schemas.problems()
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test(arguments: [TimeInterval(-300), 300, -61])
    func `a wrong clock is found from the Date header`(_ clock: TimeInterval) async throws {
        let run = try await world(CommandWorld.Network { _ in .success(Self.response(clock: clock)) }).run("doctor", "--json")
        let finding = try check(run, "clock")
        #expect(run.status == .failed && finding["state"]?.text == "bad" && finding["fix"]?.text?.contains("timedatectl") == true)
        #expect(finding["data"]?.object?["skew_seconds"]?.integer == Int(-clock))
        #expect(finding["detail"]?.text?.contains(clock < 0 ? "ahead of dev" : "behind dev") == true)
    }

    @Test func `a certificate that ends soon, and a stage that fails, are noted`() async throws {
        let soon = try await world(CommandWorld.Network { _ in .success(Self.response(certificateDays: 3.5)) }).run("doctor", "--json")
        #expect(try soon.status == .done && check(soon, "certificate")["state"]?.text == "note")
        #expect(try check(soon, "certificate")["fix"]?.text?.contains("renew") == true)
        let failing = try await world(CommandWorld.Network { _ in .success(Self.response(status: 502)) }).run("doctor", "--json")
        #expect(try failing.status == .failed && check(failing, "network")["fix"]?.text?.contains("hdoc stage check dev") == true)
        #expect(try check(failing, "sign_in_page")["state"]?.text == "bad")
    }

    @Test func `an unreachable stage does not hide the other checks`() async throws {
        let error = TransportError(.unresolvable, mayHaveArrived: false)
        let run = try await world(CommandWorld.Network { $0.contains("a.example") ? .failure(error) : .success(Self.response()) }).run(
            "doctor", "--json")
        #expect(try run.status == .failed && check(run, "network")["state"]?.text == "bad")
        #expect(try check(run, "sign_in_page")["state"]?.text == "ok" && check(run, "outbox")["detail"]?.text == "empty")
        #expect(run.err.hasPrefix("1 check failed: network.\n"), "\(run.err)")
    }

    @Test func `without a network nothing is asked`() async throws {
        let run = try await world(.none).run("doctor", "--offline", "--json")
        #expect(try run.status == .done && check(run, "network")["detail"]?.text == "not checked: --offline")
    }

    @Test func `what waits makes a sign-in necessary, and a rejected entry needs a decision`() async throws {
        let signedOut = try await world { $0.session = .signedOut }.run("doctor", "--json")
        #expect(try signedOut.status == .done && check(signedOut, "sign_in")["state"]?.text == "note")
        let waiting = try await world {
            ($0.session, $0.handle, $0.outbox) = (.signedOut, nil, [OutboxCommandTests.queued])
        }.run("doctor", "--json")
        #expect(waiting.status == .failed)
        for name in ["sign_in", "handle"] {
            #expect(try check(waiting, name)["state"]?.text == "bad" && check(waiting, name)["fix"]?.text?.contains("hdoc login") == true)
        }
        #expect(try check(waiting, "outbox")["fix"]?.text?.contains("hdoc outbox send") == true)
        let rejected = try await world { $0.outbox = [Samples.entry("0198c0de-9999", day: 9, .rejected)] }.run("doctor", "--json")
        #expect(try rejected.status == .failed && check(rejected, "outbox")["fix"]?.text?.contains("hdoc outbox edit") == true)
        #expect(try check(rejected, "outbox")["data"]?.object?["rejected"]?.integer == 1)
    }

    @Test(arguments: [("tokens.json", 0o644, "tokens", "go-rwx"), ("", 0o777, "state_directory", "go-w")])
    func `files that others can read, and directories that others can change, are found`(
        _ file: String, _ mode: Int, _ name: String, _ fix: String
    ) async throws {
        let world = try world()
        let directory = world.directory + "/state/hdoc"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = file.isEmpty ? directory : "\(directory)/dev.\(file)"
        if !file.isEmpty { try Data("{}".utf8).write(to: URL(fileURLWithPath: path)) }
        chmod(path, mode_t(mode))
        let run = try await world.run("doctor", "--json")
        let finding = try check(run, name)
        #expect(run.status == .failed && finding["fix"]?.text == "`chmod \(fix) '\(path)'`.", "\(finding)")
        #expect(finding["data"]?.object?["mode"]?.text == String(mode, radix: 8))
    }

    @Test func `the terminal's kind, characters and widths are checked`() async throws {
        let good = try await world(
            environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"],
            widths: [WidthProbe.Measurement(sample: "雲", expected: 2, columns: 2)]
        )
        .run("doctor", columns: 200)
        #expect(good.status == .done, "\(good)")
        #expect(good.out.contains("xterm-256color, 256 colours\n") && good.out.contains("1 samples have the expected width"))
        let bad = try await world(
            environment: ["TERM": "no-such-terminal", "LANG": "C"],
            widths: [WidthProbe.Measurement(sample: "─", expected: 1, columns: 2)]
        )
        .run("doctor", columns: 200)
        #expect(bad.status == .failed)
        for text in ["TERM=no-such-terminal is unknown", "not UTF-8: LANG=C", "─ is 2 wide instead of 1", "→ Set LANG to a UTF-8 locale"] {
            #expect(bad.out.contains(text), "\(text)\n\(bad.out)")
        }
    }

    @Test func `the answer of a terminal about its cursor is read`() {
        #expect(WidthProbe.column(in: Array("\u{1B}[24;3R".utf8)) == 3)
        #expect(WidthProbe.column(in: Array("typed\u{1B}[1;12R".utf8)) == 12)
        for other in ["R", "\u{1B}[R", "\u{1B}[;3R", "\u{1B}[1;2;3R"] {
            #expect(WidthProbe.column(in: Array(other.utf8)) == nil, "\(other)")
        }
    }

    @Test func `doctor does not show the password of a proxy`() async throws {
        let run = try await world(environment: ["HTTPS_PROXY": "http://user:hunter2@p.example"]).run("doctor")
        #expect(run.out.contains("proxy\tok\tset: HTTPS_PROXY\t-\n") && !(run.out + run.err).contains("hunter2"))
    }

    @Test func `an invalid configuration and a missing stage are found, with the fix`() async throws {
        let world = try world()
        try world.configure("colour = 1\n")
        let invalid = try await world.run("doctor")
        #expect(invalid.status == .failed && invalid.out.contains("config.toml:1: unknown key `colour`."), "\(invalid)")
        try world.configure("")
        let none = try await world.run("doctor", "--json")
        #expect(try none.status == .failed && check(none, "stage")["fix"]?.text?.contains("hdoc stage add") == true, "\(none)")
    }
}
