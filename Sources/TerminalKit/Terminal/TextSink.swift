import Glibc

/// The destination of plain output: a file descriptor, or memory in tests.
public protocol TextSink: Sendable {
    /// Whether the destination is a terminal.
    var isTerminal: Bool { get }
    /// The width of the terminal in columns; nil if the destination is not a terminal.
    var columns: Int? { get }
    /// Writes all bytes. Throws a `SinkError` if a write fails.
    func write(_ bytes: [UInt8]) throws(SinkError)
}

/// The reason why output could not be written.
public enum SinkError: Error, Sendable, Equatable {
    /// The reader has closed the pipe, which is not an error of this program.
    case closed
    /// The write failed; `detail` is the system's text for `errno`.
    case failed(detail: String)
}

/// Writes to a file descriptor, such as standard output or standard error.
public struct DescriptorSink: TextSink {
    /// The file descriptor, which stays open.
    public let descriptor: Int32

    /// Whether the descriptor is a terminal.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The width of the terminal in columns; nil if it is not one.
    public var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes all bytes and waits while the reader is slow. Throws `SinkError.closed` if the reader is gone.
    public func write(_ bytes: [UInt8]) throws(SinkError) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                done += count
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno == EPIPE {
                throw .closed
            } else if errno != EINTR {
                throw .failed(detail: String(cString: strerror(errno)))
            }
        }
    }

    /// A sink for an open descriptor.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }
}
