import HDOCModels

/// An entry as a text document for an editor. The screens, `hdoc log` and `hdoc outbox edit` use this format.
///
///     The title
///
///     The body, in Markdown.
///     <!-- hdoc: The first line is the title. … -->
///     Day: 24
///     Date: 2026-11-23
///     Tags: aws sqs
///     Link: https://example.com
///
/// Parsing loses no text:
/// - The first line is the title, with or without Markdown heading marks. If it is empty or a heading of a template, the entry
///   has no title.
/// - The text up to the comment is the body. Other text between or below the fields is appended to the body. `DocumentFoot` finds the
///   comment and the fields.
/// - If the line of a field is missing, the field keeps its value. An empty `Tags:` or `Link:` line clears the field.
/// - A field that is unreadable, repeated or unknown is reported as a `WritingProblem`, and its line is appended to the body.
/// - Front matter at the beginning is also read.
package struct EntryDocument {
    private static let marker = "<!-- hdoc:"
    private static let guide = """
        \(marker) The first line is the title; without one this stays a draft.
        Everything else is the text, in Markdown. The lines below are the day of the challenge, its date, tags separated
        by spaces, and a web address. If you write nothing, nothing is sent. -->
        """

    /// The document with which the editor starts.
    package static func text(for entry: Entry) -> String {
        let body = entry.body.isEmpty ? entry.template.skeleton : entry.body
        return """
            \(titleLine(entry.title))

            \(body)
            \(guide)
            Day: \(entry.day)
            Date: \(entry.date)
            Tags: \(entry.tags.joined(separator: " "))
            Link: \(entry.link ?? "")

            """
    }

    /// The first line. A title that would be read as something else, such as `## Queues` or `---`, gets heading marks of its own.
    private static func titleLine(_ title: String) -> String { EntryDocument(title).parts.title == title ? title : "# \(title) #" }

    let parts: WrittenParts
    /// The lines of the text that look like fields.
    let fieldsInText: [WritingProblem]

    /// Whether a text has neither title, body, tags nor link: only what hdoc writes into a new document.
    package static func isUnwritten(_ text: String) -> Bool {
        let parts = EntryDocument(text).parts
        return parts.title.isEmpty && WrittenContent.isUnwritten(parts.body) && (parts.fields.tags ?? []).isEmpty
            && (parts.fields.link ?? "").isEmpty && parts.fields.problems.isEmpty
    }

    /// Parses the edited document.
    package init(_ text: String) {
        let foot = DocumentFoot(WrittenText.normalizingLineEnds(text), guide: Self.guide)
        var parts = WrittenParts(foot.before, mayFollowBlanks: false)
        var extra: [WrittenLine] = []
        for line in foot.lines where line.isBlank || !parts.fields.read(line) { extra.append(line) }
        parts.append(extra[...].body)
        self.parts = parts
        fieldsInText = WrittenFields.misplaced(in: foot.before[...])
    }
}

/// The title, body and fields of a text.
struct WrittenParts: Equatable {
    private(set) var title: String
    private(set) var body: String
    var fields = WrittenFields()

    init(_ lines: some RandomAccessCollection<WrittenLine>, mayFollowBlanks: Bool) {
        let lines = Array(lines)
        guard let frontMatter = FrontMatter(lines) else {
            let split = TitleSplit(lines, mayFollowBlanks: mayFollowBlanks)
            (title, body) = (split.title, split.body)
            return
        }
        fields = frontMatter.fields
        guard let title = fields.title else {
            let split = TitleSplit(frontMatter.rest, mayFollowBlanks: true)
            (self.title, body) = (split.title, split.body)
            return
        }
        (self.title, body) = (TitleSplit.heading(title), frontMatter.rest.body)
    }

    /// Takes the whole text except front matter as the body.
    init(body lines: [WrittenLine], title: String) {
        let frontMatter = FrontMatter(lines)
        self.title = String(title.trimmed)
        fields = frontMatter?.fields ?? WrittenFields()
        body = (frontMatter?.rest ?? lines[...]).body
    }

    /// Appends a paragraph to the body.
    mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        body = body.isEmpty ? text : body + "\n\n" + text
    }
}
