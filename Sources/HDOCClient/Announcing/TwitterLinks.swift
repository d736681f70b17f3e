import Foundation
import HDOCModels

/// Finds the links in a text as Twitter does, also those without `https://`. The rules are those of twitter-text 3 (see NOTICE).
struct TwitterLinks {
    private let text: String
    private let units: [UInt16]
    private var domains: TwitterDomains

    /// The longest link, the longest code of a shortened link, and the longest text that is searched. A longer text does not fit into a
    /// post anyway.
    private static let longest = (link: 4_096, code: 40, text: 5_000)

    /// The places of the links, in UTF-16 units.
    static func places(in text: String) -> [Range<Int>] {
        guard text.utf8.contains(UInt8(ascii: ".")), text.utf16.count <= longest.text else { return [] }
        var search = TwitterLinks(text)
        return search.places()
    }

    private init(_ text: String) {
        (self.text, units) = (text, Array(text.utf16))
        domains = TwitterDomains(units)
    }

    private struct Link {
        let begin: Int
        let domain: Range<Int>
        let hasPath: Bool
        let end: Int

        /// Whether the link begins with a protocol.
        var isComplete: Bool { begin < domain.lowerBound }
    }

    private mutating func places() -> [Range<Int>] {
        var (found, position) = ([Range<Int>](), 0)
        while position < units.count {
            if TwitterDomains.mayPrecedeLink(units[position]), let link = link(at: position + 1) {
                found += places(of: link, after: units[position])
                position = link.end
            } else if position == 0, let link = link(at: 0) {
                found += places(of: link, after: nil)
                position = link.end
            } else {
                position += 1
            }
        }
        return found
    }

    /// Reads a link that begins at a position.
    private mutating func link(at begin: Int) -> Link? {
        let scheme = ["https://", "http://"].first { startsWith($0, at: begin) }?.utf16.count ?? 0
        guard let domain = domains.domain(at: begin + scheme) else { return nil }
        var end = domain.upperBound + TwitterPattern.port.length(in: text, at: domain.upperBound)
        let path = TwitterPattern.path.length(in: text, at: end)
        end += path
        return Link(begin: begin, domain: domain, hasPath: path > 0, end: end + TwitterPattern.query.length(in: text, at: end))
    }

    private func startsWith(_ prefix: String, at begin: Int) -> Bool {
        guard begin < units.count else { return false }
        return units[begin...].prefix(prefix.utf16.count).map { UInt8(exactly: $0).map(ASCII.lowered) ?? 0 }.elementsEqual(prefix.utf8)
    }

    private mutating func places(of link: Link, after before: UInt16?) -> [Range<Int>] {
        guard link.end - link.begin <= Self.longest.link, domains.isHost(link.domain) else { return [] }
        guard link.isComplete else {
            return before.map { "-_./".utf16.contains($0) } == true ? [] : latinPlaces(of: link)
        }
        // Nothing follows the code of a link that Twitter has shortened.
        guard let shortened = TwitterPattern.shortened.match(in: text, at: link.begin) else { return [link.begin..<link.end] }
        return shortened.range(at: 1).length > Self.longest.code ? [] : [link.begin..<NSMaxRange(shortened.range)]
    }

    /// The parts of a domain that are domains of Latin letters. A link without a protocol has no others, and its path belongs to the last.
    private mutating func latinPlaces(of link: Link) -> [Range<Int>] {
        var found = domains.latinDomains(in: link.domain)
        if link.hasPath, let last = found.popLast() {
            found.append(last.lowerBound..<(last.upperBound + link.end - link.domain.upperBound))
        }
        return found
    }
}

/// A pattern that is matched at a position of a text.
struct TwitterPattern {
    /// Nil if the pattern is wrong. The patterns are constants, and the tests use all of them.
    private let expression: NSRegularExpression?

    private init(_ pattern: String) { expression = try? NSRegularExpression(pattern: pattern, options: .caseInsensitive) }

    func match(in text: String, at position: Int) -> NSTextCheckingResult? {
        let rest = NSRange(location: position, length: text.utf16.count - position)
        return expression?.firstMatch(in: text, options: .anchored, range: rest)
    }

    /// The length of the match; 0 if there is none.
    func length(in text: String, at position: Int) -> Int { match(in: text, at: position)?.range.length ?? 0 }

    private static let letter =
        #"[a-z\u0400-\u04FF0-9!*';:=+,.$/%#\[\]\-\u2013_~@|\&\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0253\u0254\u0256\u0257\u0259"#
        + #"\u025B\u0263\u0268\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF]"#
    private static let parentheses = #"\((?:\#(letter)+|\#(letter)*\(\#(letter)+\)\#(letter)*)\)"#
    /// A letter with which a path can end.
    private static let ending = #"(?:(?![!*';:,.$%\[\]\u2013~@|\&])\#(letter)|\#(parentheses))"#

    static let port = TwitterPattern(":[0-9]+")
    static let path = TwitterPattern("/(?:\(letter)*(?:\(parentheses)\(letter)*)*\(ending)|@\(letter)+/)*")
    static let query = TwitterPattern(#"\?[a-z0-9!?*'@();:\&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_\&=#/]"#)
    static let shortened = TwitterPattern(
        #"https?://t\.co/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:\&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_\&=#/])?"#)
}
