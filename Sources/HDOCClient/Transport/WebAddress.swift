/// The rule for addresses that hdoc talks to: https anywhere, http on this machine only.
public enum WebAddress {
    public enum Verdict: Sendable, Equatable { case allowed, insecure, malformed }

    public static func judge(_ url: String) -> Verdict {
        guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else { return .malformed }
        let lower = url.lowercased()
        if lower.hasPrefix("https://") { return authority(of: lower.dropFirst(8)) == nil ? .malformed : .allowed }
        guard lower.hasPrefix("http://") else { return .malformed }
        guard let authority = authority(of: lower.dropFirst(7)) else { return .malformed }
        return isLoopback(authority) ? .allowed : .insecure
    }

    /// `host` or `host:port`, nil where there is none or it holds a user: `http://localhost@evil.example` is not here.
    private static func authority(of rest: Substring) -> Substring? {
        let authority = rest.prefix { !"/?#".contains($0) }
        return authority.isEmpty || authority.contains(where: { $0 == "@" || $0 == "\\" }) ? nil : authority
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { host in
            guard authority.hasPrefix(host) else { return false }
            let port = authority.dropFirst(host.count)
            return port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy(\.isNumber))
        }
    }
}
