import Foundation
import TestKit

/// `hdoc` on a terminal whose reader stops reading.
final class StuckTerminal {
    struct NoTerminal: Error {}

    private let master, slave: Int32
    private let original: termios
    private let process: pid_t
    private var isRunning = true

    init(_ arguments: [String], environment: [String: String]) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 50, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw NoTerminal() }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        (self.master, self.slave) = (master, slave)
        original = Self.modes(slave)
        let terminal = Spawn.Stream.descriptor(slave)
        process = try Spawn.start(
            "/usr/bin/setsid", ["--ctty", "--wait", World.hdoc.path] + arguments,
            environment: environment.merging(["TERM": "xterm-256color"]) { $1 },
            streams: [terminal, terminal, terminal])
    }

    deinit {
        if isRunning { _ = end(SIGKILL) }
        close(master)
        close(slave)
    }

    private static func modes(_ descriptor: Int32) -> termios {
        var modes = termios()
        tcgetattr(descriptor, &modes)
        return modes
    }

    /// Reads the program's output until it contains a text.
    func read(until text: String) throws {
        var seen = Data()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while seen.range(of: Data(text.utf8)) == nil {
            let count = Glibc.read(master, &chunk, chunk.count)
            guard count > 0 else { throw NoTerminal() }
            seen += chunk[..<count]
        }
    }

    func type(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard write(master, bytes, bytes.count) == bytes.count else { throw NoTerminal() }
    }

    /// Waits until the program has read everything that was typed.
    func waitUntilRead() throws {
        var waiting: Int32 = 0
        repeat {
            guard ioctl(slave, UInt(FIONREAD), &waiting) == 0 else { throw NoTerminal() }
            if waiting > 0 { usleep(10_000) }
        } while waiting > 0
    }

    /// Writes to the terminal until it accepts no more bytes.
    func fill() throws {
        let again = open("/proc/self/fd/\(slave)", O_WRONLY | O_NONBLOCK | O_NOCTTY)
        guard again >= 0 else { throw NoTerminal() }
        defer { close(again) }
        // The kernel moves bytes to another buffer after a moment, so that the terminal accepts more.
        while Self.fill(again) { usleep(100_000) }
    }

    /// Whether the terminal has accepted bytes.
    private static func fill(_ descriptor: Int32) -> Bool {
        var hasWritten = false
        for size in [4096, 64, 1] {
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: size)
            while write(descriptor, bytes, size) > 0 { hasWritten = true }
        }
        return hasWritten
    }

    /// Sends a signal and waits until the program has ended. Returns its exit status, or 128 plus the signal's number, and the seconds that
    /// it took.
    func end(_ signal: Int32) -> (status: Int32, seconds: Double) {
        let begun = ContinuousClock.now
        kill(child, signal)
        isRunning = false
        let status = Spawn.wait(process)
        return (status, (ContinuousClock.now - begun) / .seconds(1))
    }

    /// The program itself: `setsid` is its parent if it had to fork.
    private var child: pid_t {
        let children = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        return children?.split(separator: " ").first.flatMap { pid_t($0) } ?? process
    }

    var hasOriginalModes: Bool {
        let now = Self.modes(slave)
        return now.c_lflag == original.c_lflag && now.c_iflag == original.c_iflag && now.c_oflag == original.c_oflag
    }
}
