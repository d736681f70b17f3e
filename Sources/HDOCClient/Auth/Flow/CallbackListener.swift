import FlyingSocks
import FoundationEssentials
import Glibc

/// Waits on loopback for the browser to come back. It is open only during a sign-in, and serves nothing else.
///
/// Built on sockets rather than on FlyingFox's server, which bounds neither the size of a request head nor the time a
/// client takes over it.
struct CallbackListener: Sendable {
    struct Limits: Sendable {
        /// Bytes of one request head. A redirect with a long `error_description` stays well below.
        var head = 16_384
        /// One connection, from accepted to closed.
        var connection = Duration.seconds(10)
        var connections = 32
    }

    struct Answer: Sendable {
        var page: CallbackPage
        /// Handed over once the page is out.
        var reply: AuthorizationReply?
    }

    let port: Int
    var limits = Limits()
    private let sockets: [Socket]

    /// Listens on the first free one of the registered ports, on 127.0.0.1 and on ::1 where the machine has it: a browser
    /// may try either for `localhost`.
    static func open(ports: [Int]) throws(SignInError) -> CallbackListener {
        for port in ports {
            guard let number = UInt16(exactly: port), let sockets = LoopbackSockets.listen(port: number) else { continue }
            return CallbackListener(port: sockets.port, sockets: sockets.sockets)
        }
        throw .portsBusy(ports)
    }

    /// Answers until cancelled. `judge` looks at the query of a well-formed callback; `deliver` gets what it accepted.
    func serve(
        judge: @escaping @Sendable (String) -> Answer, deliver: @escaping @Sendable (AuthorizationReply) -> Void
    ) async throws {
        // Not the default pool: on epoll it leaves a descriptor open each time, and may lose sight of one whose number is
        // used again at once. Looking 20 times a second, for as long as a sign-in waits, is the price.
        let pool = SocketPool<Poll>.poll(interval: .seconds(0.05))
        try await pool.prepare()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            for socket in sockets {
                let listening = try AsyncSocket(socket: socket, pool: pool)
                group.addTask { try await accept(on: listening, judge: judge, deliver: deliver) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// To be called when `serve` has ended.
    func close() {
        for socket in sockets { try? socket.close() }
    }

    private func accept(
        on listening: AsyncSocket, judge: @escaping @Sendable (String) -> Answer,
        deliver: @escaping @Sendable (AuthorizationReply) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var open = 0
            while true {
                try Task.checkCancellation()
                if open >= limits.connections {
                    try await group.next()
                    open -= 1
                }
                guard let socket = try await nextConnection(listening) else { continue }
                open += 1
                group.addTask { await converse(on: socket, judge: judge, deliver: deliver) }
            }
        }
    }

    /// Nil where a connection was gone before it was accepted, or no descriptor was free for it.
    private func nextConnection(_ listening: AsyncSocket) async throws -> AsyncSocket? {
        do {
            let socket = try await listening.accept()
            LoopbackSockets.closeOnExec(socket.socket)
            return socket
        } catch let error as SocketError {
            // Out of descriptors, accept fails at once and for a while: without a pause this would spin.
            if case .failed = error { try await Task.sleep(for: .milliseconds(50)) }
            return nil
        }
    }

    private func converse(
        on socket: AsyncSocket, judge: @escaping @Sendable (String) -> Answer,
        deliver: @escaping @Sendable (AuthorizationReply) -> Void
    ) async {
        // The time limit only cancels; the descriptor is closed when nobody waits on it any more.
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard let answer = try? await self.answer(on: socket, judge: judge) else { return }
                try? await socket.write(Data(answer.page.bytes))
                if let reply = answer.reply { deliver(reply) } else { await self.finish(socket) }
            }
            group.addTask { try? await Task.sleep(for: limits.connection) }
            await group.next()
            group.cancelAll()
        }
        try? socket.close()
    }

    private func answer(on socket: AsyncSocket, judge: @Sendable (String) -> Answer) async throws -> Answer {
        guard let head = try await readHead(socket) else { return Answer(page: .tooLarge) }
        return switch CallbackRequest(head: head, port: port) {
        case .callback(let query): judge(query)
        case .malformed: Answer(page: .malformed)
        case .wrongMethod: Answer(page: .wrongMethod)
        case .wrongHost: Answer(page: .wrongHost)
        case .notFound: Answer(page: .notFound)
        }
    }

    /// Nil where the head is longer than allowed.
    private func readHead(_ socket: AsyncSocket) async throws -> [UInt8]? {
        var head: [UInt8] = []
        while head.count <= limits.head {
            head += try await socket.read(atMost: 4096)
            if let end = head.firstRange(of: Array("\r\n\r\n".utf8)), end.lowerBound <= limits.head {
                return Array(head[..<end.lowerBound])
            }
        }
        return nil
    }

    /// Closing with unread bytes resets the connection, which may take the page with it: read the rest, within bounds.
    private func finish(_ socket: AsyncSocket) async {
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        var read = 0
        while read < 1_000_000, let bytes = try? await socket.read(atMost: 4096) { read += bytes.count }
    }
}
