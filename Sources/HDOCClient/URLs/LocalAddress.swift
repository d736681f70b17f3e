import Glibc

/// Recognises the names and addresses of this machine in a URL.
enum LocalAddress {
    private static let names: Set<String> = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"]

    /// Whether a host in lower-case ASCII is this machine: `localhost` and its subdomains, 127.0.0.0/8, 0.0.0.0/8 and their IPv6 forms.
    /// A browser accepts an IPv4 address in decimal, octal and hexadecimal, with one to four parts, and so does this function.
    static func isThisMachine(_ host: String) -> Bool {
        var host = host.utf8.last == UInt8(ascii: ".") ? String(host.dropLast()) : host
        if host.utf8.first == UInt8(ascii: "[") { return isThisMachine(ip6: String(host.dropFirst().prefix { $0 != "]" })) }
        if names.contains(host) || host.hasSuffix(".localhost") { return true }
        // A browser reads an empty hexadecimal number as 0.
        host = host.split(separator: ".", omittingEmptySubsequences: false).map { $0 == "0x" ? "0" : String($0) }.joined(separator: ".")
        var address = in_addr()
        return inet_aton(host, &address) == 1 && isThisMachine(ip4: UInt32(bigEndian: address.s_addr))
    }

    private static func isThisMachine(ip4 address: UInt32) -> Bool { [0, 127].contains(address >> 24) }

    private static func isThisMachine(ip6 text: String) -> Bool {
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return false }
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        guard bytes[..<10].allSatisfy({ $0 == 0 }) else { return false }
        let embedded = bytes[12...].reduce(0) { $0 << 8 | UInt32($1) }
        return switch (bytes[10], bytes[11]) {
        // `::`, `::1`, and an IPv4 address in the old form `::127.0.0.1`.
        case (0, 0): isThisMachine(ip4: embedded)
        // `::ffff:127.0.0.1`.
        case (0xFF, 0xFF): isThisMachine(ip4: embedded)
        default: false
        }
    }
}

extension WebLink {
    /// Whether the link points to this machine. Programs that run here may trust such a request, so hdoc asks before it opens such a link
    /// of another user.
    public var pointsToThisMachine: Bool { LocalAddress.isThisMachine(host) }
}
