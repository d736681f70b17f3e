import TerminalKit
import Foundation
import HDOCModels

/// A web address as it may be shown to a person who decides whether to open it.
///
/// The host is the one that a browser connects to, in ASCII: letters of another script that look like these become `xn--…`, and what
/// stands before an `@` to look like a host is left out.
package struct WebLink: Sendable, Equatable {
    /// As it was written; what is opened and copied.
    package let url: String
    package let scheme: String
    package let host: String
    /// Port, path, query and fragment.
    package let rest: String

    /// Nil for what is no http or https address, or one whose host programs might read differently.
    package init?(_ text: String) {
        guard EntryRules.isWebLink(text), !text.contains("\\"), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), let host = parts.encodedHost?.lowercased(), Self.isPlain(host)
        else { return nil }
        (url, self.scheme, self.host) = (text, scheme, host)
        let port = parts.port.map { ":\($0)" } ?? ""
        let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
        let fragment = parts.percentEncodedFragment.map { "#\($0)" } ?? ""
        rest = port + parts.percentEncodedPath + query + fragment
    }

    /// The address with the host that counts.
    package var shown: String { "\(scheme)://\(host)\(rest)" }

    /// The same in pieces, so that the eye finds the host.
    package func spans(_ style: Style = .dim) -> [Span] {
        [Span(scheme == "https" ? "" : "\(scheme)://", style), Span(host, .accent), Span(rest == "/" ? "" : rest, style)]
    }

    /// What to show of any text that may be a link.
    package static func shown(_ text: String) -> String { WebLink(text)?.shown ?? text }

    private static func isPlain(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "-._[:]".utf8.contains(byte)
            }
    }
}
