import FlyingSocks
import FoundationEssentials
import Glibc

/// The response to one callback request.
struct CallbackAnswer: Sendable {
    var page: CallbackPage
    /// The accepted reply, which is delivered after the page was sent. Nil if the request was not accepted.
    var reply: AuthorizationReply?
}

/// Receives the browser's redirect on this machine. It listens only during a sign-in and serves only the callback.
///
/// It uses sockets instead of FlyingFox's server, which limits neither the size of a request head nor the time in which a
/// client must send it.
struct CallbackListener: Sendable {
    struct CallbackLimits: Sendable {
        /// The maximum size of a request head in bytes. It is large because a browser sends the cookies of all programs that
        /// have used `localhost`, on any port.
        var head = 131_072
        /// The maximum duration of a connection.
        var connection = Duration.seconds(10)
        /// The maximum number of open connections.
        var connections = 32
    }

    let port: Int
    var limits = CallbackLimits()
    private let sockets: [Socket]

    /// Listens on the first free port, on 127.0.0.1 and, if the machine has IPv6, on ::1. A browser may use either address for
    /// `localhost`.
    /// - Throws: `portsBusy` if none of the ports is free.
    static func open(ports: [Int]) throws(SignInError) -> CallbackListener {
        for port in ports {
            guard let number = UInt16(exactly: port), let sockets = LoopbackSockets.listen(port: number) else { continue }
            return CallbackListener(port: sockets.port, sockets: sockets.sockets)
        }
        throw .portsBusy(ports)
    }

    /// Responds to requests until the task is cancelled.
    /// - Parameters:
    ///   - judge: checks the query of a well-formed callback and returns the response.
    ///   - deliver: receives an accepted reply after its page was sent.
    ///   - refused: receives the reason why a request for the callback's path was not accepted.
    func serve(
        judge: @escaping @Sendable (String) -> CallbackAnswer, deliver: @escaping @Sendable (AuthorizationReply) -> Void,
        refused: @escaping @Sendable (CallbackProblem) -> Void = { _ in }
    ) async throws {
        let handlers = CallbackHandlers(judge: judge, deliver: deliver, refused: refused)
        // The default pool uses epoll. It leaks one descriptor per pool, and can miss events of a descriptor whose number is
        // reused immediately. This pool polls 20 times per second during a sign-in.
        let pool = SocketPool<Poll>.poll(interval: .seconds(0.05))
        try await pool.prepare()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            for socket in sockets {
                let listening = try AsyncSocket(socket: socket, pool: pool)
                group.addTask { try await accept(on: listening, handlers) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Closes the sockets. Call this after `serve` has ended.
    func close() {
        for socket in sockets { try? socket.close() }
    }

    /// The callbacks of `serve`.
    private struct CallbackHandlers: Sendable {
        let judge: @Sendable (String) -> CallbackAnswer
        let deliver: @Sendable (AuthorizationReply) -> Void
        let refused: @Sendable (CallbackProblem) -> Void
    }

    private func accept(on listening: AsyncSocket, _ handlers: CallbackHandlers) async throws {
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
                group.addTask { await converse(on: socket, handlers) }
            }
        }
    }

    /// Accepts a connection. Nil if it was closed before it was accepted, or if no file descriptor is free.
    private func nextConnection(_ listening: AsyncSocket) async throws -> AsyncSocket? {
        do {
            let socket = try await listening.accept()
            LoopbackSockets.closeOnExec(socket.socket)
            return socket
        } catch let error as SocketError {
            // If no descriptor is free, `accept` fails repeatedly without waiting. The delay prevents a busy loop.
            if case .failed = error { try await Task.sleep(for: .milliseconds(50)) }
            return nil
        }
    }

    private func converse(on socket: AsyncSocket, _ handlers: CallbackHandlers) async {
        // The time limit only cancels the other task. The descriptor is closed after both tasks have ended.
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard let answer = try? await self.answer(on: socket, handlers) else { return }
                try? await socket.write(Data(answer.page.bytes))
                if let reply = answer.reply { handlers.deliver(reply) } else { await self.finish(socket) }
            }
            group.addTask { try? await Task.sleep(for: limits.connection) }
            await group.next()
            group.cancelAll()
        }
        try? socket.close()
    }

    private func answer(on socket: AsyncSocket, _ handlers: CallbackHandlers) async throws -> CallbackAnswer {
        let head = try await readHead(socket)
        let request = head.isComplete ? CallbackRequest(head: head.bytes, port: port) : .refused(.tooLarge)
        switch request {
        case .callback(let query):
            let answer = handlers.judge(query)
            if answer.page == .refusal(.otherSignIn) { handlers.refused(.otherSignIn) }
            return answer
        case .notFound: return CallbackAnswer(page: .notFound)
        case .refused(let problem):
            if CallbackRequest.isForCallback(head.bytes) { handlers.refused(problem) }
            return CallbackAnswer(page: .refusal(problem))
        }
    }

    /// Reads up to the empty line that ends the head. If the head exceeds the limit, `isComplete` is false.
    private func readHead(_ socket: AsyncSocket) async throws -> (bytes: [UInt8], isComplete: Bool) {
        var head: [UInt8] = []
        while head.count <= limits.head {
            head += try await socket.read(atMost: 4096)
            if let end = head.firstRange(of: Array("\r\n\r\n".utf8)), end.lowerBound <= limits.head {
                return (Array(head[..<end.lowerBound]), true)
            }
        }
        return (head, false)
    }

    /// Reads the rest of the request, up to a limit. Closing a socket with unread bytes resets the connection, and the browser
    /// might then not show the page.
    private func finish(_ socket: AsyncSocket) async {
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        var read = 0
        while read < 1_000_000, let bytes = try? await socket.read(atMost: 65_536) { read += bytes.count }
    }
}
