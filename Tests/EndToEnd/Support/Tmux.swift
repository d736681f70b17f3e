import Foundation
import TestKit
import Testing

/// A real terminal of a fixed size: a tmux server that belongs to one test. A test that waits for a text is woken by the
/// program's output, never by a timer. If the text never appears, the suite's time limit ends the test.
final class Tmux {
    /// Keeps the world's directory, which holds the socket, as long as the server runs.
    private let world: World
    let socket: String
    private let output: AsyncStream<Void>
    private let watcher: Process

    /// Starts a tmux server that runs `command` in a window of `columns` × `rows`.
    init(in world: World, columns: Int, rows: Int, environment: [String: String], command: String) throws {
        self.world = world
        let directory = world.directory
        // A unique name, because a server that ends removes its socket and must not remove that of the next server.
        socket = "\(directory)/tmux-\(UUID().uuidString.prefix(8))"
        // tmux replaces the session's PATH by that of the client.
        let path = environment["PATH"].map { "PATH='\($0)' " } ?? ""
        let settings = environment.sorted { $0.key < $1.key }.flatMap { ["-e", "\($0.key)=\($0.value)"] }
        let (configuration, log) = ("\(directory)/tmux.conf", AsyncStream<Void>.makeStream())
        try Data("set -g default-terminal tmux-256color\nset -g status off\nset -sg escape-time 0\n".utf8)
            .write(to: URL(fileURLWithPath: configuration))
        try Self.run(
            ["-S", socket, "-f", configuration, "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
                + settings + ["-s", "t", "env \(path)\(command)"])
        (output, watcher) = (log.stream, Process())
        // tmux notifies a client in control mode of all output. The client must not change the window's size.
        watcher.executableURL = Self.program
        watcher.arguments = ["-S", socket, "-C", "attach-session", "-f", "ignore-size", "-t", "t"]
        watcher.standardInput = Pipe()
        let pipe = Pipe()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            if handle.availableData.isEmpty {
                handle.readabilityHandler = nil
                log.continuation.finish()
            } else {
                log.continuation.yield()
            }
        }
        watcher.standardOutput = pipe
        try watcher.run()
    }

    deinit {
        // SIGKILL, because a control client and a server that end at the same time wait for each other.
        kill(watcher.processIdentifier, SIGKILL)
        _ = try? Self.run(["-S", socket, "kill-server"])
    }

    /// The screen as text, without trailing spaces.
    var screen: String { (try? Self.run(["-S", socket, "capture-pane", "-p", "-t", "t"])) ?? "" }

    var isAlternateScreen: Bool { format("#{alternate_on}") == "1" }
    /// Column and row of the hardware cursor, from 0.
    var cursor: String { format("#{cursor_x},#{cursor_y}") }

    private func format(_ text: String) -> String {
        (try? Self.run(["-S", socket, "display-message", "-p", "-t", "t", text]))?.trimmingCharacters(in: .newlines) ?? ""
    }

    /// Keys by tmux's names: `Enter`, `Escape`, `C-c`.
    func press(_ keys: String...) throws { try Self.run(["-S", socket, "send-keys", "-t", "t"] + keys) }
    func type(_ text: String) throws { try Self.run(["-S", socket, "send-keys", "-t", "t", "-l", text]) }
    /// Pastes as a terminal does: as a bracketed paste if the program has asked for it.
    func paste(_ text: String) throws {
        try Self.run(["-S", socket, "set-buffer", "-b", "test", "--", text])
        try Self.run(["-S", socket, "paste-buffer", "-p", "-b", "test", "-t", "t"])
    }
    func resize(columns: Int, rows: Int) throws {
        try Self.run(["-S", socket, "resize-window", "-t", "t", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Waits until the screen meets `condition`, and returns the screen.
    @discardableResult
    func wait(_ what: String, until condition: (String) -> Bool) async throws -> String {
        var last = screen
        if condition(last) { return last }
        for await _ in output {
            last = screen
            if condition(last) { return last }
        }
        throw NeverCame(what: what, screen: last)
    }

    @discardableResult
    func wait(for text: String) async throws -> String { try await wait(text) { $0.contains(text) } }

    struct NeverCame: Error, CustomStringConvertible {
        let what: String
        let screen: String
        var description: String { "never on the screen: \(what)\n\(screen)" }
    }

    /// Runs another tmux command and returns its output.
    @discardableResult
    func tmux(_ arguments: String...) throws -> String {
        try Self.run(["-S", socket] + arguments).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static let program = URL(fileURLWithPath: "/usr/bin/tmux")

    @discardableResult
    private static func run(_ arguments: [String]) throws -> String {
        try Program.run(program, arguments).output
    }
}
