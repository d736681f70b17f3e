import HDOCClient
import HDOCModels
import TerminalKit

extension Tab {
    static let articles = Tab(ArticlesScreen.self)
}

enum ArticlesScreen: Screen {
    static let title = "Articles"
    static let action = Action.articles
    static var list: StatePath<ListState> { \.screens.articles.list }
    static let parts: Set<ReadModel.Part> = [.articles, .tags]
    static var search: ListSearch? { searching }

    private static var searching: ListSearch {
        ListSearch(prompt: \.screens.articles.search, query: \.screens.articles.query, find: find)
    }

    static func listHeight(_ state: AppState) -> Int { ArticlesLayout(state).listHeight }

    static func bindings(_ state: AppState) -> [Binding] {
        let screen = state.screens.articles
        let selected = screen.selected
        let none = state.model.articles.value.isEmpty ? "There are no articles yet." : nil
        let noLink = selected == nil ? nothing : "This article has no link."
        let isNarrowed = !screen.query.isEmpty || screen.isFiltered
        let own: [Binding] = [
            Binding(.open, hint: "read", disabled: selected == nil ? nothing : nil) { state in
                selected.map { read($0.id, &state) } ?? []
            },
            searching.binding(hint: "search"),
            Binding(.byTag, hint: "by tag", disabled: none) { open(.choice(ArticleChoices.tags($0)), &$0) },
            Binding(.byAuthor, hint: "by author", disabled: none) { open(.choice(ArticleChoices.authors($0)), &$0) },
            .openLink(selected?.link, hint: "open link", missing: noLink),
            .copy(selected?.link, what: "the link", hint: "copy link", missing: noLink),
        ]
        return (isNarrowed ? [Binding(.back, hint: "show all", run: showAll)] : []) + marks.adding(to: own, state, on: self)
            + Binding.moves(in: self)
    }

    private static let marks = ListMarks(
        marks: \.screens.articles.marks, keys: { state, rows in rows.map { state.screens.articles.shown[$0].id } },
        row: { state, id in state.screens.articles.shown.firstIndex { $0.id == id } },
        copied: { marked($0).compactMap(\.link) }, copiedName: ("link", "links"), links: { marked($0).compactMap(\.link) },
        content: { .articles(marked($0)) })

    /// The marked articles in the order of all articles. Some may be filtered out.
    private static func marked(_ state: AppState) -> [Article] {
        state.model.articles.value.filter { state.screens.articles.marks.contains($0.id) }
    }

    private static let nothing = "No article is selected."

    private static func open(_ dialog: Dialog, _ state: inout AppState) -> [Effect] {
        state.dialogs.append(dialog)
        return []
    }

    private static func showAll(_ state: inout AppState) -> [Effect] {
        (state.screens.articles.author, state.screens.articles.tag, state.screens.articles.query) = (nil, nil, "")
        find(&state)
        return []
    }

    static func rebuild(_ state: inout AppState) {
        state.screens.articles.index(state.model.articles.value)
        find(&state)
        // An open profile lists articles, so its rows may have changed.
        ProfilePage.settle(&state)
    }

    static func source(_ state: AppState) -> Source? {
        Source(resource: resource(state), route: .articles, fetchedAt: state.model.articles.fetchedAt)
    }

    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool {
        switch trace.purpose {
        case .article?, .tags?: true
        case .articles(let author, _)?: author.map(state.model.isMe) != true
        default: false
        }
    }

    static func queryProblem(_ state: AppState) -> QueryError? { state.screens.articles.typed.problem }

    static func placeholders(_ state: AppState) -> [CustomCommand.Placeholder: String] {
        guard let article = state.screens.articles.selected else { return [:] }
        var values: [CustomCommand.Placeholder: String] = [.id: article.id]
        (values[.handle], values[.url]) = (article.author, article.link.flatMap(WebLink.init)?.url)
        return values
    }

    static func isEmpty(_ state: AppState) -> Bool { state.model.articles.value.isEmpty }

