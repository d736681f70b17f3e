import FoundationEssentials

/// The rules for an address in the configuration: what the transport would talk to, without secrets or a query in it.
enum StageURL {
    static func problem(_ text: String) -> ConfigurationError.URLProblem? {
        guard text.contains("://") else { return .noScheme }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return .malformed }
        guard ["https", "http"].contains(scheme) else { return .notHTTPS }
        guard let host = parts.host, !host.isEmpty, host.first != "-" else { return .malformed }
        if let port = parts.port, !(1...65_535).contains(port) { return .malformed }
        if parts.user != nil || parts.password != nil { return .holdsCredentials }
        if parts.query != nil || parts.fragment != nil { return .holdsQuery }
        guard let address = WebAddress(text) else { return .malformed }
        return address.isAcceptable ? nil : .notHTTPS
    }

    static func withSlash(_ text: String) -> String { text.hasSuffix("/") ? text : text + "/" }

    static func withoutSlash(_ text: String) -> String {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
