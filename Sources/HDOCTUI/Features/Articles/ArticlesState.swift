import HDOCClient
import HDOCModels
import TerminalKit

/// The state of the Articles screen: its filters, search and list.
enum ArticlesFilter: Sendable, Equatable { case author, tag }

struct ArticlesState: Sendable {
    /// Only theirs, only with this tag; nil: any.
    var author: String?
    var tag: String?
    var query = ""
    var search: Prompt?
    /// Newest first: those that pass the filters and the search.
    private(set) var shown: [Article] = []
    var list = ListState()
    /// Resources that were fetched when they were shown, so that showing them again sends no request.
    var asked: Set<Resource> = []

    /// Positions in the read model by lowercased author, and the folded text of each.
    private var byAuthor: [String: [Int]] = [:]
    private var texts = FoldedTexts([])
    private(set) var authors: [(name: String, count: Int)] = []

    var isFiltered: Bool { author != nil || tag != nil }
    var words: [String] { SearchText.words(query) }

    var selected: Article? {
        list.selectedElement(of: shown)
    }

    func articles(by author: String, _ state: AppState) -> [Article] {
        (byAuthor[GitHubHandle.key(author)] ?? []).map { state.model.articles.value[$0] }
    }

    /// Takes all articles anew.
    mutating func index(_ all: [Article]) {
        byAuthor = Dictionary(grouping: all.indices) { all[$0].author.map(GitHubHandle.key) ?? "" }
        texts = FoldedTexts(all.lazy.map(SearchText.of))
        authors = byAuthor.filter { !$0.key.isEmpty }.map { (all[$1[0]].author ?? $0, $1.count) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// Shows what passes the filters and the search; the selection stays on the same article.
    mutating func find(in all: [Article], height: Int) {
        let before = selected?.id
        let positions = (author.map { byAuthor[GitHubHandle.key($0)] ?? [] } ?? Array(all.indices)).map { Int32($0) }
        let found = texts.filter(positions, words: words).map { all[Int($0)] }
        shown = tag.map { tag in found.filter { $0.tags.contains(tag) } } ?? found
        list.setCount(shown.count, height: height)
        // A selection at the top stays at the top, so that new articles appear.
        if list.selection > 0, let row = shown.firstIndex(where: { $0.id == before }) { list.move(.to(row), height: height) }
    }
}
