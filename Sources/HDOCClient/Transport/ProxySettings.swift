/// Which proxy the environment names, by curl's own rules; for https only, as plain http never leaves this machine.
struct ProxySettings: Sendable, Equatable {
    /// `http://proxy.example:3128`; nil means none.
    let address: String?
    /// Hosts that are asked directly, `*` for all.
    let exceptions: String?

    init(environment: [String: String]) {
        func first(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        address = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        exceptions = first("no_proxy", "NO_PROXY")
    }
}

/// What every exchange of a transport has in common.
struct CurlSettings: Sendable {
    let userAgent: String
    let certificates: String?
    let proxy: ProxySettings
}
