import HDOCModels

/// The document of a day, `Journey/011/Readme.md`: a title, and the sections of one of the community's templates.
enum DayDocument {
    private static let research = "Cloud Research"
    private static let proof = "Social Proof"

    /// The document of an entry. A text without any heading of the templates becomes the section “Cloud Research”.
    static func text(of entry: Entry) -> String {
        let body = String(entry.body.trimmed)
        let headings = Set(MarkdownLines(body).compactMap(\.heading).map(plain))
        let isStructured = ArticleTemplate.long.headings.map(plain).contains(where: headings.contains)
        var parts = ["# \(MarkdownTitle.escaped(entry.title))"]
        if let subtitle = entry.subtitle, !subtitle.isBlank {
            parts.append(PlainLine.markdown(subtitle))
        }
        if !isStructured { parts.append("## \(research)") }
        if !body.isEmpty { parts.append(body) }
        if !headings.contains(plain(proof)) { parts.append("## \(proof)") }
        // The section comes last in each template, so the link becomes its text.
        if let link = entry.link, !body.contains(link) {
            parts.append("<\(link)>")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The document of an entry with the line ends of another document.
    static func bytes(of entry: Entry, like other: [UInt8]) -> [UInt8] {
        let text = Array(text(of: entry).utf8)
        let usesCarriageReturns =
            other.firstIndex(of: UInt8(ascii: "\n")).map { $0 > 0 && other[$0 - 1] == UInt8(ascii: "\r") }
            ?? false
        return usesCarriageReturns
            ? text.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] } : text
    }

    /// A document as fields of an entry.
    struct Reading: Equatable {
        /// Nil if the document has no title.
        var title: String?
        var body: String
        var link: String?
        var template: ArticleTemplate
    }

    /// Reads the document of a day.
    /// - Parameter templates: the lines of the repository's templates, which are no text of the day.
    static func read(_ text: String, day: Int, templates: TemplateLines) -> Reading {
        let lines = MarkdownLines(text).withoutOpeningComment
        let titled = lines.firstIndex { $0.level == 1 }
        let title = titled.map { MarkdownTitle.unescaped(lines[$0].heading ?? "") }
        let isOwnTitle = titled.map { !templates.contain(lines[$0].text) } ?? false
        let rest = lines.indices.filter { $0 != titled }.map { String(lines[$0].text) }.joined(
            separator: "\n")
        let headings = Set(lines.compactMap(\.heading).map(plain))
        func has(_ names: String...) -> Bool { names.map(plain).contains(where: headings.contains) }
        return Reading(
            title: isOwnTitle ? title.map { plainTitle(withoutDay($0, day)) } : nil, body: String(rest.trimmed),
            link: proofLink(lines),
            template: has("Prerequisite", "Try yourself", "Next Steps")
                ? .long : has("Introduction", "Use Case") ? .short : .micro)
    }

    /// Whether a document says the same as an entry: it is the document of that entry, or its title and text are those of the entry.
    static func says(_ document: [UInt8], _ entry: Entry, templates: TemplateLines) -> Bool {
        if document == bytes(of: entry, like: document) { return true }
        let reading = read(String(decoding: document, as: UTF8.self), day: entry.day, templates: templates)
        return reading.body == entry.body.trimmed && (reading.title ?? plainTitle(entry.title)) == plainTitle(entry.title)
    }

    /// Whether nobody has written in a document: it has only comments, lines of the repository's templates, and their headings.
    static func isUnwritten(_ text: String, templates: TemplateLines) -> Bool {
        let known = Set(ArticleTemplate.long.headings.map(plain))
        return MarkdownLines(text).withoutComments.allSatisfy { line in
            line.text.isBlank || templates.contain(line.text) || line.heading.map { known.contains(plain($0)) } == true
        }
    }

    /// A title as an entry may have it.
    static func plainTitle(_ text: String) -> String { String(PlainLine.of(text).prefix(EntryRules.longestTitle).trimmed) }

    /// `Day 11 - Queues` is `Queues`.
    private static func withoutDay(_ title: String, _ day: Int) -> String {
        let words = title.trimmed
        guard let rest = words.lowercased().afterBytes(of: "day ") else { return String(words) }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard DayNumber.of(digits) == day else { return String(words) }
        let kept = words.dropFirst("day ".count + digits.count).drop {
            $0.isWhitespace || "-–—:>|.".contains($0)
        }
        return kept.isBlank ? String(words) : String(kept)
    }

    /// The first web address in the section “Social Proof”.
    private static func proofLink(_ lines: [MarkdownLines.Line]) -> String? {
        guard let begin = lines.firstIndex(where: { $0.heading.map(plain) == plain(proof) }) else {
            return nil
        }
        let section = lines[(begin + 1)...].prefix { $0.heading == nil }
        let words = section.flatMap { $0.text.split { $0.isWhitespace || "<>".contains($0) } }
        let parts = words.flatMap { EntryRules.isWebLink(String($0)) ? [$0] : $0.split { "()[]".contains($0) } }
        return parts.map(String.init).first(where: EntryRules.isWebLink)
    }

    /// A heading without its emoji and in lower case.
    private static func plain(_ heading: String) -> String {
        String(heading.filter { $0.isLetter || $0.isWhitespace }.lowercased().trimmed)
    }
}
