import Foundation
import HDOCModels

/// A link that somebody else wrote, as it may be shown to a person and opened in a browser: http or https with a host, and
/// no control bytes, white space or backslashes. The whole text begins with its scheme, never with `-`.
///
/// The host is the one that a browser connects to, in ASCII: letters of other scripts that look like Latin ones become
/// `xn--…`. User information before an `@`, which may look like a host, is left out of what is shown.
public struct WebLink: Sendable, Equatable {
    /// The link as it was written: what is opened and copied.
    public let url: String
    /// `http` or `https`.
    public let scheme: String
    /// Lower-case ASCII.
    public let host: String
    /// Port, path, query and fragment, percent-encoded.
    public let rest: String

    /// Nil for anything that is no http or https link, and for a host that programs could read differently.
    public init?(_ text: String) {
        guard EntryRules.isWebLink(text), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.encodedHost?.lowercased(), Self.isPlain(host)
        else { return nil }
        (url, self.scheme, self.host) = (text, scheme, host)
        let port = parts.port.map { ":\($0)" } ?? ""
        let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
        let fragment = parts.percentEncodedFragment.map { "#\($0)" } ?? ""
        rest = port + parts.percentEncodedPath + query + fragment
    }

    /// The link without user information, and with the host in ASCII.
    public var shown: String { "\(scheme)://\(host)\(rest)" }

    /// What to show of any text that may be a link: a link as `shown`, anything else as it is.
    public static func shown(_ text: String) -> String { WebLink(text)?.shown ?? text }

    private static func isPlain(_ host: String) -> Bool {
        host.utf8.first.map { $0 != UInt8(ascii: "-") } == true
            && host.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "-._[:]".utf8.contains(byte)
            }
    }
}
