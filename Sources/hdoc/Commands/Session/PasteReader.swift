import Glibc
import TerminalKit

/// Reads pasted texts from a descriptor until it is stopped. It switches the terminal from line mode to reading key by key, because
/// in line mode the terminal cuts a line after 4,095 bytes and echoes the pasted address.
final class PasteReader: Sendable {
    private let descriptor: Int32
    private let wakeEnd, waitEnd: Int32

    init?(descriptor: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (self.descriptor, waitEnd, wakeEnd) = (descriptor, ends[0], ends[1])
    }

    deinit {
        close(waitEnd)
        close(wakeEnd)
    }

    /// Makes `run` return. May be called from any thread, any number of times.
    func stop() {
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
    }

    /// Reads until `stop` is called or the input ends; blocks the thread. Restores the terminal before it returns.
    /// - Parameters:
    ///   - typed: called with the number of bytes of the unfinished text whenever it changes.
    ///   - take: called with each finished text.
    func run(typed: (Int) -> Void, take: (String) -> Void) {
        let isTerminal = isatty(descriptor) == 1
        // A background process must not read or change the terminal.
        if isTerminal, tcgetpgrp(descriptor) != getpgrp() { return }
        if isTerminal { KeyMode.begin(descriptor: descriptor, brackets: Self.hasBracketedPaste) }
        defer { KeyMode.end() }
        var parser = PasteParser()
        while let bytes = next(parser.mayBeFinished ? 50 : -1) {
            let before = parser.count
            if bytes.isEmpty { parser.pause() } else { parser.take(bytes) }
            parser.takeFinished().forEach(take)
            if parser.count != before { typed(parser.count) }
        }
        parser.close()
        parser.takeFinished().forEach(take)
    }

    private static var hasBracketedPaste: Bool {
        isatty(2) == 1 && getenv("TERM").map { String(cString: $0) != "dumb" } == true
    }

    /// The next bytes; empty if none arrived within `patience` milliseconds (-1 means no limit); nil at the end of the input or after
    /// `stop`.
    private func next(_ patience: Int32) -> [UInt8]? {
        var sources = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: waitEnd, events: Int16(POLLIN), revents: 0)]
        while true {
            let ready = poll(&sources, 2, patience)
            if ready < 0, errno == EINTR { continue }
            if ready == 0 { return [] }
            guard ready > 0, sources[1].revents == 0 else { return nil }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return count > 0 ? Array(chunk[..<count]) : nil
        }
    }
}
