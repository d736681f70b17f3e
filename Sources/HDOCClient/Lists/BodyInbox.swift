import FoundationEssentials
import Synchronization

/// Passes the body of a response from the transport's thread to the task that reads it, while it arrives.
///
/// Only successful responses are passed on; the transport collects every other body. If an exchange is repeated, the body begins
/// again.
final class BodyInbox: Sendable {
    /// Bytes of the body.
    struct Piece: Sendable {
        /// The number of times that the body began.
        let attempt: Int
        let bytes: [UInt8]
    }

    private struct Contents {
        var attempt = 0
        /// In order. All but the last are full.
        var pieces: [[UInt8]] = []
        var isFinished = false
        var reader: CheckedContinuation<Void, Never>?

        var isReady: Bool { pieces.first.map { $0.count >= enough || isFinished } ?? false }
    }

    /// A piece is full, and the reader is woken, when it has this many bytes. Each time costs a switch between threads. One large
    /// buffer would be copied while it grows.
    private static let enough = 1 << 16

    private let contents = Mutex(Contents())

    /// What the transport calls.
    var receiver: BodyReceiver {
        BodyReceiver { [self] status in
            guard (200..<300).contains(status) else { return false }
            contents.withLock { contents in
                contents.attempt += 1
                contents.pieces = []
            }
            return true
        } take: { [self] bytes in
            let reader = contents.withLock { contents in
                if contents.pieces.last.map({ $0.count >= Self.enough }) ?? true {
                    contents.pieces.append([])
                    contents.pieces[contents.pieces.count - 1].reserveCapacity(Self.enough + (1 << 14))
                }
                contents.pieces[contents.pieces.count - 1].append(contentsOf: bytes)
                return contents.isReady ? Self.takeReader(&contents) : nil
            }
            reader?.resume()
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

    /// Waits for bytes. Nil after the end. Only one task may call this.
    func next() async -> Piece? {
        while true {
            let (piece, isFinished) = contents.withLock { contents in
                guard contents.isReady else { return (Piece?.none, contents.isFinished) }
                return (Piece(attempt: contents.attempt, bytes: contents.pieces.removeFirst()), contents.isFinished)
            }
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
