import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

struct JourneyersState: Sendable {
    var sort = JourneyerSort.days
    var isReversed = false
    var filter = JourneyerFilter.all
    var query = ""
    /// The search field while it has the focus.
    var search: Prompt?
    /// In the order of the table: those that match.
    private(set) var shown = JourneyerList()
    /// How many each filter shows, without the search.
    private(set) var counts: [JourneyerFilter: Int] = [:]
    var list = ListState()
    /// The rows of the profile that is open.
    var profile: ListState?
    /// Whose articles were asked for, so that opening a profile again costs nothing.
    var asked: Set<String> = []

    /// Sorted but not filtered, so that typing a letter needs no sort.
    private var sorted: [Int32] = []
    /// The journeyers that pass the filter, and the query that `shown` was made for.
    private var filtered: [Int32] = []
    private var answered = ""

    var selected: Journeyer? {
        list.selectedElement(of: shown)
    }

    /// Whether the state was made from this index.
    func shows(_ journeyerIndex: JourneyerIndex) -> Bool { shown.journeyerIndex === journeyerIndex }

    /// The day for which the filters were worked out.
    var day: CalendarDay?

    /// The words of the search, folded.
    var words: [String] { SearchText.words(query) }

    /// Takes all journeyers, new or in another order; the selection stays on the same one.
    mutating func arrange(_ journeyerIndex: JourneyerIndex, now: Date, height: Int) {
        sorted = journeyerIndex.order.sorted(by: sort, reversed: isReversed)
        look(journeyerIndex, now: now, height: height)
    }

    mutating func count(_ journeyerIndex: JourneyerIndex, now: Date) {
        for filter in JourneyerFilter.allCases {
            counts[filter] = journeyerIndex.journeyers.indices.count { filter.shows($0, of: journeyerIndex, now: now) }
        }
    }

    /// Shows through the filter as it is now.
    mutating func look(_ journeyerIndex: JourneyerIndex, now: Date, height: Int) {
        filtered = filter == .all ? sorted : sorted.filter { filter.shows(Int($0), of: journeyerIndex, now: now) }
        show(journeyerIndex, journeyerIndex.texts.filter(filtered, words: words), height: height)
    }

    /// Shows those that match the query.
    mutating func find(height: Int) {
        // A longer query matches a part of the earlier matches.
        let isNarrower = query.hasPrefix(answered)
        let found = shown.journeyerIndex.texts.filter(isNarrower ? shown.positions : filtered, words: words)
        show(shown.journeyerIndex, found, height: height)
    }

    private mutating func show(_ journeyerIndex: JourneyerIndex, _ positions: [Int32], height: Int) {
        // A selection at the top stays at the top; any other stays on the same journeyer.
        let open = selected?.handle
        let handle = list.selection > 0 ? open : nil
        shown = JourneyerList(journeyerIndex: journeyerIndex, positions: positions)
        answered = query
        list.setCount(shown.count, height: height)
        if let row = handle.flatMap(shown.row) { list.move(.to(row), height: height) }
        if selected?.handle != open { profile = nil }
    }
}
