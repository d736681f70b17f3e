import HDOCModels

/// Front matter: fields between two `---` lines at the beginning of a text, as in static site generators. hdoc reads title,
/// day, date, tags and link, and reports any other line as a problem.
struct FrontMatter {
    private(set) var fields = WrittenFields()
    /// The lines after the front matter.
    let rest: ArraySlice<WrittenLine>

    /// Nil if the text has no front matter. A single `---` line is a horizontal rule in Markdown.
    init?(_ lines: some RandomAccessCollection<WrittenLine>) {
        let lines = Array(lines)
        guard let start = lines.firstIndex(where: { !$0.isBlank }), lines[start].text.trimmed == "---",
            let end = lines[(start + 1)...].firstIndex(where: { ["---", "..."].contains($0.text.trimmed) }),
            let first = lines[(start + 1)..<end].first(where: { !$0.isBlank }), WrittenFields.split(first.text) != nil
        else { return nil }
        rest = lines[(end + 1)...]
        for line in lines[(start + 1)..<end] where !line.isBlank && !fields.readTag(line) && !fields.read(line) {
            fields.note(.unknownField(nearest: nil), line)
        }
    }
}
