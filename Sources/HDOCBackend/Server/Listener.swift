import FlyingSocks
import Glibc

/// The listening socket on 127.0.0.1 and every connection that it accepted.
///
/// It uses FlyingFox's sockets but not its server, which limits neither the size of a head nor the time in which it must arrive,
/// nor the number of connections.
struct Listener: Sendable {
    let port: UInt16
    private let socket: Socket
    private let limits: ServerLimits
    private let executor: (any TaskExecutor)?

    private init(socket: Socket, port: UInt16, limits: ServerLimits, executor: (any TaskExecutor)?) {
        (self.socket, self.port, self.limits, self.executor) = (socket, port, limits, executor)
    }

    /// Binds the port. Clients can connect from now on; they are answered after `serve`.
    static func open(
        port: UInt16, limits: ServerLimits = ServerLimits(), executor: (any TaskExecutor)?
    ) throws(BackendError) -> Listener {
        do {
            let socket = try Socket(domain: AF_INET)
            _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
            do {
                try socket.setValue(true, for: .localAddressReuse)
                try socket.bind(to: try sockaddr_in.inet(ip4: "127.0.0.1", port: port))
            } catch {
                try? socket.close()
                throw error
            }
            try socket.listen()  // closes the socket itself if it fails
            guard case .ip4(_, let bound) = try socket.sockname() else { throw BackendError.listening("the socket has no address") }
            return Listener(socket: socket, port: bound, limits: limits, executor: executor)
        } catch {
            if case SocketError.failed(_, EADDRINUSE, _) = error { throw .portInUse(port) }
            throw error as? BackendError ?? .listening(String(describing: error))
        }
    }

    /// Starts to answer. The task ends when it is cancelled; every connection is closed then. An error of the event queue closes the
    /// connections, but does not end the task.
    func serve(_ dispatcher: Task<Dispatcher, any Error>) -> Task<Void, Never> {
        Task(executorPreference: executor) {
            while !Task.isCancelled {
                try? await run(dispatcher)
                try? await Task.sleep(for: .milliseconds(50))
            }
            try? socket.close()
        }
    }

    private func run(_ dispatcher: Task<Dispatcher, any Error>) async throws {
        let pool = SocketPool<Poll>.make()
        try await pool.prepare()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { try await accept(AsyncSocket(socket: socket, pool: pool), dispatcher) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func accept(_ listening: AsyncSocket, _ dispatcher: Task<Dispatcher, any Error>) async throws {
        let slots = ConnectionSlots(limits.connections)
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                await slots.take()
                try Task.checkCancellation()
                guard let socket = try await nextConnection(listening) else {
                    await slots.give()
                    continue
                }
                group.addTask {
                    await Connection(socket: ConnectionSocket(socket), dispatcher: dispatcher, limits: limits).run()
                    await slots.give()
                }
            }
        }
    }

    /// Accepts a connection. Nil if it was closed before it was accepted, or if no file descriptor is free.
    private func nextConnection(_ listening: AsyncSocket) async throws -> AsyncSocket? {
        do {
            return try await listening.accept()
        } catch let error as SocketError {
            // If no descriptor is free, `accept` fails again and again without waiting.
            if case .failed = error { try await Task.sleep(for: .milliseconds(50)) }
            return nil
        }
    }
}

/// Counts the open connections. `take` waits while there are too many.
private actor ConnectionSlots {
    private var free: Int
    private var waiting: CheckedContinuation<Void, Never>?

    init(_ count: Int) { free = count }

    /// Only the task that accepts connections calls this.
    func take() async {
        if free == 0 { await withCheckedContinuation { waiting = $0 } }
        free -= 1
    }

    func give() {
        free += 1
        waiting?.resume()
        waiting = nil
    }
}
