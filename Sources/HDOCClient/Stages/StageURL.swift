import FoundationEssentials

/// The rules for an address in the configuration: https with a host, or http to this machine; no secrets, no query.
enum StageURL {
    static func problem(_ text: String) -> ConfigurationError.URLProblem? {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && !(0x80...0xA0).contains($0.value) })
        else { return .malformed }
        guard text.contains("://") else { return .noScheme }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return .malformed }
        guard ["https", "http"].contains(scheme) else { return .notHTTPS }
        guard let host = parts.host, !host.isEmpty, host.first != "-" else { return .malformed }
        if let port = parts.port, !(1...65_535).contains(port) { return .malformed }
        if parts.user != nil || parts.password != nil { return .holdsCredentials }
        if parts.query != nil || parts.fragment != nil { return .holdsQuery }
        return scheme == "https" || isLoopback(host) ? nil : .notHTTPS
    }

    static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if ["localhost", "::1", "[::1]"].contains(name) { return true }
        let octets = name.split(separator: ".", omittingEmptySubsequences: false)
        // By its digits, never by its beginning: 127.0.0.1.example.org is somebody's.
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }

    static func withSlash(_ text: String) -> String { text.hasSuffix("/") ? text : text + "/" }

    static func withoutSlash(_ text: String) -> String {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
