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

/// What all exchanges of one transport have in common.
struct CurlSettings: Sendable {
    let userAgent: String
    let certificates: String?
    let proxy: ProxySettings
}
