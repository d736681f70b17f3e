import HDOCModels

struct JourneyersState: Sendable {
    var sort = JourneyerSort.days
    var isReversed = false
    var query = ""
    /// The search field while it has the focus.
    var search: Prompt?
    /// In the order of the table: those that match.
    private(set) var shown: [Journeyer] = []
    var list = ListState()
    /// The profile is open; its links, and which is selected.
    var profile: ListState?

    /// Sorted but not yet searched, so that a letter typed costs no sort.
    private var sorted: [Journeyer] = []

    var selected: Journeyer? {
        list.selected.flatMap { $0 < shown.count ? shown[$0] : nil }
    }

    /// Takes all journeyers, new or in another order; the selection stays on the same one.
    mutating func arrange(_ all: [Journeyer], height: Int) {
        sorted = sort.sorted(all, reversed: isReversed)
        filter(height: height)
    }

    /// Shows those that match the query.
    mutating func filter(height: Int) {
        // Whoever stands at the top stays at the top; anybody else stays with whom they chose.
        let handle = list.selection > 0 ? selected?.handle : nil
        let open = selected?.handle
        shown = query.isEmpty ? sorted : sorted.filter { $0.matches(query) }
        list.setCount(shown.count, height: height)
        if let handle, let row = shown.firstIndex(where: { $0.handle == handle }) {
            list.move(.to(row), height: height)
        }
        if selected?.handle != open { profile = nil }
    }
}
