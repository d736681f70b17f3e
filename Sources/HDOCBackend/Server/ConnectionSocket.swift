import FlyingSocks
import FoundationEssentials
import Glibc
import Synchronization

/// The client has disconnected, or it took longer than a limit allows.
struct ConnectionEnd: Error {}

/// The socket of one connection. Its reads and writes end when a deadline passes.
final class ConnectionSocket: Sendable {
    private let socket: AsyncSocket
    private let isOpen = Mutex(true)

    init(_ socket: AsyncSocket) {
        self.socket = socket
        _ = fcntl(socket.socket.file.rawValue, F_SETFD, FD_CLOEXEC)
    }

    /// Runs `work`. After `limit`, ends its reads and writes, which then throw.
    func within<Value>(_ limit: Duration, _ work: () async throws -> Value) async throws -> Value {
        let timer = Task {
            try await Task.sleep(for: limit)
            self.shutDown(Int32(SHUT_RDWR))
        }
        defer { timer.cancel() }
        return try await work()
    }

    /// Waits for bytes. Throws at the end of the stream.
    func read() async throws -> [UInt8] {
        try await socket.read(atMost: 65_536)
    }

    func write(_ bytes: [UInt8]) async throws {
        try await socket.write(Data(bytes))
    }

    /// Says that nothing more will be sent, and reads what the client still sends, up to a limit. If a socket is closed while bytes
    /// are unread, the connection is reset, and the client may lose the reply.
    func finish() async {
        shutDown(Int32(SHUT_WR))
        try? await within(.seconds(1)) {
            var rest = 1_000_000
            while rest > 0 { rest -= try await read().count }
        }
    }

    func close() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            try? socket.close()
        }
    }

    /// A timer may fire late. The lock ensures that it never acts on a descriptor that is closed and in use for another connection.
    private func shutDown(_ direction: Int32) {
        isOpen.withLock { if $0 { shutdown(socket.socket.file.rawValue, direction) } }
    }
}
