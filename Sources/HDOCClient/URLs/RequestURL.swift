import FoundationEssentials

/// A URL that hdoc itself sends requests to, or signs in at: absolute, http or https, with a host and without credentials.
///
/// `RequestURL` is the rule for requests and for the sign-in page; `StageURL` the stricter one for what is configured;
/// `WebLink` the one for links that strangers write.
struct RequestURL {
    let isHTTPS: Bool
    /// The host is this machine.
    let isLoopback: Bool

    /// Nil for anything else.
    init?(_ text: String) {
        // Printable ASCII without a backslash: every parser, libcurl's included, reads the rest alike.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil
        else { return nil }
        isHTTPS = scheme == "https"
        isLoopback = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// HTTPS, or HTTP that does not leave this machine. Nothing else may carry a token or lead to one.
    var isSecure: Bool { isHTTPS || isLoopback }

    /// The same as one question about a text.
    static func isSecure(_ text: String) -> Bool { RequestURL(text)?.isSecure == true }
}
