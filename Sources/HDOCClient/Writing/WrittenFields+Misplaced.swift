extension WrittenFields {
    /// The lines of an editor's text that look like fields: `tags: aws`. They set nothing, and their writer may not know that.
    /// Front matter, the title, indented lines and code blocks are skipped.
    static func misplaced(in lines: ArraySlice<WrittenLine>) -> [WritingProblem] {
        var fence: Substring?
        return (FrontMatter(lines)?.rest ?? lines.dropFirst()).compactMap { line in
            let mark = line.text.prefix(3)
            if mark == "```" || mark == "~~~" {
                fence = fence == nil ? mark : fence == mark ? nil : fence
                return nil
            }
            guard fence == nil, line.text.first?.isWhitespace == false, let (name, value) = split(line.text), !value.isEmpty,
                let field = WritingField(name: name), field != .title
            else { return nil }
            return WritingProblem(.fieldInText(field), line: line.number, text: String(line.text))
        }
    }
}
