import HDOCModels
import TerminalKit

/// Completes the tag before the cursor with a tag that the community uses.
struct TagCompletion: Sendable, Equatable {
    /// Known tags that begin with the typed text, most used first, without tags that are already in the field.
    let candidates: [String]
    /// The characters of the first candidate that are not typed yet.
    let rest: String

    /// Nil if no tag begins before the cursor, or if no known tag begins with the typed text.
    init?(field: Prompt, known: [String]) {
        let characters = Array(field.text)
        guard field.cursor == characters.count || characters[field.cursor] == " " else { return nil }
        let typed = String(String(characters[..<field.cursor]).split(separator: " ", omittingEmptySubsequences: false).last ?? "")
            .lowercased()
        guard !typed.isEmpty else { return nil }
        let taken = Set(field.text.lowercased().split { $0 == " " || $0 == "," }.map(String.init))
        candidates = known.filter { $0.hasPrefix(typed) && !taken.contains($0) }
        guard let first = candidates.first else { return nil }
        rest = String(first.dropFirst(typed.count))
    }
}

extension AppState {
    /// Tags in use, the most used first.
    var knownTags: [String] {
        let known = Dictionary(model.tags.value.map { ($0.tag.lowercased(), $0.count) }, uniquingKeysWith: max)
        let counts = (model.articles.value + model.mine.value).reduce(into: known) { counts, article in
            for tag in article.tags { counts[tag.lowercased(), default: 0] += 1 }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}

extension FormState {
    func tagCompletion(_ state: AppState) -> TagCompletion? {
        guard focus == .tags, let field = fields[.tags] else { return nil }
        return TagCompletion(field: field, known: state.knownTags)
    }
}
