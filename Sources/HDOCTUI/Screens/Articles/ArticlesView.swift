import HDOCModels

struct ArticlesLayout {
    let search: Rect
    let table: Rect

    init(_ state: AppState) {
        self.init(Chrome(size: state.size).body)
    }

    init(_ body: Rect) {
        let parts = body.split(rows: [.fixed(body.height >= 3 ? 1 : 0), .share(1)])
        (search, table) = (Chrome.inset(parts[0]), parts[1])
    }

    var listHeight: Int { Table.listHeight(in: table.height) }
}

enum ArticlesView {
    private static let columns = [
        TableColumn(title: "Date", minimum: 10, ideal: 10, priority: 3),
        TableColumn(title: "Day", minimum: 4, ideal: 4, priority: 4, alignment: .trailing),
        TableColumn(title: "Author", minimum: 10, ideal: 20, priority: 2),
        TableColumn(title: "Title", minimum: 16, ideal: 48, priority: 0),
        TableColumn(title: "Tags", minimum: 12, ideal: 24, priority: 5),
    ]

    static func draw(_ state: AppState, _ layout: ArticlesLayout, of frame: inout Frame) {
        let screen = state.articlesScreen
        if screen.list.count > 0 {
            Table(columns: columns).draw(into: &frame, area: layout.table, list: screen.list, glyphs: state.glyphs) { index in
                index < screen.shown.count ? row(screen.shown[index], state) : []
            }
        } else if !screen.query.isEmpty && !state.library.articles.value.isEmpty {
            frame.put("No article matches “\(screen.query)”.", in: Chrome.inset(layout.table), row: 1, style: .dim)
        }
        if !screen.query.isEmpty {
            let found = "\(screen.shown.count) of \(state.library.articles.value.count) match"
            frame.put(found, in: layout.search, style: .dim, alignment: .trailing)
        }
        let field = layout.search.inset(right: min(24, layout.search.width / 3))
        if let search = screen.search {
            search.draw(into: &frame, area: field, label: "/")
        } else if !screen.query.isEmpty {
            frame.put("/" + screen.query, in: field, style: .accent)
        } else if screen.list.count > 0 {
            frame.put("newest first", in: layout.search, style: .dim)
        }
    }

    private static func row(_ article: Article, _ state: AppState) -> [Span] {
        let isMine = article.author?.lowercased() == state.library.handle?.lowercased() && article.author != nil
        return [
            Span(article.date?.description ?? "", .dim), Span(article.day.map(String.init) ?? "–"),
            Span(article.author ?? "–", isMine ? .accent : .normal), Span(article.title ?? "Untitled"),
            Span(article.tags.joined(separator: " "), .dim),
        ]
    }
}
