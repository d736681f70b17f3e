import Foundation
import TestKit
import Testing

/// The screens stay responsive while a request gets no response.
@Suite("Requests that hang", .ownThreads, .timeLimit(.hang))
struct WaitingTests {
    @Test func `while a request hangs, the screens respond to keys and show the wait, and Esc cancels the request`() async throws {
        let world = try World()
        let hole = try BlackHole()
        try world.configure(api: "http://127.0.0.1:\(hole.port)/")
        let terminal = try world.terminal()
        try await terminal.wait(for: "1 Today")
        try terminal.press("2")
        try await terminal.wait("the wait and its end") { $0.contains("Fetching from dev") && $0.contains("Esc cancel") }
        for _ in 0..<25 {
            try terminal.press("5")
            try await terminal.wait(for: "The outbox is empty")
            try terminal.press("6")
            try await terminal.wait(for: "Connection")
        }
        // On a busy machine the first wait may have reached its limit by now: `r` begins another one.
        try terminal.press("2")
        try terminal.press("r")
        try await terminal.wait(for: "Fetching from dev")
        try terminal.press("Escape")
        try await terminal.wait(for: "Cancelled.")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "0")
    }

    @Test func `while a request hangs, 99 of 100 keys are answered within 100 ms, or 10 terminal echoes if that is longer`() throws {
        let world = try World()
        let hole = try BlackHole()
        try world.configure(api: "http://127.0.0.1:\(hole.port)/")
        let run = try Program.run(
            World.support.appendingPathComponent("latency"), [World.hdoc.path, "200"],
            environment: world.environment.merging(["TERM": "xterm-256color"]) { $1 })
        // The times of a key and of a plain terminal echo, measured alternately: a loaded machine slows down both.
        let times = try #require(run.output.firstMatch(of: /p99 ([0-9.]+); echo p99 ([0-9.]+)/), "\(run)")
        let (key, echo) = (try #require(Double(times.1)), try #require(Double(times.2)))
        #expect(run.status == 0 && key < max(100, 10 * echo), "\(run.output)\(run.errors)")
    }

    @Test func `Ctrl-C ends a command within a second while it decodes a large response`() throws {
        let world = try World()
        let server = try BlackHole()
        let body = Data("[[\(String(repeating: "1,", count: 5_900_000))1]]".utf8)
        server.answerOnce(Data("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
        try world.configure(api: "http://127.0.0.1:\(server.port)/")
        // The signal is sent when the command has used a second of processor time, which only decoding does. A fast machine may be
        // done before that. On an idle machine the command ends after at most 800 ms.
        let script = """
            "$0" users >/dev/null 2>&1 & process=$!
            while used=$(cut -d' ' -f14 "/proc/$process/stat" 2>/dev/null) && [ "${used:-100}" -lt 100 ]; do sleep 0.02; done
            begin=$(date +%s%N); kill -INT "$process"; wait "$process"; status=$?
            echo "$status $((($(date +%s%N) - begin) / 1000000))"
            """
        let run = try Program.run(
            URL(fileURLWithPath: "/bin/bash"), ["-c", script, World.hdoc.path], environment: world.environment)
        let words = run.output.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
        #expect(words.count == 2 && [1, 2].contains(words[0]) && words[1] < 5_000, "\(run)")
    }

    @Test func `a response that stalls shows how much has arrived, and Esc cancels the request`() async throws {
        let world = try World()
        let server = try BlackHole()
        server.answerOnce(
            Data("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[".utf8)
                + Data(repeating: 0x20, count: 400_000))
        try world.configure(api: "http://127.0.0.1:\(server.port)/")
        let terminal = try world.terminal()
        try await terminal.wait(for: "1 Today")
        try terminal.press("2")
        let screen = try await terminal.wait(for: "kB of 1 MB")
        #expect(screen.contains("Fetching from dev …  ━━") && screen.contains("Esc cancel"), "\(screen)")
        try terminal.press("Escape")
        try await terminal.wait(for: "Cancelled.")
        #expect(!terminal.screen.contains("kB of"))
        try terminal.press("q")
        try await terminal.wait(for: "restored")
    }
}

/// A server that accepts connections and sends nothing, except with `answerOnce`.
final class BlackHole {
    struct Failed: Error { let code: Int32 }

    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                // The kernel completes the connections, although no code calls `accept`.
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        if !isOpen { throw Failed(code: errno) }
    }

    deinit { close(descriptor) }

    /// Sends these bytes on the first connection, and nothing more.
    func answerOnce(_ bytes: Data) {
        let descriptor = descriptor
        Thread.detachNewThread {
            let connection = accept(descriptor, nil, nil)
            var request = [UInt8](repeating: 0, count: 4096)
            guard connection >= 0, read(connection, &request, request.count) > 0 else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if sent <= 0 { break }
                rest = rest.dropFirst(sent)
            }
            // Keeps the connection open until the client closes it.
            while read(connection, &request, request.count) > 0 {}
            close(connection)
        }
    }
}
