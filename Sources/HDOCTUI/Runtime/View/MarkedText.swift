import HDOCClient
import HDOCModels
import SafeText
import TerminalKit

/// Text with marked search matches.
enum MarkedText {
    static func spans(_ text: String, words: [String], style: Style) -> [Span] {
        let characters = Array(TerminalText.line(text, limit: 400))
        let found = SearchText.ranges(of: words, in: characters)
        guard !found.isEmpty else { return [Span(text, style)] }
        var spans: [Span] = []
        var start = 0
        for range in found {
            if range.lowerBound > start { spans.append(Span(String(characters[start..<range.lowerBound]), style)) }
            spans.append(Span(String(characters[range]), .match))
            start = range.upperBound
        }
        if start < characters.count { spans.append(Span(String(characters[start...]), style)) }
        return spans
    }

    /// The part of a longer text around the first match; nil without a match.
    static func excerpt(_ text: String, words: [String], before: Int = 8) -> [Span]? {
        let characters = Array(TerminalText.line(text))
        guard let first = SearchText.ranges(of: words, in: characters).first else { return nil }
        let start = first.lowerBound <= before ? 0 : first.lowerBound - before
        let part = String(characters[start...].prefix(200))
        return [Span(start > 0 ? "…" : "", .dim)] + spans(part, words: words, style: .dim)
    }
}
