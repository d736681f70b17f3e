import HDOCClient
import TerminalKit

extension WebLink {
    /// The link as spans with the host highlighted.
    package func spans(_ style: Style = .dim) -> [Span] {
        [Span(scheme == "https" ? "" : "\(scheme)://", style), Span(host, .accent), Span(rest == "/" ? "" : rest, style)]
    }
}
