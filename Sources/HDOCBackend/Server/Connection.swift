import HDOCService

/// Answers the requests of one client, one after the other.
struct Connection {
    let socket: ConnectionSocket
    /// Requests that arrive while the backend is starting wait for this task.
    let dispatcher: Task<Dispatcher, any Error>
    let limits: ServerLimits

    /// Returns when the connection has ended; it is closed then.
    func run() async {
        let reader = RequestReader(socket, limits: limits)
        var isFirst = true
        while !Task.isCancelled, let next = try? await answerNext(reader, isFirst: isFirst), next { isFirst = false }
        socket.close()
    }

    /// Answers one request. Returns whether another one can follow.
    private func answerNext(_ reader: RequestReader, isFirst: Bool) async throws -> Bool {
        switch try await reader.head(isFirst: isFirst) {
        case .malformed: try await refuse(GatewayReply.malformed)
        case .tooLarge: try await refuse(GatewayReply.headersTooLarge)
        case .head(let parsed): return try await answer(parsed, reader)
        }
        return false
    }

    private func answer(_ parsed: ParsedHead, _ reader: RequestReader) async throws -> Bool {
        var isRead = parsed.framing == .length(0)
        let outcome = try await dispatcher.value.answer(parsed.head) {
            if parsed.expectsContinue && !isRead { try await send(ReplyEncoder.goOn) }
            isRead = true
            return try await reader.body(parsed.framing)
        }
        let hasBody = parsed.head.method != "HEAD"
        switch outcome {
        case .reply(let reply):
            // A client that waits for "100 Continue" and gets this reply sends no body.
            let keepsAlive = parsed.keepsAlive && (isRead || !parsed.expectsContinue)
            if !isRead && keepsAlive { _ = try await reader.body(parsed.framing) }
            try await send(ReplyEncoder.bytes(reply, hasBody: hasBody, keepsAlive: keepsAlive))
            if !keepsAlive { await socket.finish() }
            return keepsAlive
        case .cut(let reply):
            let bytes = ReplyEncoder.bytes(reply, hasBody: hasBody, keepsAlive: false)
            try await send(Array(bytes.dropLast(max((reply.body.count + 1) / 2, 1))))
        case .close: break
        case .hang: while true { _ = try await socket.read() }
        }
        return false
    }

    private func refuse(_ reply: ServiceReply) async throws {
        try await send(ReplyEncoder.bytes(reply, hasBody: true, keepsAlive: false))
        await socket.finish()
    }

    private func send(_ bytes: [UInt8]) async throws {
        try await socket.within(limits.replyTime) { try await socket.write(bytes) }
    }
}
