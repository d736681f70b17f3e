import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

struct JourneyersState: Sendable {
    var sort = JourneyerSort.days
    var isReversed = false
    var filter = JourneyerFilter.all
    var typed = ListQuery(.users)
    /// The typed query.
    var query: String {
        get { typed.text }
        set { typed.text = newValue }
    }
    var marks = Marks()
    /// The view of the configuration that is shown; nil: none.
    var view: ConfiguredView?
    /// The search field; nil while it does not have the focus.
    var search: Prompt?
    /// The journeyers that match the filter and the search, in the order of the table.
    private(set) var shown = JourneyerList()
    /// Whether what is to be shown is not known before all journeyers are read.
    private(set) var isWaiting = false
    /// The number of journeyers that match each filter, without the search. Before all are read, that of all only.
    private(set) var counts: [JourneyerFilter: Int] = [:]
    var list = ListState()
    /// The rows of the open profile; nil if no profile is open.
    var profile: ListState?

    /// The positions of all journeyers in sort order, so that a new filter or query needs no sort.
    private var sorted: [Int32] = []
    /// The positions of the journeyers that match the filter and the view.
    private var filtered: [Int32] = []
    /// The query that `shown` matches.
    private var answered = Query(.users, [])

    var selected: Journeyer? {
        list.selectedElement(of: shown)
    }

    /// Whether a shown row is marked.
    func isMarked(_ row: Int) -> Bool {
        !marks.isEmpty && row < shown.count && marks.contains(GitHubHandle.key(shown[row].handle))
    }

    /// Whether the state was made from this index.
    func shows(_ journeyerIndex: JourneyerIndex) -> Bool { shown.journeyerIndex === journeyerIndex }

    /// The day for which `counts` was computed.
    var day: CalendarDay?

    /// The words of the search, folded.
    var words: [String] { typed.words }

    /// Sorts the journeyers of an index, and applies the filter and the search. The selection stays on the same journeyer.
    mutating func arrange(_ journeyerIndex: JourneyerIndex, _ context: QueryContext, height: Int) {
        sorted = journeyerIndex.sorted(by: sort, reversed: isReversed) ?? []
        look(journeyerIndex, context, height: height)
    }

    mutating func count(_ journeyerIndex: JourneyerIndex, now: Date) {
        for filter in JourneyerFilter.allCases { counts[filter] = journeyerIndex.isWhole ? journeyerIndex.count(filter, now: now) : nil }
        counts[.all] = journeyerIndex.list.value
    }

    /// Applies the filter, the view and the search.
    mutating func look(_ journeyerIndex: JourneyerIndex, _ context: QueryContext, height: Int) {
        guard journeyerIndex.isWhole else { return showFirst(journeyerIndex, height: height) }
        filtered = journeyerIndex.filter(sorted, by: filter, now: context.now)
        filtered = journeyerIndex.filter(filtered, by: context.matcher(view?.query(for: .users)))
        show(journeyerIndex, journeyerIndex.filter(filtered, by: context.matcher(typed.query)), height: height)
    }

    /// Applies the search.
    mutating func find(_ context: QueryContext, height: Int) {
        guard shown.journeyerIndex.isWhole else { return look(shown.journeyerIndex, context, height: height) }
        // A longer word can match only journeyers that matched the shorter one.
        let candidates = typed.query.isNarrower(than: answered) ? shown.positions : filtered
        let found = shown.journeyerIndex.filter(candidates, by: context.matcher(typed.query))
        show(shown.journeyerIndex, found, height: height)
    }

    /// Shows what is known before all journeyers are read: the beginning of some orders without a filter and a search. The list has the
    /// rows of the others already, so that the selection can be there.
    private mutating func showFirst(_ journeyerIndex: JourneyerIndex, height: Int) {
        isWaiting = filter != .all || view != nil || !typed.query.terms.isEmpty || sorted.isEmpty
        show(journeyerIndex, isWaiting ? [] : sorted, count: isWaiting ? 0 : journeyerIndex.list.value, height: height)
    }

    private mutating func show(_ journeyerIndex: JourneyerIndex, _ positions: [Int32], count: Int? = nil, height: Int) {
        if journeyerIndex.isWhole { isWaiting = false }
        // A selection in the first row stays in the first row; any other stays on the same journeyer.
        let open = selected?.handle
        let handle = list.selection > 0 ? open : nil
        shown = JourneyerList(journeyerIndex: journeyerIndex, positions: positions)
        answered = typed.query
        list.setCount(count ?? shown.count, height: height)
        if let row = handle.flatMap(shown.row) { list.move(.to(row), height: height) }
        if selected?.handle != open { profile = nil }
    }
}
