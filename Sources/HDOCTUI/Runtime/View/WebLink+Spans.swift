import HDOCClient
import TerminalKit

extension WebLink {
    /// The link in pieces, so that the eye finds the host.
    package func spans(_ style: Style = .dim) -> [Span] {
        [Span(scheme == "https" ? "" : "\(scheme)://", style), Span(host, .accent), Span(rest == "/" ? "" : rest, style)]
    }
}
