import FoundationEssentials

/// An absolute http(s) address with a host and without credentials; nil for anything else.
/// The one rule for every address that hdoc talks to: https anywhere, http on this machine only.
struct WebAddress {
    let isSecure: Bool
    let isLoopback: Bool

    init?(_ text: String) {
        // Printable ASCII without a backslash: what is left is read alike by every parser, libcurl's included.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil
        else { return nil }
        isSecure = scheme == "https"
        isLoopback = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// HTTPS, or HTTP that does not leave this machine.
    var isAcceptable: Bool { isSecure || isLoopback }
}
