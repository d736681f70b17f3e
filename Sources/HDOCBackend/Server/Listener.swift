import FlyingFox
import FlyingSocks
import FoundationEssentials
import Glibc

/// The listening socket on 127.0.0.1 and every connection that it accepted.
final class Listener: Sendable {
    /// In seconds. A fault can delay a reply for an hour, and the server's own timeout must not answer before that.
    private static let handlerTimeout: TimeInterval = 24 * 3600

    let port: UInt16
    private let server: HTTPServer
    private let running: Task<Void, Never>

    private init(server: HTTPServer, running: Task<Void, Never>, port: UInt16) {
        self.server = server
        self.running = running
        self.port = port
    }

    static func open(port: UInt16, executor: (any TaskExecutor)?) async throws(BackendError) -> Listener {
        let configuration: HTTPServer.Configuration
        do {
            configuration = HTTPServer.Configuration(
                address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: handlerTimeout,
                sharedRequestBufferSize: 65_536, logger: .disabled)
        } catch {
            throw .listening(String(describing: error))
        }
        let server = HTTPServer(config: configuration)
        let (started, report) = AsyncStream.makeStream(of: (any Error)?.self)
        let running = Task(executorPreference: executor) {
            do { try await server.run() } catch { report.yield(error) }
        }
        let waiting = Task {
            do {
                try await server.waitUntilListening(timeout: handlerTimeout)
                report.yield(nil)
            } catch {}
        }
        for await failure in started {
            waiting.cancel()
            if let failure { throw startFailure(failure, port: port) }
            break
        }
        guard case .ip4(_, let boundPort) = await server.listeningAddress else {
            running.cancel()
            throw .listening("the socket has no address")
        }
        return Listener(server: server, running: running, port: boundPort)
    }

    private static func startFailure(_ error: any Error, port: UInt16) -> BackendError {
        if case SocketError.failed(_, let code, _) = error, code == EADDRINUSE { return .portInUse(port) }
        return .listening(String(describing: error))
    }

    func serve(_ handler: some HTTPHandler) async {
        await server.appendRoute("*", to: handler)
    }

    /// Closes every connection at once, including those that wait for a handler, and returns when all are closed.
    func close() async {
        await server.stop(timeout: 0)
        running.cancel()
        await running.value
    }
}
