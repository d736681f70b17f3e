import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

struct JourneyersState: Sendable {
    var sort = JourneyerSort.days
    var isReversed = false
    var lens = JourneyerLens.all
    var query = ""
    /// The search field while it has the focus.
    var search: Prompt?
    /// In the order of the table: those that match.
    private(set) var shown = JourneyerList()
    /// How many each filter shows, without the search.
    private(set) var counts: [JourneyerLens: Int] = [:]
    var list = ListState()
    /// The rows of the profile that is open.
    var profile: ListState?
    /// Whose articles were asked for, so that opening a profile again costs nothing.
    var asked: Set<String> = []

    /// In this order, but through no filter yet, so that a letter typed costs no sort.
    private var sorted: [Int32] = []
    /// Through the filter, and the query that `shown` answers.
    private var filtered: [Int32] = []
    private var answered = ""

    var selected: Journeyer? {
        list.selected.flatMap { $0 < shown.count ? shown[$0] : nil }
    }

    /// Whether this very community is shown.
    func shows(_ community: Community) -> Bool { shown.community === community }

    /// The day for which the filters were worked out.
    var day: CalendarDay?

    /// The words of the search, folded.
    var words: [String] { SearchText.words(query) }

    /// Takes all journeyers, new or in another order; the selection stays on the same one.
    mutating func arrange(_ community: Community, now: Date, height: Int) {
        sorted = community.order.sorted(by: sort, reversed: isReversed)
        look(community, now: now, height: height)
    }

    mutating func count(_ community: Community, now: Date) {
        for lens in JourneyerLens.allCases {
            counts[lens] = community.journeyers.indices.count { lens.shows($0, of: community, now: now) }
        }
    }

    /// Shows through the lens as it is now.
    mutating func look(_ community: Community, now: Date, height: Int) {
        filtered = lens == .all ? sorted : sorted.filter { lens.shows(Int($0), of: community, now: now) }
        show(community, community.texts.filter(filtered, words: words), height: height)
    }

    /// Shows those that match the query.
    mutating func find(height: Int) {
        // More letters match fewer: they need not look at all again.
        let isNarrower = query.hasPrefix(answered)
        let found = shown.community.texts.filter(isNarrower ? shown.positions : filtered, words: words)
        show(shown.community, found, height: height)
    }

    private mutating func show(_ community: Community, _ positions: [Int32], height: Int) {
        // Whoever stands at the top stays at the top; anybody else stays with whom they chose.
        let open = selected?.handle
        let handle = list.selection > 0 ? open : nil
        shown = JourneyerList(community: community, positions: positions)
        answered = query
        list.setCount(shown.count, height: height)
        if let row = handle.flatMap(shown.row) { list.move(.to(row), height: height) }
        if selected?.handle != open { profile = nil }
    }
}
