import FoundationEssentials
import Synchronization

/// Passes the body of a response from the transport's thread to the task that reads it, while it arrives.
///
/// Only successful responses are passed on; the transport collects every other body. If an exchange is repeated, the body begins
/// again. If the reader is slower than the network, the transport waits, so that the inbox never grows large.
final class BodyInbox: Sendable {
    /// Bytes of the body.
    struct Piece: Sendable {
        /// The number of times that the body began.
        let attempt: Int
        let bytes: [UInt8]
    }

    private struct Contents {
        var attempt = 0
        /// In order. Only the last one may take more bytes.
        var pieces: [[UInt8]] = []
        var isFinished = false
        var reader: CheckedContinuation<Void, Never>?
        /// Continues the transfer, if it waits for room.
        var resume: (@Sendable () -> Void)?

        var isReady: Bool { pieces.count > 1 || pieces.first.map { $0.count >= enough || isFinished } ?? false }
    }

    /// The reader is woken when a piece has this many bytes. Each time costs a switch between threads. One large buffer would be copied
    /// while it grows.
    private static let enough = 1 << 16
    /// The number of pieces at which the transfer waits until half of them are read.
    private static let most = 8

    private let contents = Mutex(Contents())

    /// What the transport calls.
    var receiver: BodyReceiver {
        BodyReceiver { [self] status in
            guard (200..<300).contains(status) else { return false }
            contents.withLock { contents in
                contents.attempt += 1
                (contents.pieces, contents.resume) = ([], nil)
            }
            return true
        } take: { [self] bytes in
            let reader = contents.withLock { contents in
                if contents.pieces.last.map({ $0.count + bytes.count > Self.enough }) ?? true {
                    contents.pieces.append([])
                    contents.pieces[contents.pieces.count - 1].reserveCapacity(max(Self.enough, bytes.count))
                }
                contents.pieces[contents.pieces.count - 1].append(contentsOf: bytes)
                return contents.isReady ? Self.takeReader(&contents) : nil
            }
            reader?.resume()
        } hasRoom: { [self] resume in
            contents.withLock { contents in
                guard contents.pieces.count >= Self.most else { return true }
                contents.resume = resume
                return false
            }
        }
    }

    /// Says that nothing more will come.
    func finish() {
        let reader = contents.withLock { contents in
            contents.isFinished = true
            return Self.takeReader(&contents)
        }
        reader?.resume()
    }

    private static func takeReader(_ contents: inout Contents) -> CheckedContinuation<Void, Never>? {
        defer { contents.reader = nil }
        return contents.reader
    }

    private static func takePiece(_ contents: inout Contents) -> (piece: Piece?, isFinished: Bool, resume: (@Sendable () -> Void)?) {
        guard contents.isReady else { return (nil, contents.isFinished, nil) }
        let piece = Piece(attempt: contents.attempt, bytes: contents.pieces.removeFirst())
        guard contents.pieces.count <= most / 2 else { return (piece, contents.isFinished, nil) }
        defer { contents.resume = nil }
        return (piece, contents.isFinished, contents.resume)
    }

    /// Waits for bytes. Nil after the end. Only one task may call this.
    func next() async -> Piece? {
        while true {
            let (piece, isFinished, resume) = contents.withLock { Self.takePiece(&$0) }
            resume?()
            if let piece { return piece }
            if isFinished { return nil }
            await withCheckedContinuation { continuation in
                let isReady = contents.withLock { contents in
                    if contents.isFinished || contents.isReady { return true }
                    contents.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }
}
