import Foundation
import Synchronization

/// Ports of this machine that nobody listens on, each given out once: tests run side by side, and so may whole runs.
public enum FreePort {
    public struct None: Error {}

    private static let given = Mutex<Set<UInt16>>([])

    /// Free on 127.0.0.1 and ::1, as a sign-in's listener needs it.
    public static func find() throws -> UInt16 {
        for _ in 0..<100 {
            let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(probe) }
            guard let port = bound(probe, 0), isFreeOnIPv6(port), given.withLock({ $0.insert(port).inserted }) else { continue }
            return port
        }
        throw None()
    }

    private static func bound(_ descriptor: Int32, _ port: UInt16) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }

    /// Also where there is no IPv6 at all.
    private static func isFreeOnIPv6(_ port: UInt16) -> Bool {
        let probe = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard probe >= 0 else { return true }
        defer { close(probe) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0 || errno != EADDRINUSE
            }
        }
    }
}
