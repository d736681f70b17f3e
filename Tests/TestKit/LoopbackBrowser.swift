import FlyingSocks
import Foundation

/// Sends requests to a listener as a browser or an attacker would. It uses blocking sockets and one thread per wait, so that
/// a test of an event loop does not depend on another event loop.
package enum LoopbackBrowser {
    package struct Connection: Sendable {
        package let socket: Socket

        package func write(_ text: String) throws { try write(Array(text.utf8)) }

        package func write(_ text: [UInt8]) throws {
            let bytes = Data(text)
            var sent = bytes.startIndex
            while sent < bytes.endIndex { sent = try socket.write(bytes, from: sent) }
        }

        /// Reads until the other side closes the connection or until `length` bytes have arrived.
        package func rest(upTo length: Int = .max) async throws -> String {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { continuation.resume(with: Result { try read(upTo: length) }) }
            }
        }

        private func read(upTo length: Int) throws -> String {
            var bytes: [UInt8] = []
            do {
                while bytes.count < length { bytes += try socket.read(atMost: min(4096, length - bytes.count)) }
            } catch SocketError.disconnected {}
            return String(decoding: bytes, as: UTF8.self)
        }

        package func close() { try? socket.close() }
    }

    package static func get(_ target: String, port: Int, host: String? = nil) -> String {
        "GET \(target) HTTP/1.1\r\nHost: \(host ?? "localhost:\(port)")\r\nAccept: */*\r\n\r\n"
    }

    package static func talk(_ text: String, port: Int, ip6: Bool = false) async throws -> String {
        try await talk(Array(text.utf8), port: port, ip6: ip6)
    }

    package static func talk(_ text: [UInt8], port: Int, ip6: Bool = false) async throws -> String {
        let connection = try connect(port: port, ip6: ip6)
        defer { connection.close() }
        try connection.write(text)
        return try await connection.rest()
    }

    package static func connect(port: Int, ip6: Bool = false) throws -> Connection {
        let socket = try Socket(domain: ip6 ? AF_INET6 : AF_INET)
        do {
            if ip6 {
                try socket.connect(to: sockaddr_in6.inet6(ip6: "::1", port: UInt16(port)))
            } else {
                try socket.connect(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)))
            }
        } catch {
            try? socket.close()
            throw error
        }
        return Connection(socket: socket)
    }

    /// Waits until nothing listens on the port. A program that another test is starting holds a copy of every socket for a moment.
    package static func waitUntilClosed(_ port: Int) async throws {
        while isListening(port) { try await Task.sleep(for: .milliseconds(10)) }
    }

    package static func isListening(_ port: Int) -> Bool {
        [false, true].contains { ip6 in
            guard let connection = try? connect(port: port, ip6: ip6) else { return false }
            connection.close()
            return true
        }
    }
}
