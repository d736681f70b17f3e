import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// All journeyers of a stage, prepared for search, sort and look-up: a key press needs only a look-up, a search in one buffer or a
/// sort of integers. Immutable. Built outside the loop's thread, once for each read of the journeyers.
///
/// The journeyers are packed; only those that are shown become `Journeyer` values.
final class JourneyerIndex: Sendable {
    /// The number of journeyers and the age of the list.
    let list: Snapshot<Int>
    let order: JourneyerOrder
    let texts: FoldedTexts
    let ranking: [(rank: Int32, index: Int32)]
    private let rows: PackedJourneyers
    /// What the filters ask, by position.
    let facts: [JourneyerFacts]
    /// The numbers of the folded statuses in `facts`.
    let statuses: [String: Int32]

    static let empty = JourneyerIndex(Snapshot(value: []))

    private init(_ list: Snapshot<Int>, _ builder: Builder, _ order: JourneyerOrder) {
        self.list = list.with(builder.rows.count)
        (rows, texts, facts, statuses) = (builder.rows, builder.texts, builder.facts, builder.statuses)
        self.order = order
        ranking = order.ranking()
    }

    convenience init(_ snapshot: Snapshot<[Journeyer]>) {
        var builder = Builder()
        for journeyer in snapshot.value { builder.append(journeyer) }
        let order = builder.finish(snapshot.fetchedAt)
        self.init(snapshot.with(snapshot.value.count), builder, order)
    }

    /// Collects the journeyers one after the other, so that they are never in memory as values.
    struct Builder {
        fileprivate var rows = PackedJourneyers()
        fileprivate var columns = SortColumns()
        fileprivate var texts = FoldedTexts([])
        fileprivate var facts: [JourneyerFacts] = []
        fileprivate var statuses: [String: Int32] = [:]

        mutating func append(_ journeyer: Journeyer) {
            rows.append(journeyer)
            columns.append(journeyer)
            texts.append(SearchText.of(journeyer))
            facts.append(JourneyerFacts(journeyer, status: number(ofStatus: journeyer.status)))
        }

        private mutating func number(ofStatus status: String?) -> Int32 {
            guard let status else { return JourneyerFacts.noStatus }
            let (folded, next) = (SearchText.fold(status), Int32(statuses.count))
            if let known = statuses[folded] { return known }
            statuses[folded] = next
            return next
        }

        /// The index of the journeyers so far.
        mutating func index(_ list: Snapshot<Int>) -> JourneyerIndex {
            let order = finish(list.fetchedAt)
            return JourneyerIndex(list, self, order)
        }

        /// Completes the facts, and gives the columns away, so that each is released as soon as it has been sorted.
        fileprivate mutating func finish(_ fetchedAt: Date?) -> JourneyerOrder {
            // A date after the list was fetched is a fault. Clocks may differ by a day.
            let latest = (fetchedAt ?? .distantFuture).timeIntervalSince1970 + 86_400
            for position in facts.indices where facts[position].latest > latest { facts[position].isMalformed = true }
            return JourneyerOrder(taking: &columns)
        }
    }

    var count: Int { rows.count }

    subscript(position: Int32) -> Journeyer { rows[Int(position)] }

    /// The first positions whose handle or name may match the letters of a query.
    func positions(mayMatch letters: [UInt8], limit: Int) -> [Int32] {
        var found: [Int32] = []
        for position in 0..<count where found.count < limit {
            let matches = rows.withNames(at: position) { handle, name in
                FuzzyMatch.mayMatch(letters, in: handle) || name.map { FuzzyMatch.mayMatch(letters, in: $0) } ?? false
            }
            if matches { found.append(Int32(position)) }
        }
        return found
    }

    /// Handles compare case-insensitively, as GitHub's do.
    func position(of handle: String) -> Int32? {
        let wanted = Array(GitHubHandle.key(handle).utf8)
        let found = order.firstByHandle { position in
            rows.withHandle(at: Int(position)) { $0.lazy.map(ASCII.lowered).lexicographicallyPrecedes(wanted) }
        }
        return found.flatMap { position in
            rows.withHandle(at: Int(position)) { $0.lazy.map(ASCII.lowered).elementsEqual(wanted) } ? position : nil
        }
    }

    func journeyer(_ handle: String) -> Journeyer? { position(of: handle).map { self[$0] } }
}

extension JourneyerIndex: Equatable {
    static func == (a: JourneyerIndex, b: JourneyerIndex) -> Bool { a === b || (a.list == b.list && a.rows == b.rows) }
}

/// What the filters and queries ask about a journeyer, without making a `Journeyer` of it.
struct JourneyerFacts: Sendable {
    /// In seconds since 1970; minus infinity if unknown.
    let lastEntry: Float64
    let joined: Float64
    /// The number of the status in the index; negative if it is unknown.
    let status: Int32
    static let noStatus: Int32 = -1
    /// Whether the journeyer has faults.
    fileprivate(set) var isMalformed: Bool

    fileprivate init(_ journeyer: Journeyer, status: Int32) {
        self.status = status
        lastEntry = journeyer.lastEntryAt?.timeIntervalSince1970 ?? -.infinity
        joined = journeyer.dateJoined?.timeIntervalSince1970 ?? -.infinity
        isMalformed = journeyer.hasTimelessFault
    }

    fileprivate var latest: Float64 { max(lastEntry, joined) }
}

/// A list of journeyers of an index. It contains their positions, not copies.
struct JourneyerList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty
    /// Positions in the index.
    var positions: [Int32] = []

    var startIndex: Int { 0 }
    var endIndex: Int { positions.count }
    subscript(index: Int) -> Journeyer { journeyerIndex[positions[index]] }

    /// The row of a journeyer, if the list contains them.
    func row(of handle: String) -> Int? {
        journeyerIndex.position(of: handle).flatMap { positions.firstIndex(of: $0) }
    }
}

/// The leaderboard of a community.
struct RankedList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty

    var startIndex: Int { 0 }
    var endIndex: Int { journeyerIndex.ranking.count }
    subscript(index: Int) -> LeaderboardRow {
        let place = journeyerIndex.ranking[index]
        return LeaderboardRow(rank: Int(place.rank), journeyer: journeyerIndex[place.index])
    }

    func row(of handle: String) -> Int? {
        journeyerIndex.position(of: handle).flatMap { position in journeyerIndex.ranking.firstIndex { $0.index == position } }
    }

    /// The first row with this rank. If nobody has the rank, the row of the next one, or the last row.
    func row(ofRank rank: Int) -> Int? {
        let row = journeyerIndex.ranking.firstIndex { $0.rank >= rank } ?? journeyerIndex.ranking.count - 1
        return row < 0 ? nil : row
    }
}
