import HDOCModels

/// The fields between two lines `---` at the beginning of a text, as static site generators have them. hdoc reads title,
/// day, date, tags and link; of any other line it says that it cannot.
struct FrontMatter {
    private(set) var fields = WrittenFields()
    /// What follows.
    let rest: ArraySlice<WrittenLine>

    /// Nil where the text has none: a rule alone is Markdown for a line across the page.
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
