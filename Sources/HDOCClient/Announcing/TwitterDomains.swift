import Foundation
import HDOCModels

/// Finds domains in a text. A domain is a sequence of labels and dots before a known top-level domain, in any script.
struct TwitterDomains {
    private let units: [UInt16]
    /// The ends of the top-level domains that were looked up, by their beginning.
    private var endings: [Int: Int?] = [:]

    /// No domain begins before this position.
    private var barren = 0

    private static let longestLabel = 63

    init(_ units: [UInt16]) { self.units = units }

    /// Whether a link can come after this character.
    static func mayPrecedeLink(_ unit: UInt16) -> Bool {
        !isASCIILetterOrDigit(unit) && ![0x23, 0x24, 0x40, 0xFF03, 0xFF20, 0xFFFE, 0xFEFF, 0xFFFF].contains(unit)
    }

    /// The longest domain that begins at a position.
    mutating func domain(at begin: Int) -> Range<Int>? {
        guard begin >= barren else { return nil }
        var (starts, position) = ([(label: Int, isName: Bool)](), begin)
        while let end = labelEnd(position) {
            starts.append((end + 1, !units[position..<end].contains(0x5F)))
            position = end + 1
        }
        for (start, isName) in starts.reversed() where isName {
            if let end = ending(at: start) { return begin..<end }
        }
        // A domain that begins further on in these labels would have the same endings.
        if !starts.isEmpty, starts.allSatisfy({ ending(at: $0.label) == nil }) { barren = position }
        return nil
    }

    /// The domains of Latin letters within a domain.
    mutating func latinDomains(in domain: Range<Int>) -> [Range<Int>] {
        var (found, position) = ([Range<Int>](), domain.lowerBound)
        while position < domain.upperBound {
            var (starts, next) = ([Int](), position)
            while let end = units[next..<domain.upperBound].firstIndex(where: { !Self.isLatin($0) }), end > next, units[end] == 0x2E {
                starts.append(end + 1)
                next = end + 1
            }
            var end: Int?
            for start in starts.reversed() where end == nil { end = ending(at: start).flatMap { $0 <= domain.upperBound ? $0 : nil } }
            if let end { found.append(position..<end) }
            position = end ?? position + 1
        }
        return found
    }

    /// Whether no label of a domain is too long, in its ASCII form.
    func isHost(_ domain: Range<Int>) -> Bool {
        // Joiners and variation selectors are no part of a host's name.
        let plain = units[domain].filter { !(0x200B...0x200D).contains($0) && !(0xFE00...0xFE0F).contains($0) && $0 != 0xAD }
        let name = String(decoding: plain, as: UTF16.self)
        guard !name.split(atByte: ".").contains(where: Self.isBrokenCode) else { return false }
        var parts = URLComponents()
        parts.host = name
        return (parts.encodedHost ?? name).split(atByte: ".").allSatisfy { $0.utf8.count <= Self.longestLabel }
    }

    /// Whether a label begins like the ASCII form of another one, but is not ASCII.
    private static func isBrokenCode(_ label: Substring) -> Bool {
        label.utf8.contains { $0 >= 0x80 } && label.lowercased().hasPrefix("xn--")
    }

    /// The position of the dot after a label. A label begins and ends with a letter.
    private func labelEnd(_ begin: Int) -> Int? {
        guard begin < units.count, Self.isLetter(units[begin]),
            let end = units[begin...].firstIndex(where: { !Self.isLetter($0) && $0 != 0x2D && $0 != 0x5F }),
            units[end] == 0x2E, Self.isLetter(units[end - 1])
        else { return nil }
        return end
    }

    // MARK: Top-level domains

    private mutating func ending(at begin: Int) -> Int? {
        if let known = endings[begin] { return known }
        let found = findEnding(at: begin)
        endings[begin] = .some(found)
        return found
    }

    private func findEnding(at begin: Int) -> Int? {
        let rest = units[begin...].prefix(TopLevelDomains.longest + 1)
        for length in stride(from: min(TopLevelDomains.longest, rest.count), to: 1, by: -1) {
            if length < rest.count, Self.continues(rest[begin + length]) { continue }
            let name = String(decoding: rest.prefix(length), as: UTF16.self).lowercased()
            if TopLevelDomains.all.contains(name) { return begin + length }
        }
        guard String(decoding: rest.prefix(4), as: UTF16.self).lowercased() == "xn--" else { return nil }
        let end = units[(begin + 4)...].firstIndex { !Self.isASCIILetterOrDigit($0) && $0 != 0x2D } ?? units.count
        return end > begin + 4 ? end : nil
    }

    /// Whether a top-level domain does not end before this character.
    private static func continues(_ unit: UInt16) -> Bool { isASCIILetterOrDigit(unit) || unit == 0x40 || unit == 0x2B || unit == 0x2D }

    // MARK: Characters

    private static func isASCIILetterOrDigit(_ unit: UInt16) -> Bool { UInt8(exactly: unit).map(ASCII.isLetterOrDigit) ?? false }

    private static func isLatin(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return isASCIILetterOrDigit(unit) || unit == 0x2D }
        return latin.contains { $0.contains(unit) }
    }

    /// Everything but ASCII punctuation, white space and invisible marks of direction.
    private static func isLetter(_ unit: UInt16) -> Bool {
        // Quotation marks are letters here, as in Twitter's rules.
        if unit < 0x80 {
            return isASCIILetterOrDigit(unit) || unit == 0x22 || unit == 0x60 || unit < 0x09 || (0x0E...0x1F).contains(unit) || unit == 0x7F
        }
        return !excluded.contains { $0.contains(unit) }
    }

    private static let latin: [ClosedRange<UInt16>] = [
        0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x253...0x254, 0x256...0x257, 0x259...0x259, 0x25B...0x25B, 0x263...0x263, 0x268...0x268,
        0x26F...0x26F, 0x272...0x272, 0x289...0x289, 0x28B...0x28B, 0x2BB...0x2BB, 0x300...0x36F, 0x1E00...0x1EFF,
    ]
    private static let excluded: [ClosedRange<UInt16>] = [
        0x85...0x85, 0xA0...0xA0, 0x61C...0x61C, 0x1680...0x1680, 0x180E...0x180E, 0x2000...0x200A, 0x200E...0x200F, 0x2028...0x202F,
        0x205F...0x205F, 0x2066...0x2069, 0x3000...0x3000, 0xFEFF...0xFEFF, 0xFFFE...0xFFFF,
    ]
}
