import HDOCModels
import TerminalKit

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
        TableColumn(title: "Author", minimum: 10, ideal: 18, priority: 2),
        TableColumn(title: "Title", minimum: 16, ideal: 40, priority: 0, grows: true),
        TableColumn(title: "Tags", minimum: 12, ideal: 24, priority: 5),
    ]

    static func draw(_ state: AppState, _ layout: ArticlesLayout, of frame: inout Frame) {
        let screen = state.screens.articles
        let words = screen.words
        if screen.list.count > 0 {
            let table = Table(columns: columns, lastMarkedColumn: 2)
            table.drawCells(into: &frame, area: layout.table, list: screen.list, glyphs: state.glyphs, isMarked: { isMarked($0, screen) }) {
                index in
                index < screen.shown.count ? cells(screen.shown[index], words, state) : []
            }
        } else if !state.model.articles.value.isEmpty {
            frame.put("No article \(condition(screen)).", in: Chrome.inset(layout.table), row: 1, style: .dim)
        }
        drawSearch(state, layout, of: &frame)
    }

    private static func isMarked(_ row: Int, _ screen: ArticlesState) -> Bool {
        row < screen.shown.count && screen.marks.contains(screen.shown[row].id)
    }

    private static func drawSearch(_ state: AppState, _ layout: ArticlesLayout, of frame: inout Frame) {
        let (screen, area) = (state.screens.articles, layout.search)
        let isNarrowed = !screen.query.isEmpty || screen.isFiltered
        let found = isNarrowed ? "\(screen.shown.count) of \(state.model.articles.value.count)" : nil
        let counts = [screen.marks.text, found].compactMap(\.self)
        frame.put(counts.joined(separator: ", "), in: area, style: .dim, alignment: .trailing)
        let field = area.inset(right: min(24, area.width / 3))
        let used = frame.put(filters(screen), in: field)
        let rest = field.inset(left: used)
        if let search = screen.search {
            search.draw(into: &frame, area: rest, orOver: layout.table, label: "/", wrong: screen.typed.problem?.characters)
        } else if !screen.query.isEmpty {
            frame.put("/" + screen.query, in: rest, style: .accent)
        } else if screen.list.count > 0 {
            frame.put("newest first", in: rest, style: .dim)
        }
    }

    /// The active filters.
    private static func filters(_ screen: ArticlesState) -> [Span] {
        [screen.author.map { "@\($0)" }, screen.tag.map { "#\($0)" }].compactMap { $0 }
            .flatMap { [Span($0, .accent.bold.underlined), Span("  ")] }
    }

    private static func condition(_ screen: ArticlesState) -> String {
        let conditions = [
            screen.author.map { "by \($0)" }, screen.tag.map { "with the tag \($0)" },
            screen.query.isEmpty ? nil : "matches “\(screen.query)”",
        ]
        return conditions.compactMap { $0 }.joined(separator: ", ")
    }

    private static func cells(_ article: Article, _ words: [String], _ state: AppState) -> [[Span]] {
        let isMine = article.author?.lowercased() == state.model.handle?.lowercased() && article.author != nil
        return [
            [Span(article.date?.description ?? "", .dim)], [Span(article.day.map(String.init) ?? "–")],
            MarkedText.spans(article.author ?? "–", words: words, style: isMine ? .accent : .normal),
            MarkedText.spans(article.title ?? "Untitled", words: words, style: .normal),
            MarkedText.spans(article.tags.joined(separator: " "), words: words, style: .dim),
        ]
    }
}
