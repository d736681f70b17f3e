import HDOCClient
import HDOCModels
import TerminalKit

/// A filter of the Articles screen.
enum ArticlesFilter: Sendable, Equatable { case author, tag }

/// The state of the Articles screen: its filters, search and list.
struct ArticlesState: Sendable {
    /// The author and the tag to filter by; nil: no filter.
    var author: String?
    var tag: String?
    var typed = ListQuery(.articles)
    /// The typed query.
    var query: String {
        get { typed.text }
        set { typed.text = newValue }
    }
    var search: Prompt?
    var marks = Marks()
    /// The articles that match the filters and the search, newest first.
    private(set) var shown: [Article] = []
    var list = ListState()
    /// Resources that were fetched when they were shown, so that showing them again sends no request.
    var asked: Set<Resource> = []

    /// The positions of articles in the read model, by lowercased author. `texts` are their folded texts.
    private var byAuthor: [String: [Int]] = [:]
    private var texts = FoldedTexts([])
    private(set) var authors: [(name: String, count: Int)] = []

    var isFiltered: Bool { author != nil || tag != nil }
    var words: [String] { typed.words }

    var selected: Article? {
        list.selectedElement(of: shown)
    }

    func articles(by author: String, _ state: AppState) -> [Article] {
        (byAuthor[GitHubHandle.key(author)] ?? []).map { state.model.articles.value[$0] }
    }

    /// Rebuilds the index from all articles.
    mutating func index(_ all: [Article]) {
        byAuthor = Dictionary(grouping: all.indices) { all[$0].author.map(GitHubHandle.key) ?? "" }
        texts = FoldedTexts(all.lazy.map(SearchText.of))
        authors = byAuthor.filter { !$0.key.isEmpty }.map { (all[$1[0]].author ?? $0, $1.count) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// Shows the articles that match the filters and the search. The selection stays on the same article.
    mutating func find(in all: [Article], _ context: QueryContext, height: Int) {
        let before = selected?.id
        let positions = (author.map { byAuthor[GitHubHandle.key($0)] ?? [] } ?? Array(all.indices)).map { Int32($0) }
        let matcher = context.matcher(typed.query)
        let found = texts.filter(positions, by: matcher).map { all[Int($0)] }.filter(matcher.matchesKeys)
        shown = tag.map { tag in found.filter { $0.tags.contains(tag) } } ?? found
        list.setCount(shown.count, height: height)
        // A selection in the first row stays in the first row, so that new articles are visible.
        if list.selection > 0, let row = shown.firstIndex(where: { $0.id == before }) { list.move(.to(row), height: height) }
    }
}
