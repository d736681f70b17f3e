import FlyingSocks
import Foundation

/// Speaks to a listener as a browser would, or as somebody who means no good.
enum LoopbackBrowser {
    static func get(_ target: String, port: Int, host: String? = nil) -> String {
        "GET \(target) HTTP/1.1\r\nHost: \(host ?? "localhost:\(port)")\r\nAccept: */*\r\n\r\n"
    }

    /// Everything the other side says until it closes.
    static func talk(_ text: String, port: Int, ip6: Bool = false) async throws -> String {
        let socket = try await connect(port: port, ip6: ip6)
        defer { try? socket.close() }
        try await socket.write(Data(text.utf8))
        return try await rest(socket)
    }

    static func rest(_ socket: AsyncSocket) async throws -> String {
        var bytes: [UInt8] = []
        do {
            while true { bytes += try await socket.read(atMost: 4096) }
        } catch SocketError.disconnected {
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    static func connect(port: Int, ip6: Bool = false) async throws -> AsyncSocket {
        if ip6 { return try await .connected(to: sockaddr_in6.inet6(ip6: "::1", port: UInt16(port))) }
        return try await .connected(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)))
    }

    static func isListening(_ port: Int) async -> Bool {
        for ip6 in [false, true] {
            if let socket = try? await connect(port: port, ip6: ip6) {
                try? socket.close()
                return true
            }
        }
        return false
    }
}
