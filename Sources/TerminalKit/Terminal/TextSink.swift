import Glibc

/// The destination of plain output: a file descriptor, or memory in tests.
public protocol TextSink: Sendable {
    var isTerminal: Bool { get }
    /// The width of the terminal in columns; nil if the destination is not a terminal.
    var columns: Int? { get }
    /// Writes all bytes. Throws the `errno` of a failed write.
    func write(_ bytes: [UInt8]) throws(SinkError)
}

public enum SinkError: Error, Sendable, Equatable {
    /// The reader has closed the pipe, which is not an error of this program.
    case closed
    case failed(detail: String)
}

/// Standard output or standard error.
public struct DescriptorSink: TextSink {
    public let descriptor: Int32

    public var isTerminal: Bool { isatty(descriptor) == 1 }

    public var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

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

    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }
}
