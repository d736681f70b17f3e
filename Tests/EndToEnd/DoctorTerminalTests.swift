import Foundation
import TestKit
import Testing

@Suite("hdoc doctor in a real terminal", .ownThreads, .timeLimit(.hang))
struct DoctorTerminalTests {
    @Test func `doctor measures the width of characters, and leaves the terminal as it was`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal(columns: 150, rows: 50, "doctor --offline")
        let screen = try await terminal.wait(for: "restored")
        #expect(screen.contains("samples have the expected width"), "\(screen)")
        #expect(screen.contains("tmux-256color, 256 colours"), "\(screen)")
        // The samples and the questions about the cursor are erased.
        #expect(!screen.contains("雲") && !screen.contains("[6n"), "\(screen)")
        #expect(try world.statusAfterTerminal() == "0")
        #expect(try world.contents("before") == world.contents("after"), "the terminal settings must be restored")
    }

    @Test func `doctor measures the connections of a real stage`() throws {
        let world = try World.signedIn()
        let run = try world.hdoc("doctor", "--json")
        #expect(run.status == 0, "\(run)")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let checks = try #require(document["checks"] as? [[String: Any]])
        for name in ["network", "sign_in_page"] {
            let data = try #require(checks.first { $0["name"] as? String == name }?["data"] as? [String: Any])
            let times = ["name_lookup_ms", "connect_ms", "first_byte_ms", "total_ms"].compactMap { data[$0] as? Int }
            #expect(times.count == 4 && times == times.sorted() && data["status"] as? Int == 200, "\(data)")
            #expect(data["tls_ms"] is NSNull && data["ip_address"] as? String == "127.0.0.1")
        }
        // The embedded backend sends no Date header.
        #expect(checks.contains { $0["name"] as? String == "clock" && $0["state"] as? String == "note" })
        world.stopBackend()
        let away = try world.hdoc("doctor")
        #expect(away.status == 1 && away.output.contains("network\tbad\tCould not reach dev"), "\(away)")
        #expect(away.errors.contains("2 checks failed: network, sign_in_page."), "\(away.errors)")
    }
}
