/// Reads the requests of one connection, one after the other.
final class RequestReader {
    enum HeadResult {
        case head(ParsedHead)
        case malformed, tooLarge
    }

    private static let headEnd = Array("\r\n\r\n".utf8)
    /// The longest line of a chunked body: a size of up to eight hexadecimal digits, and extensions that are ignored.
    private static let chunkLine = 256

    private let socket: ConnectionSocket
    private let limits: ServerLimits
    /// Bytes that have arrived. Those before `start` are used up, and are removed before more is read.
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ socket: ConnectionSocket, limits: ServerLimits) {
        self.socket = socket
        self.limits = limits
    }

    /// Reads the next head.
    /// - Parameter isFirst: whether it is the first one of the connection, for which the client may not wait.
    func head(isFirst: Bool) async throws -> HeadResult {
        if start == buffer.count && !isFirst { try await socket.within(limits.idleTime, fill) }
        return try await socket.within(limits.headTime) {
            // A client may send an empty line before its request.
            while try await [0x0D, 0x0A].contains(nextByte()) { start += 1 }
            guard let head = try await take(before: Self.headEnd, within: limits.head) else { return .tooLarge }
            do { return .head(try HeadParser.parse(Array(head))) } catch { return .malformed }
        }
    }

    /// Reads a body. Throws if it is malformed, or so large that not even its rest is worth reading.
    func body(_ framing: ParsedHead.BodyFraming) async throws -> CappedBody {
        try await socket.within(limits.bodyTime) {
            var body = CappedBody()
            switch framing {
            case .length(let count): try await take(count, into: &body)
            case .chunked: try await takeChunks(into: &body)
            }
            return body
        }
    }

    private func takeChunks(into body: inout CappedBody) async throws {
        while true {
            let digits = try await line(within: Self.chunkLine).prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
            guard (1...8).contains(digits.count), let count = Int(String(decoding: digits, as: UTF8.self), radix: 16), count >= 0 else {
                throw ConnectionEnd()
            }
            if count == 0 { break }
            try await take(count, into: &body)
            guard try await line(within: 0).isEmpty else { throw ConnectionEnd() }
        }
        var rest = limits.head
        while case let trailer = try await line(within: rest), !trailer.isEmpty { rest -= trailer.count + 2 }
    }

    private func take(_ count: Int, into body: inout CappedBody) async throws {
        guard body.total + count <= 8 * CappedBody.limit else { throw ConnectionEnd() }
        var rest = count
        while rest > 0 {
            if start == buffer.count { try await fill() }
            let piece = buffer[start...].prefix(rest)
            body.append(piece)
            rest -= piece.count
            start += piece.count
        }
    }

    private func line(within limit: Int) async throws -> ArraySlice<UInt8> {
        guard let line = try await take(before: [0x0D, 0x0A], within: limit) else { throw ConnectionEnd() }
        return line
    }

    /// Removes the bytes before the mark, and the mark, and returns the bytes. Nil if there are more than `limit`. Looks at each byte
    /// once, in however many pieces they arrive.
    private func take(before mark: [UInt8], within limit: Int) async throws -> ArraySlice<UInt8>? {
        var count = 0
        while true {
            while start + count + mark.count <= buffer.count {
                if count > limit { return nil }
                if buffer[(start + count)...].starts(with: mark) {
                    defer { start += count + mark.count }
                    return buffer[start..<(start + count)]
                }
                count += 1
            }
            if count > limit { return nil }
            try await fill()
        }
    }

    private func nextByte() async throws -> UInt8 {
        if start == buffer.count { try await fill() }
        return buffer[start]
    }

    private func fill() async throws {
        buffer.removeFirst(start)
        start = 0
        buffer += try await socket.read()
    }
}
