import Foundation
import Synchronization

/// Ports of this machine, each reserved for one test until the test process ends.
///
/// A reserved port stays bound to sockets that never listen. The kernel therefore never assigns it to a
/// program that asks for any free port. A server that asks for exactly this port can still listen on it, because both sides
/// set `SO_REUSEADDR`.
public enum FreePort {
    public struct None: Error {}

    /// The sockets that keep the ports reserved.
    private static let reserved = Mutex<[Int32]>([])

    /// Reserves a port on 127.0.0.1 and, if the machine has IPv6, on ::1, because a sign-in listens on both.
    public static func find() throws -> UInt16 {
        for _ in 0..<100 {
            let first = openSocket(AF_INET)
            guard let port = bindIPv4(first) else {
                close(first)
                continue
            }
            let second = openSocket(AF_INET6)
            guard second < 0 || bindIPv6(second, port) || errno != EADDRINUSE else {
                close(first)
                close(second)
                continue
            }
            reserved.withLock { $0 += [first, second] }
            return port
        }
        throw None()
    }

    private static func openSocket(_ family: Int32) -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    /// Binds to any free port and returns its number.
    private static func bindIPv4(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }

    private static func bindIPv6(_ descriptor: Int32, _ port: UInt16) -> Bool {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, socklen_t(MemoryLayout<Int32>.size))
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }
}
