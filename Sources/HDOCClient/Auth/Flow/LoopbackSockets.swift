import FlyingSocks
import Glibc

/// Opens listening sockets on both loopback addresses with the same port.
enum LoopbackSockets {
    /// Nil if the port is in use on either address. Port 0 means any free port.
    static func listen(port: UInt16) -> (port: Int, sockets: [Socket])? {
        guard let address4 = try? sockaddr_in.inet(ip4: "127.0.0.1", port: port),
            let socket4 = try? bound(to: address4)
        else { return nil }
        guard case .ip4(_, let actual) = try? socket4.sockname(),
            let address6 = try? sockaddr_in6.inet6(ip6: "::1", port: actual)
        else {
            try? socket4.close()
            return nil
        }
        do {
            return (Int(actual), [socket4, try bound(to: address6)])
        } catch SocketError.failed(_, EADDRINUSE, _) {
            try? socket4.close()
            return nil
        } catch {
            return (Int(actual), [socket4])  // the machine has no IPv6
        }
    }

    /// Sets the close-on-exec flag. Otherwise a browser that hdoc starts would inherit the socket and keep the port in use.
    static func closeOnExec(_ socket: Socket) {
        _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
    }

    private static func bound(to address: some SocketAddress) throws -> Socket {
        let socket = try Socket(domain: Int32(address.family))
        closeOnExec(socket)
        do {
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: address)
        } catch {
            try? socket.close()
            throw error
        }
        try socket.listen()  // closes the socket itself if it fails
        return socket
    }
}
