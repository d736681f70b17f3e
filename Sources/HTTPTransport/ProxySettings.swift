import FoundationEssentials
import HDOCModels

/// The proxy settings from the environment, by curl's rules. They apply to HTTPS only, because hdoc sends plain HTTP only to
/// this machine.
package struct ProxySettings: Sendable, Equatable {
    /// The proxy's address, for example `http://proxy.example:3128`. Nil if there is none.
    package let address: String?
    /// A list of hosts that are reached without the proxy, separated by commas or spaces; `*` means all hosts.
    package let exceptions: String?

    package init(environment: [String: String]) {
        func first(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        address = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        exceptions = first("no_proxy", "NO_PROXY")
    }
}

extension ProxySettings {
    /// The address without user and password, for messages.
    package var publicAddress: String {
        guard let address else { return "" }
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else { return address }
        let scheme = address.utf8.firstRange(of: "://".utf8).map { String(address[..<$0.upperBound]) } ?? ""
        return scheme + address[address.utf8.index(after: at)...]
    }

    /// Whether the exceptions match the host of a URL. An exception is a host, a domain that contains the host, or `*`.
    package func excludes(_ url: String) -> Bool {
        guard let host = URLComponents(string: url)?.host?.lowercased() else { return false }
        return (exceptions ?? "").lowercased().split(atByte: ",").flatMap { $0.split(atByte: " ") }.contains { name in
            let name = Array((name.afterBytes(of: ".") ?? name).utf8)
            return name.elementsEqual("*".utf8) || host.utf8.elementsEqual(name)
                || host.utf8.suffix(name.count + 1).elementsEqual([0x2E] + name)
        }
    }
}

/// The settings that all exchanges of one transport share.
struct CurlSettings: Sendable {
    let userAgent: String
    let certificates: String?
    let proxy: ProxySettings
}
