import HDOCClient
import TerminalKit

extension WebLink {
    /// The address that a click opens; nil for a link to this machine: hdoc asks before it opens one, and a terminal that opens links
    /// itself would not ask.
    var clickable: String? { pointsToThisMachine ? nil : url }

    /// The link as spans with the host highlighted.
    package func spans(_ style: Style = .dim) -> [Span] {
        let url = clickable
        return [
            Span(scheme == "https" ? "" : "\(scheme)://", style, link: url), Span(host, .accent, link: url),
            Span(rest == "/" ? "" : rest, style, link: url),
        ]
    }
}
