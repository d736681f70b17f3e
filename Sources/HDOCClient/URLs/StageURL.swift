import FoundationEssentials

/// The rule for URLs in a stage's configuration (`api`, `issuer`, `auth`) and for AWS endpoints. They must be a secure
/// `RequestURL` without query and fragment, so that paths can be appended.
enum StageURL {
    /// The reason why a URL must not be used. Nil if it may be used.
    static func problem(_ text: String) -> ConfigurationError.URLProblem? {
        guard text.utf8.firstRange(of: "://".utf8) != nil else { return .noScheme }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return .malformed }
        guard ["https", "http"].contains(scheme) else { return .notHTTPS }
        guard let host = parts.host, let first = host.utf8.first, first != UInt8(ascii: "-") else { return .malformed }
        if let port = parts.port, !(1...65_535).contains(port) { return .malformed }
        if parts.user != nil || parts.password != nil { return .holdsCredentials }
        if parts.query != nil || parts.fragment != nil { return .holdsQuery }
        guard let url = RequestURL(text) else { return .malformed }
        return url.isSecure ? nil : .notHTTPS
    }

    static func withSlash(_ text: String) -> String { text.utf8.last == UInt8(ascii: "/") ? text : text + "/" }

    static func withoutSlash(_ text: String) -> String {
        var text = text
        while text.utf8.last == UInt8(ascii: "/") { text.unicodeScalars.removeLast() }
        return text
    }
}
