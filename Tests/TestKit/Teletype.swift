import Foundation

/// A terminal that is used line by line, and a record of every byte that was printed on it. It waits for the prompt `> ` before it types.
public final class Teletype {
    public struct Silence: Error, CustomStringConvertible {
        public let description: String
    }

    private let master: Int32
    /// The end for the program.
    public let slave: Int32
    private var process: pid_t?
    /// Everything that was printed, including the echo of what was typed.
    public private(set) var record: [UInt8] = []

    public init(columns: UInt16 = 80, rows: UInt16 = 24) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw Silence(description: "no terminal") }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        (self.master, self.slave) = (master, slave)
    }

    deinit {
        if let process {
            kill(process, SIGKILL)
            Spawn.wait(process)
        }
        close(master)
        close(slave)
    }

    /// Starts a program on the terminal, and waits for its first prompt.
    public func start(_ program: URL, _ arguments: [String], environment: [String: String]) throws {
        let end = Spawn.Stream.descriptor(slave)
        process = try Spawn.start(
            "/usr/bin/setsid", ["--ctty", "--wait", program.path] + arguments, environment: environment, streams: [end, end, end])
        try awaitPrompt(from: 0)
    }

    /// Types a line, waits for the next prompt, and returns what was printed in between, without carriage returns.
    @discardableResult
    public func type(_ line: String) throws -> String {
        let start = record.count
        try send(line + "\n")
        try awaitPrompt(from: start, after: line)
        return text(from: start)
    }

    /// Types without waiting, for example Ctrl-D.
    public func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard write(master, bytes, bytes.count) == bytes.count else { throw Silence(description: "cannot type") }
    }

    /// Types a last line, and waits until the program ends. Returns its exit status.
    public func end(typing line: String) throws -> Int32 {
        try send(line)
        return try awaitEnd()
    }

    /// Waits until the program ends, and returns its exit status.
    public func awaitEnd() throws -> Int32 {
        guard let process else { return -1 }
        var status: Int32 = 0
        let deadline = Date().addingTimeInterval(60)
        while waitpid(process, &status, WNOHANG) == 0 {
            guard Date() < deadline else { throw Silence(description: "hdoc does not end:\n" + text()) }
            _ = try read(within: 50)
        }
        while try read(within: 50) {}
        self.process = nil
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
    }

    /// Ends the program and everything that it started at once, as a power loss would.
    public func kill9() throws {
        guard let process else { return }
        let children = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        for each in children.split(separator: " ").compactMap({ pid_t($0) }) + [process] { kill(each, SIGKILL) }
        _ = try awaitEnd()
    }

    public func resize(columns: UInt16) {
        var size = winsize(ws_row: 12, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Reads until the output ends with a prompt that follows the echo of the typed line.
    public func awaitPrompt(from start: Int, after line: String = "") throws {
        let deadline = Date().addingTimeInterval(60)
        while !(text(from: start).hasSuffix("> ") && (line.isEmpty || text(from: start).contains(line + "\n"))) {
            guard Date() < deadline else { throw Silence(description: "no prompt after:\n" + text(from: max(0, start - 200))) }
            _ = try read(within: 100)
        }
    }

    public func text(from start: Int = 0) -> String {
        String(decoding: record[start...].filter { $0 != 0x0D }, as: UTF8.self)
    }

    /// Reads what is left after the program has ended.
    public func readRest() throws { while try read(within: 50) {} }

    /// Reads what there is. Returns false if nothing came.
    private func read(within milliseconds: Int32) throws -> Bool {
        var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, milliseconds) > 0, source.revents & Int16(POLLIN) != 0 else { return false }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &chunk, chunk.count)
        guard count > 0 else { return false }
        record += chunk[..<count]
        return true
    }

    /// What a screen reader or a teletype could not follow, each with its line. Empty if everything is plain lines.
    /// - Parameter typed: the lines that were typed, which may be longer than what hdoc prints.
    public static func violations(in record: [UInt8], typed: [String] = []) -> [String] {
        let text = String(decoding: record, as: UTF8.self)
        var found: [String] = []
        for (index, byte) in record.enumerated() {
            // The terminal makes CR LF of a line break. A carriage return anywhere else moves the cursor.
            let isAlone = byte == 0x0D && (index + 1 == record.count || record[index + 1] != 0x0A)
            if isAlone || (byte < 0x20 && byte != 0x0A && byte != 0x0D) || byte == 0x7F { found.append("byte \(byte) at \(index)") }
        }
        for scalar in text.unicodeScalars where 0x2500...0x28FF ~= scalar.value || 0x80..<0xA0 ~= scalar.value {
            found.append("U+\(String(scalar.value, radix: 16))")
        }
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
        for (line, next) in zip(lines, lines.dropFirst() + [""]) {
            let isTyped = line.hasPrefix("> ") || typed.contains(line)
            if !isTyped, columns(line) > 79 { found.append("too wide: \(line)") }
            if !isTyped, line.trimmingCharacters(in: .whitespaces).contains("  ") { found.append("padded: \(line)") }
            if !isTyped, !line.isEmpty, line == next { found.append("said twice: \(line)") }
        }
        return found
    }

    /// An upper bound of the columns, independent of hdoc: East Asian characters and emoji have two, marks have none.
    private static func columns(_ line: String) -> Int {
        line.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: sum
            default:
                sum
                    + (scalar.properties.isEmojiPresentation || 0x1100...0x115F ~= scalar.value
                        || 0x2E80...0xD7FF ~= scalar.value || 0xF900...0xFAFF ~= scalar.value || 0xFF00...0xFF60 ~= scalar.value ? 2 : 1)
            }
        }
    }
}
