import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// An entry in the list of Today, sent or still in the outbox.
struct TodayItem: Sendable, Equatable {
    var id: String
    var day: Int?
    var date: CalendarDay?
    var title: String
    /// The title in the list, with what is done to a posted day.
    var label: String
    var tags: [String]
    var link: String?
    /// The state in the outbox; nil if the entry comes from the backend.
    var state: EntryState?

    init(_ article: Article) {
        (id, day, date, tags, link) = (article.id, article.day, article.date, article.tags, article.link)
        title = article.title ?? "Untitled"
        label = title
    }

    init(_ outbox: OutboxEntry) {
        let entry = outbox.entry
        (id, day, date, tags, link, state) = (outbox.id, entry.day, entry.date, entry.tags, entry.link, outbox.state)
        title = entry.title.isEmpty ? "Untitled" : entry.title
        label = ChangeStrings.title(outbox)
    }
}

struct TodayState: Sendable {
    var items: [TodayItem] = []
    var list = ListState()
}

extension Tab {
    static let today = Tab(TodayScreen.self)
}

enum TodayScreen: Screen {
    static let title = "Today"
    static let action = Action.today
    static var list: StatePath<ListState> { \.screens.today.list }
    static let parts: Set<ReadModel.Part> = [.mine, .outbox]

    static func listHeight(_ state: AppState) -> Int { TodayLayout(state).listHeight }

    static func bindings(_ state: AppState) -> [Binding] {
        let write = [Bindings.write(hint: "write day \(state.nextDay)"), Bindings.writeInForm]
        guard let item = selected(state) else { return write }
        let text = Announcement(day: item.day ?? state.journey.nextDay, title: item.title, link: item.link).text
        return write + [
            Binding(.open, hint: "open") { open(item, &$0) },
            .copy(text, what: "the announcement", hint: "copy announcement", missing: ""),
            .openLink(item.link, missing: "This entry has no link."),
        ] + Changing.bindings(Changing.Subject(id: item.id, day: item.day, title: item.title, isMine: true), state)
            + Binding.moves(in: self)
    }

    private static func open(_ item: TodayItem, _ state: inout AppState) -> [Effect] {
        guard item.state == nil else {
            state.dialogs.append(.reader(ReaderState(subject: .entry(item.id))))
            return []
        }
        return ArticlesScreen.read(item.id, &state)
    }

    static func rebuild(_ state: inout AppState) {
        let changed = state.model.outbox.changedArticleIDs
        let posted = state.model.mine.value.filter { !changed.contains($0.id) }.map { TodayItem($0) }
        let known = Set(posted.map(\.id))
        let waiting = state.model.outbox.filter { !$0.isRemoved && !known.contains($0.id) }.map { TodayItem($0) }
        // Entries with the same date and day keep their order: the backend lists the newest first.
        let all = (waiting.reversed() + posted).enumerated().sorted { a, b in
            let (x, y) = (a.element.date?.description ?? "", b.element.date?.description ?? "")
            return x == y ? (b.element.day ?? 0, a.offset) < (a.element.day ?? 0, b.offset) : x > y
        }
        let before = selected(state)?.id
        state.screens.today.items = all.map(\.element)
        let height = TodayLayout(state).listHeight
        state.screens.today.list.setCount(all.count, height: height)
        if let row = state.screens.today.items.firstIndex(where: { $0.id == before }), state.screens.today.list.selection > 0 {
            state.screens.today.list.move(.to(row), height: height)
        }
    }

    static func source(_ state: AppState) -> Source? {
        guard let handle = state.model.handle else { return nil }
        return Source(
            resource: .articles(author: handle, tag: nil), route: .articles, fetchedAt: state.model.mine.fetchedAt)
    }

    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool {
        switch trace.purpose {
        case .article?: true
        case .articles(let author?, _)?: state.model.isMe(author)
        default: false
        }
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        TodayView.draw(state, TodayLayout(area), of: &frame)
    }

    static func selected(_ state: AppState) -> TodayItem? {
        state.screens.today.list.selectedElement(of: state.screens.today.items)
    }
}
