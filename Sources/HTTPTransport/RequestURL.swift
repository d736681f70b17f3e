import FoundationEssentials

/// A URL to which hdoc may send requests, or at which the user signs in: an absolute http or https URL with a host and without
/// credentials.
///
/// `StageURL` is the stricter rule for URLs in the configuration. `WebLink` is for links that other users wrote.
package struct RequestURL {
    package let isHTTPS: Bool
    /// The host in lower case.
    let host: String
    /// Whether the host is this machine: `localhost`, `127.0.0.1` or `::1`.
    package let isLoopback: Bool

    /// Nil if the text is not such a URL.
    package init?(_ text: String) {
        // All URL parsers, including libcurl's, read printable ASCII without a backslash alike.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil
        else { return nil }
        self.host = host
        isHTTPS = scheme == "https"
        isLoopback = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// Whether the URL is https, or http to this machine. hdoc sends tokens to no other URL and opens no other URL for signing
    /// in.
    package var isSecure: Bool { isHTTPS || isLoopback }

    /// Whether a text is a `RequestURL` that is secure.
    package static func isSecure(_ text: String) -> Bool { RequestURL(text)?.isSecure == true }
}
