import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The columns of the table. The width, the filter and the search decide which are shown. During a search, `found` replaces `name`. It
/// also shows the matching part of the bio if handle and name do not contain all words of the search.
enum JourneyerColumn: CaseIterable {
    case handle, name, found, faults, bar, days, githubStreak, twitterStreak, score, lastEntry, joined

    var title: String { table.title }

    var table: TableColumn {
        switch self {
        case .handle: TableColumn(title: "Handle", minimum: 14, ideal: 20, priority: 0)
        case .name: TableColumn(title: "Name", minimum: 16, ideal: 22, priority: 6, grows: true)
        case .found: TableColumn(title: "Name, bio", minimum: 16, ideal: 44, priority: 1, grows: true)
        case .faults: TableColumn(title: "Problems", minimum: 16, ideal: 48, priority: 1, grows: true)
        case .bar: TableColumn(title: "", minimum: 10, ideal: 12, priority: 4, grows: true)
        case .days: TableColumn(title: "Days", minimum: 6, ideal: 6, priority: 2, alignment: .trailing)
        case .githubStreak: TableColumn(title: "GitHub streak", minimum: 15, ideal: 15, priority: 7, alignment: .trailing)
        case .twitterStreak: TableColumn(title: "Twitter streak", minimum: 16, ideal: 16, priority: 8, alignment: .trailing)
        case .score: TableColumn(title: "Score", minimum: 7, ideal: 7, priority: 3, alignment: .trailing)
        case .lastEntry: TableColumn(title: "Last entry", minimum: 12, ideal: 12, priority: 5)
        case .joined: TableColumn(title: "Joined", minimum: 10, ideal: 10, priority: 9)
        }
    }

    /// In a wide window, long columns have a larger minimum width, which leaves less room for less important columns.
    func table(width: Int) -> TableColumn {
        var column = table
        if (self == .found || self == .faults) && width >= 70 { column.minimum = 34 }
        return column
    }

    /// The sort order by this column; nil if the column has none.
    var sort: JourneyerSort? {
        switch self {
        case .handle: .handle
        case .name: .name
        case .days: .days
        case .githubStreak: .githubStreak
        case .twitterStreak: .twitterStreak
        case .score: .score
        case .lastEntry: .lastEntry
        case .joined: .joined
        case .found: .name
        case .faults, .bar: nil
        }
    }
}

/// The cells of the visible rows.
struct JourneyerRows {
    let columns: [JourneyerColumn]
    private let state: AppState
    private let words: [String]

    init(_ state: AppState) {
        let screen = state.screens.journeyers
        (self.state, words) = (state, screen.words)
        let isSearching = !words.isEmpty
        let isMalformed = screen.filter == .malformed
        columns = JourneyerColumn.allCases.filter { column in
            switch column {
            case .name: !isSearching
            case .found: isSearching
            case .faults: isMalformed
            // These columns make room for the description of the faults.
            case .bar, .githubStreak, .twitterStreak: !isMalformed
            default: true
            }
        }
    }

    func cells(_ journeyer: Journeyer, barWidth: Int) -> [[Span]] {
        columns.map { cell($0, of: journeyer, barWidth: barWidth) }
    }

    private func cell(_ column: JourneyerColumn, of journeyer: Journeyer, barWidth: Int) -> [Span] {
        func number(_ value: Int?) -> [Span] { [value.map { Span(String($0)) } ?? Span("–", .dim)] }
        switch column {
        case .handle:
            let isMe = state.model.isMe(journeyer.handle)
            return MarkedText.spans(journeyer.handle, words: words, style: isMe ? .accent : .normal)
        case .name: return MarkedText.spans(journeyer.fullName ?? "", words: words, style: .dim)
        case .found: return found(journeyer)
        case .faults: return [Span(ProfileText.faults(journeyer, state).joined(separator: "; "), .warning)]
        case .bar:
            // The bar ends at 100 days; the number in the next column does not.
            return [Span(Bar.text(Double(journeyer.daysCompleted ?? 0) / 100, width: barWidth, glyphs: state.glyphs), .bar)]
        case .days: return number(journeyer.daysCompleted)
        case .githubStreak: return number(journeyer.githubStreak)
        case .twitterStreak: return number(journeyer.twitterStreak)
        case .score: return number(journeyer.totalScore)
        case .lastEntry: return [Span(journeyer.lastEntryAt.map { state.age($0) } ?? "–", .dim)]
        case .joined:
            return [Span(journeyer.dateJoined.map { CalendarDay($0, in: state.settings.zone).description } ?? "–", .dim)]
        }
    }

    /// The name. If handle and name do not contain all words, the matching part of the bio follows; in a narrow window it replaces
    /// the name.
    private func found(_ journeyer: Journeyer) -> [Span] {
        let name = MarkedText.spans(journeyer.fullName ?? "", words: words, style: .dim)
        let shown = SearchText.fold(journeyer.handle + "\n" + (journeyer.fullName ?? ""))
        guard !words.allSatisfy({ shown.contains($0) }) else { return name }
        let excerpt = journeyer.bio.flatMap { MarkedText.excerpt($0, words: words) } ?? []
        return state.size.width < 70 ? excerpt : name + [Span("  ")] + excerpt
    }
}