    static func summary(_ state: AppState) -> String? {
        let snapshot = state.model.articles
        guard snapshot.fetchedAt != nil else { return nil }
        return Amounts.count(snapshot.value.count, "article") + (snapshot.mayBePartial ? ", may be partial" : "")
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        ArticlesView.draw(state, ArticlesLayout(area), of: &frame)
    }

    private static func resource(_ state: AppState) -> Resource {
        .articles(author: state.screens.articles.author, tag: state.screens.articles.tag)
    }

    private static func find(_ state: inout AppState) {
        state.screens.articles.find(in: state.model.articles.value, state.queryContext, height: ArticlesLayout(state).listHeight)
    }
}

// MARK: - Functions for other screens

extension ArticlesScreen {
    /// Opens an article, and fetches its text if it is not cached.
    static func read(_ id: String, _ state: inout AppState) -> [Effect] {
        state.dialogs.append(.reader(ReaderState(subject: .article(id))))
        return fetchBody(id, state)
    }

    static func fetchBody(_ id: String, _ state: AppState) -> [Effect] {
        let known = (state.model.articles.value + state.model.mine.value).first { $0.id == id }
        guard !state.settings.isOffline, known?.body == nil else { return [] }
        return [.network(.refresh(.article(id)))]
    }

    /// Shows the articles of one author.
    static func show(author: String, _ state: inout AppState) -> [Effect] {
        state.tab = .articles
        (state.screens.articles.tag, state.screens.articles.query) = (nil, "")
        return choose(.author, author, &state)
    }

    /// Sets a filter to the value chosen from a list. Nil removes the filter.
    static func choose(_ filter: ArticlesFilter, _ value: String?, _ state: inout AppState) -> [Effect] {
        switch filter {
        case .author: state.screens.articles.author = value
        case .tag: state.screens.articles.tag = value
        }
        find(&state)
        return state.screens.articles.isFiltered ? ask(for: resource(state), &state) : []
    }

    /// Fetches the articles of one author or tag, because the list of all articles may be truncated. Fetches a resource once per run,
    /// and again after a failure.
    static func ask(for resource: Resource, _ state: inout AppState) -> [Effect] {
        if case .absent? = state.model.presence(of: .articles)?.presence { return [] }
        let hasFailed = if case .failed? = state.activity[resource] { true } else { false }
        let isNew = state.screens.articles.asked.insert(resource).inserted
        return !state.settings.isOffline && (isNew || hasFailed) ? [.network(.refresh(resource))] : []
    }
}

/// The lists of tags and authors to filter the articles by.
enum ArticleChoices {
    static func tags(_ state: AppState) -> ChoiceState {
        let known = state.model.tags.value
        let counted = known.isEmpty ? count(state.model.articles.value) : known
        let items = counted.map { ChoiceState.Item(value: $0.tag, label: $0.tag, detail: String($0.count)) }
        return ChoiceState(
            kind: .articles(.tag), title: "Articles with the tag", items: [ChoiceState.Item(value: nil, label: "any tag")] + items,
            note: known.isEmpty ? "counted in what is cached" : nil, selected: state.screens.articles.tag)
    }

    static func authors(_ state: AppState) -> ChoiceState {
        let screen = state.screens.articles
        let items = screen.authors.map { ChoiceState.Item(value: $0.name, label: $0.name, detail: String($0.count)) }
        return ChoiceState(
            kind: .articles(.author), title: "Articles by", items: [ChoiceState.Item(value: nil, label: "anybody")] + items,
            selected: screen.author ?? screen.selected?.author)
    }

    /// Counts the tags of the cached articles, for a stage without a list of tags.
    private static func count(_ articles: [Article]) -> [HDOCModels.Tag] {
        Dictionary(articles.flatMap { Set($0.tags) }.map { ($0, 1) }, uniquingKeysWith: +)
            .map { HDOCModels.Tag(tag: $0, count: $1) }.sorted { ($1.count, $0.tag) < ($0.count, $1.tag) }
    }
}
