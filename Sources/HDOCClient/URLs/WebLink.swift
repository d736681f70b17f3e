import Foundation
import HDOCModels

/// A link that another user wrote, in a form that is safe to show and to open in a browser. It is an http or https URL with a
/// host, without control characters, white space or backslashes. It begins with its scheme, so no program can take it for an
/// option.
///
/// `host` is the host to which a browser connects, in ASCII: a host with non-Latin letters that look like Latin ones becomes
/// `xn--…`. `shown` omits user information before an `@`, because it may look like a host.
public struct WebLink: Sendable, Equatable {
    /// The link as it was written. This is opened in a browser or copied.
    public let url: String
    /// `http` or `https`.
    public let scheme: String
    /// The host in lower-case ASCII.
    public let host: String
    /// The port, path, query and fragment, percent-encoded.
    public let rest: String

    /// Nil if the text is not an http or https URL, or if programs could interpret its host differently.
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

    /// The link with the host in ASCII and without user information.
    public var shown: String { "\(scheme)://\(host)\(rest)" }

    /// The text to show for a text that may be a link: `shown` if it is a link, otherwise the text itself.
    public static func shown(_ text: String) -> String { WebLink(text)?.shown ?? text }

    private static func isPlain(_ host: String) -> Bool {
        host.utf8.first.map { $0 != UInt8(ascii: "-") } == true
            && host.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "-._[:]".utf8.contains(byte)
            }
    }
}
