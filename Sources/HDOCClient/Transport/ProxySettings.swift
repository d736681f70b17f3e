import FoundationEssentials

/// The proxy that the environment names, by curl's rules. For HTTPS only: plain HTTP never leaves this machine.
struct ProxySettings: Sendable, Equatable {
    /// `http://proxy.example:3128`; nil means none.
    let address: String?
    /// Hosts that are reached without the proxy, `*` for all.
    let exceptions: String?

    init(environment: [String: String]) {
        func first(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        address = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        exceptions = first("no_proxy", "NO_PROXY")
    }
}

extension ProxySettings {
    /// The address without user and password, to show.
    var publicAddress: String {
        guard let address else { return "" }
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else { return address }
        let scheme = address.firstRange(of: "://").map { String(address[..<$0.upperBound]) } ?? ""
        return scheme + address[address.index(after: at)...]
    }

    /// Whether the exceptions name the host of a URL: the host itself, a domain that it is in, or `*`.
    func excludes(_ url: String) -> Bool {
        guard let host = URLComponents(string: url)?.host?.lowercased() else { return false }
        return (exceptions ?? "").lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).contains { name in
            let name = name.first == "." ? name.dropFirst() : name
            return name == "*" || host == name || host.hasSuffix(".\(name)")
        }
    }
}

/// What all exchanges of one transport have in common.
struct CurlSettings: Sendable {
    let userAgent: String
    let certificates: String?
    let proxy: ProxySettings
}
